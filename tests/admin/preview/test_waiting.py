"""In a preview one waits as visitors do. It goes on on no other device: it belongs to its editor."""

from django.test import Client


def test_a_preview_waits_and_reminds_below_its_own_prefix(walker, prefix):
    step = f"{prefix}guides/lamp/steps/new-bulb/"
    response = walker.post(step, {"result": "waiting"})
    assert response["Location"] == step
    assert f"{step}reminder.ics" in walker.get(step).content.decode()
    file = walker.get(f"{step}reminder.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert walker.get(f"{prefix}guides/lamp/aftercare/dust.ics").status_code == 200


def test_a_preview_is_not_taken_to_another_device(walker, prefix):
    for page in ("steps/new-bulb/", "answers/"):
        live = Client()
        live.post("/guides/lamp/start/")
        assert "another-device" in live.get(f"/guides/lamp/{page}").content.decode()
        assert "another-device" not in walker.get(f"{prefix}guides/lamp/{page}").content.decode()
    left = walker.post(f"{prefix}guides/lamp/another-device/")
    assert (left.status_code, "/admin/" in left["Location"]) == (302, True)
