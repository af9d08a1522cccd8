"""`simulate` keeps visits only when asked, marked, and of a guide that is live."""

import pytest

from tests.conftest import SHIPPED
from tests.content.sample_guides import every_row
from troubleshooter.models import Event, Visit

from .simulating import LAMP, report, simulator


@pytest.fixture
def run(capsys, tmp_path):
    return simulator(capsys, tmp_path)


@pytest.mark.django_db
def test_visits_are_recorded_only_when_asked_and_marked(run, lamp):
    before = every_row()
    plain = report(run("--visits", 30, "--seed", 2))
    assert every_row() == before
    found = report(run("--visits", 30, "--seed", 2, "--record"))
    assert found.pop("recorded") == 60
    assert found == plain
    visits = Visit.objects.all()
    assert {visit.simulated for visit in visits} == {True}
    assert sorted(visit.arm for visit in visits) == ["engine"] * 30 + ["hold_out"] * 30
    for name, arm in (("engine", "engine"), ("file-order", "hold_out")):
        ended = visits.filter(arm=arm, outcome="resolved").count() / 30
        assert ended == pytest.approx(plain["policies"][name]["resolved"]["mean"], abs=1e-5)
    assert Event.objects.filter(kind="started").count() == 60


@pytest.mark.django_db
def test_recorded_visits_follow_the_numbers_that_are_live(run, lamp):
    """Learnt numbers, by which nothing is worth trying: visits end at once, at support."""
    guide = Visit._meta.get_field("guide").related_model.objects.get(key="lamp")
    numbers = guide.live_parameters
    content = {**numbers.content, "effects": {}}
    guide.live_parameters = type(numbers).objects.create(
        revision=numbers.revision, origin="learnt", content=content
    )
    guide.save()
    found = report(run("--visits", 20, "--policy", "engine", "--record"))
    assert found["policies"]["engine"]["resolved"]["mean"] == 0
    assert set(Visit.objects.values_list("parameters", flat=True)) == {guide.live_parameters_id}


@pytest.mark.django_db
def test_a_guide_that_is_not_live_as_the_file_has_it_is_not_recorded(run, lamp, tmp_path):
    other = tmp_path / "lamp.yaml"
    other.write_text(LAMP.read_text().replace("minutes: 20", "minutes: 21"))
    for file in (other, SHIPPED / "printer.yaml"):
        code, out, err = run("--visits", 3, "--record", file=file)
        assert (code, out) == (1, "")
        assert "not live" in err
    assert not Visit.objects.exists()
