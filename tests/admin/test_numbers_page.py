"""An editor reads what visits have taught, in the names of the guide, beside what was before."""

from tests.learning.cast import LATER
from tests.learning.test_reading import new_revision
from troubleshooter.admin.numbers_page import numbers_page
from troubleshooter.learning.adopting import adopt, go_back_to
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Origin, Parameters, Visit

from .learnt_numbers import PLACE, boxes, marked, page, people, post, the_guide, tree
from .test_pages import INLINE_CODE, address, queries


def test_the_page_has_the_numbers_of_the_report(learnt, admin_client):
    """Each place with its chances, whole, and as many lines as it has options to tell apart."""
    shown = {}
    for body in marked(page(admin_client, learnt), "data-place"):
        values = [float(one.get("value")) for one in body.iter("data")]
        shown[body.get("data-place")] = list(zip(values[::2], values[1::2], strict=True))
    expected = {}
    for change in learnt.report["changes"]:
        was, now = change["was"], change["now"]
        columns = [(was, now)] if isinstance(was, float) else list(zip(was, now, strict=True))
        expected[change["place"]] = columns[:1] if len(columns) == 2 else columns
    assert shown == expected
    assert len(shown) > 3


def test_numbers_go_by_the_names_of_the_guide(learnt, admin_client):
    text = {
        body.get("data-place"): " ".join(" ".join(body.itertext()).split())
        for body in marked(page(admin_client, learnt), "data-place")
    }
    assert "The plug is out" in text["shares.unplugged"]
    assert "Plug it in" in text[PLACE]
    assert "The plug is out" in text[PLACE]
    assert "Do other lamps work?" in text["usual.others"]
    assert "Yes" in text["usual.others"]


def test_numbers_are_written_as_natural_frequencies(learnt, admin_client):
    learnt.report["changes"] = [
        {
            "place": "shares.unplugged",
            "was": 0.5,
            "now": 0.62,
            "low": 0.55,
            "high": 0.7,
            "count": 9,
        },
        {"place": "shares.bulb", "was": 0.3, "now": 0.3004, "low": 0.2, "high": 0.4, "count": 9},
        {"place": "shares.wiring", "was": 0.2, "now": 0.004, "low": 0, "high": 0.1, "count": 9},
    ]
    learnt.save()
    bodies = marked(page(admin_client, learnt), "data-place")
    words = {one.get("data-place"): [d.text for d in one.iter("data")] for one in bodies}
    assert words["shares.unplugged"] == ["50 in 100", "62 in 100"]
    assert words["shares.bulb"] == ["3,000 in 10,000", "3,004 in 10,000"]
    assert words["shares.wiring"] == ["200 in 1,000", "4 in 1,000"]
    text = {one.get("data-place"): "".join(one.itertext()) for one in bodies}
    assert "55 to 70 in 100" in text["shares.unplugged"]


def test_an_old_number_on_either_side_of_the_interval_is_ticked(learnt, admin_client):
    change = {"place": "shares.bulb", "now": 0.35, "low": 0.2, "high": 0.4, "count": 9}
    for was, ticked in ((0.1, True), (0.2, False), (0.4, False), (0.5, True)):
        learnt.report["changes"] = [{**change, "was": was}]
        learnt.save()
        assert boxes(page(admin_client, learnt)) == {"shares.bulb": ticked}


def test_ticked_is_what_has_an_interval_without_the_old_number(learnt, admin_client):
    expected = {}
    for change in learnt.report["changes"]:
        names = ("low", "was", "high")
        columns = [change[n] if isinstance(change[n], list) else [change[n]] for n in names]
        expected[change["place"]] = any(not a <= b <= c for a, b, c in zip(*columns, strict=True))
    assert boxes(page(admin_client, learnt)) == expected
    assert set(expected.values()) == {True, False}


def test_the_held_out_comparison_is_told(learnt, admin_client):
    (told,) = marked(page(admin_client, learnt), "data-better")
    assert told.get("data-better") == "yes"
    values = [one.get("value") for one in tree(page(admin_client, learnt)).iter("data")]
    for name in ("learnt", "editors"):
        assert learnt.report["held_out"][name] in map(float, values)


def test_how_much_better_is_the_geometric_mean_for_each_visit(learnt):
    learnt.report["held_out"] = {"visits": 60, "learnt": -2.0, "editors": -2.1, "better": True}
    held_out = numbers_page(learnt).held_out
    assert (held_out.percent, held_out.few) == (11, False)
    learnt.report["held_out"] = {"visits": 9, "learnt": -2.1, "editors": -2.0, "better": False}
    held_out = numbers_page(learnt).held_out
    assert (held_out.percent, held_out.few) == (10, True)
    learnt.report["held_out"] = {"visits": 9, "learnt": -2.0, "editors": -9e9, "better": True}
    assert numbers_page(learnt).held_out.times > 1000


def test_a_set_learnt_from_simulated_visits_says_so(learnt, admin_client):
    assert not marked(page(admin_client, learnt), "data-simulated")
    Visit.objects.update(simulated=True)
    made_up = keep(teach(the_guide(), until=LATER, include_simulated=True))
    assert marked(page(admin_client, made_up), "data-simulated")
    adopted = adopt(made_up)
    assert marked(page(admin_client, adopted), "data-simulated")
    Visit.objects.update(simulated=False)
    later = keep(teach(the_guide(), until=LATER))
    assert not marked(page(admin_client, later), "data-simulated")
    assert marked(page(admin_client, adopt(later, chosen=["usual.flicker"])), "data-simulated")
    back = go_back_to(Parameters.objects.get(origin=Origin.EDITORIAL))
    assert not marked(page(admin_client, back), "data-simulated")


def test_devices_that_differ_are_named(learnt, admin_client):
    learnt.report["groups"] = {"shares": {"desk/2": {"bulb": 0.1}, "gone/1": {"bulb": 0.3}}}
    learnt.save()
    (told,) = marked(page(admin_client, learnt), "data-groups")
    assert "Desk lamp 2" in "".join(told.itertext())
    assert "gone 1" in "".join(told.itertext())


def test_a_hostile_title_is_text(guide, admin_client):
    new_revision(("title: Plug it in", 'title: "<script>alert(1)</script>"'))
    people()
    learnt = keep(teach(the_guide(), until=LATER))
    body = page(admin_client, learnt).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>alert" not in body


def test_the_page_keeps_to_the_csp_and_is_well_formed(learnt, admin_client):
    for row in (learnt, adopt(learnt, chosen=[PLACE]), learnt):
        body = page(admin_client, row).content.decode()
        assert not INLINE_CODE.findall(body.replace('<script type="application/json"', ""))


def many_changes(learnt, count):
    row = Parameters.objects.get(pk=learnt.pk)
    row.pk = None
    change = next(c for c in row.report["changes"] if c["place"] == PLACE)
    row.report["changes"] = [{**change, "place": f"effects.s{n}.unplugged"} for n in range(count)]
    row.save(force_insert=True)
    return row


def test_the_page_costs_the_same_however_many_numbers_changed(learnt, admin_client):
    costs = []
    for count in (2, 600):
        row = many_changes(learnt, count)
        found = page(admin_client, row)
        assert len(boxes(found)) == count
        costs.append(queries(admin_client, address(Parameters, "change", row.pk)))
    assert costs[0] == costs[1] < 20


def test_more_boxes_than_django_takes_by_default_can_be_sent(learnt, admin_client):
    places = [PLACE, *(f"effects.plug-in.c{n}" for n in range(2000))]
    assert post(admin_client, "adopt", learnt, take="ticked", place=places).status_code == 302
