"""An editor reads what visits have taught, takes over all or some of it, and can go back."""

import html5lib
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.learning.cast import LATER, many, visit
from tests.learning.test_reading import new_revision
from troubleshooter.admin.live_numbers import EARLIER
from troubleshooter.admin.numbers_page import numbers_page
from troubleshooter.content import catalogue
from troubleshooter.learning.adopting import adopt, go_back_to
from troubleshooter.learning.errors import NotAdoptable, OtherRevision
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Origin, Parameters, Revision, Visit

from .test_pages import INLINE_CODE, address, queries
from .test_publishing import editor

PLACE = "effects.plug-in.unplugged"


def people():
    """Most lamps were not plugged in after all: far from what the editors wrote."""
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})


@pytest.fixture
def learnt(guide):
    people()
    return keep(teach(guide, until=LATER))


def the_guide():
    return Guide.objects.select_related("live_parameters").get(key="lamp")


def live():
    return the_guide().live_parameters


def page(client, row):
    response = client.get(address(Parameters, "change", row.pk))
    assert response.status_code == 200
    return response


def tree(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def marked(response, mark):
    return [one for one in tree(response).iter() if one.get(mark) is not None]


def with_id(response, name):
    return [one for one in tree(response).iter() if one.get("id") == name]


def boxes(response):
    """place -> whether it is ticked."""
    found = (one for one in tree(response).iter("input") if one.get("name") == "place")
    return {one.get("value"): one.get("checked") is not None for one in found}


def post(client, name, row, **fields):
    response = client.post(
        reverse(f"admin:troubleshooter_parameters_{name}", args=[row.pk]), fields
    )
    if response.status_code == 302:
        assert response["Location"] == address(Parameters, "change", row.pk)
    return response


def said(response):
    return [(m.level_tag, str(m)) for m in get_messages(response.wsgi_request)]


# ---- what the page says ------------------------------------------------------------------------


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


# ---- adopting ----------------------------------------------------------------------------------


def test_what_is_ticked_goes_live(learnt, admin_client, admin_user):
    found = boxes(page(admin_client, learnt))
    ticked = [place for place, on in found.items() if on]
    before = catalogue.parameters(live().pk)
    response = post(admin_client, "adopt", learnt, take="ticked", place=ticked, note="Seen")
    now = live()
    assert (now.origin, now.parent, now.author, now.note) == ("adopted", learnt, admin_user, "Seen")
    assert now.report == {"adopted": ticked}
    numbers = catalogue.parameters(now.pk)
    untouched = [place for place in ("skip.plug-in", "usual.flicker") if place not in ticked]
    assert untouched
    assert numbers.skip["rewire"] == before.skip["rewire"]
    ((level, words),) = said(response)
    assert level == "success"
    assert str(now.pk) in words
    assert str(len(ticked)) in words


def test_what_is_not_ticked_stays(learnt, admin_client):
    before = catalogue.parameters(live().pk)
    post(admin_client, "adopt", learnt, take="ticked", place=[PLACE])
    after = catalogue.parameters(live().pk)
    assert (
        after.effects["plug-in"]["unplugged"] == learnt.content["effects"]["plug-in"]["unplugged"]
    )
    assert (after.shares, after.usual, after.likelihood) == (
        before.shares,
        before.usual,
        before.likelihood,
    )


def test_all_of_it_goes_live_whatever_is_ticked(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="all", place=[PLACE])
    every = {change["place"] for change in learnt.report["changes"]}
    assert set(live().report["adopted"]) == every
    found = page(admin_client, learnt)
    assert marked(found, "data-live")
    assert not with_id(found, "adopt")


def test_the_guide_keeps_in_its_history_who_adopted(learnt, admin_client, admin_user):
    post(admin_client, "adopt", learnt, take="all")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (admin_user, str(learnt.revision.guide_id))
    assert str(live().pk) in entry.change_message


def test_nothing_ticked_changes_nothing(learnt, admin_client):
    response = post(admin_client, "adopt", learnt, take="ticked")
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["warning"]


def test_a_double_click_makes_one_set(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="all")
    first = live()
    response = post(admin_client, "adopt", learnt, take="all")
    assert live() == first
    assert Parameters.objects.filter(origin=Origin.ADOPTED).count() == 1
    assert LogEntry.objects.count() == 1
    assert said(response)[-1][0] == "info"


def test_a_double_click_makes_one_set_where_other_causes_make_room(learnt, admin_client):
    """One cause at a time: a share that grows takes from the others."""
    for _ in range(2):
        post(admin_client, "adopt", learnt, take="ticked", place=["shares.unplugged"])
    assert Parameters.objects.filter(origin=Origin.ADOPTED).count() == 1
    shares = catalogue.parameters(live().pk).shares
    assert shares["unplugged"] == learnt.content["shares"]["unplugged"]
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["bulb"] / shares["wiring"] == pytest.approx(1.5)


def test_nobody_adopts_without_logging_in(learnt, client):
    there = reverse("admin:troubleshooter_parameters_adopt", args=[learnt.pk])
    assert "login" in client.post(there, {"take": "all"})["Location"]
    assert live().origin == Origin.EDITORIAL


def test_an_unknown_place_is_refused_whole(learnt, admin_client):
    response = post(admin_client, "adopt", learnt, take="ticked", place=[PLACE, "shares.<b>"])
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["error"]
    assert "&lt;b&gt;" in admin_client.get(response["Location"]).content.decode()


def test_what_is_live_already_says_so_and_cannot_be_ticked(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="ticked", place=[PLACE])
    found = boxes(page(admin_client, learnt))
    assert PLACE not in found
    assert len(found) == len(learnt.report["changes"]) - 1
    assert marked(page(admin_client, live()), "data-live")


def test_a_third_number_that_visitors_meet_is_told(learnt, admin_client):
    """The set was compared with the editors' numbers; what is live may be neither."""
    other = Parameters.objects.get(pk=learnt.pk)
    other.pk = None
    other.content["shares"] |= {"unplugged": 0.77}
    other.save(force_insert=True)
    adopt(other, chosen=["shares.unplugged"])
    (body,) = [
        one
        for one in marked(page(admin_client, learnt), "data-place")
        if one.get("data-place") == "shares.unplugged"
    ]
    assert "77 in 100" in "".join(body.itertext())


# ---- what cannot be adopted --------------------------------------------------------------------


def refused(client, row):
    found = page(client, row)
    assert not with_id(found, "adopt")
    assert boxes(found) == {}
    return [one.get("data-refusal") for one in marked(found, "data-refusal")]


def test_what_fits_worse_has_no_form_and_says_why(learnt, admin_client):
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    assert refused(admin_client, learnt) == ["FitsWorse"]
    assert marked(page(admin_client, learnt), "data-place")
    response = post(admin_client, "adopt", learnt, take="all")
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["error"]


def test_what_was_learnt_for_an_older_revision_has_no_form(learnt, admin_client):
    new_revision(("title: Plug it in", "title: Push it in"))
    assert refused(admin_client, learnt) == ["OtherRevision"]
    post(admin_client, "adopt", learnt, take="all")
    assert live().origin == Origin.EDITORIAL


def test_the_editors_own_set_has_no_form(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    assert refused(admin_client, own) == []
    assert marked(page(admin_client, own), "data-live")
    post(admin_client, "adopt", own, take="all")
    assert live() == own


# ---- who may -----------------------------------------------------------------------------------

ADDRESSES = ["adopt", "go_back"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_may_not_publish_may_only_look(learnt, name):
    adopt(learnt, chosen=[PLACE])
    before = live()
    client = editor("view_parameters", "change_parameters", "change_guide")
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    for row in (learnt, own):
        found = page(client, row)
        assert not with_id(found, "adopt")
        assert not with_id(found, "go-back")
        assert marked(found, "data-may-not")
        assert post(client, name, row, take="all").status_code == 403
    assert live() == before


def test_who_may_publish_and_look_may_adopt(learnt):
    client = editor("view_parameters", "publish_guide")
    assert with_id(page(client, learnt), "adopt")
    assert post(client, "adopt", learnt, take="all").status_code == 302
    assert live().origin == Origin.ADOPTED


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_a_post_with_a_token_changes_anything(learnt, admin_user, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    there = reverse(f"admin:troubleshooter_parameters_{name}", args=[learnt.pk])
    assert strict.post(there, {"take": "all"}).status_code == 403
    assert strict.get(there).status_code == 405
    assert live().origin == Origin.EDITORIAL


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("pk", [0, 987654, 10**25])
def test_a_set_that_does_not_exist_is_not_found(learnt, admin_client, name, pk):
    there = reverse(f"admin:troubleshooter_parameters_{name}", args=[pk])
    assert admin_client.post(there, {"take": "all"}).status_code == 404


# ---- going back --------------------------------------------------------------------------------


def test_one_click_goes_back_to_earlier_numbers(learnt, admin_client, admin_user):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    adopted = adopt(learnt)
    adopted.refresh_from_db()
    early = visit()
    assert with_id(page(admin_client, own), "go-back")
    response = post(admin_client, "go_back", own)
    now = live()
    assert (now.content, now.origin, now.author) == (own.content, Origin.EDITORIAL, admin_user)
    assert (now.parent, now.report["back_to"]) == (own, own.pk)
    assert said(response)[0][0] == "success"
    assert Visit.objects.get(pk=early.pk).parameters == adopted
    assert visit().parameters == now
    assert not with_id(page(admin_client, own), "go-back")
    assert with_id(page(admin_client, adopted), "go-back")
    post(admin_client, "go_back", adopted)
    assert (live().content, live().origin) == (adopted.content, Origin.ADOPTED)


def test_going_back_twice_makes_one_set(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    adopt(learnt)
    post(admin_client, "go_back", own)
    first, sets = live(), Parameters.objects.count()
    assert said(post(admin_client, "go_back", own))[-1][0] == "info"
    assert (live(), Parameters.objects.count()) == (first, sets)


def test_one_cannot_go_back_to_another_revision(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    new_revision(("title: Plug it in", "title: Push it in"))
    before = live()
    assert [one.get("data-refusal") for one in marked(page(admin_client, own), "data-refusal")] == [
        "OtherRevision"
    ]
    assert said(post(admin_client, "go_back", own))[-1][0] == "error"
    with pytest.raises(OtherRevision):
        go_back_to(own)
    assert live() == before


def test_what_was_learnt_goes_live_by_adopting_only(learnt, admin_client):
    """Going back looks at no held-out visit."""
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    with pytest.raises(NotAdoptable):
        go_back_to(learnt)
    post(admin_client, "go_back", learnt)
    assert live().origin == Origin.EDITORIAL


def test_what_was_gone_back_to_is_published_as_the_editors_own(learnt):
    adopt(learnt)
    go_back_to(Parameters.objects.get(origin=Origin.EDITORIAL))
    new_revision(("title: Plug it in", "title: Push it in"))
    assert (live().origin, live().parent) == (Origin.EDITORIAL, None)


# ---- the guide's page --------------------------------------------------------------------------


def guide_page(client):
    response = client.get(address(Guide, "change", the_guide().pk))
    assert response.status_code == 200
    return response


def links(response):
    (section,) = with_id(response, "live-numbers")
    return {one.get("href") for one in section.iter("a")}


def origin(response):
    (one,) = marked(response, "data-origin")
    return one.get("data-origin")


def test_the_guide_says_which_numbers_visitors_meet_and_links_to_them(learnt, admin_client):
    own = live()
    found = guide_page(admin_client)
    assert origin(found) == "editorial"
    assert {address(Parameters, "change", row.pk) for row in (own, learnt)} <= links(found)
    post(admin_client, "adopt", learnt, take="ticked", place=[PLACE])
    found = guide_page(admin_client)
    assert origin(found) == "adopted"
    expected = {address(Parameters, "change", row.pk) for row in (own, learnt, live())}
    assert expected <= links(found)
    (section,) = with_id(found, "live-numbers")
    assert "admin" in "".join(section.itertext())


def test_the_guide_names_who_published_its_own_numbers(guide, admin_user, admin_client):
    Revision.objects.update(author=admin_user)
    (section,) = with_id(guide_page(admin_client), "live-numbers")
    assert f"by {admin_user}" in " ".join("".join(section.itertext()).split())


def test_a_guide_that_is_not_published_has_no_numbers_to_tell(db, admin_client):
    empty = Guide.objects.create(key="empty", title="Empty", summary="None", support_minutes=1)
    response = admin_client.get(address(Guide, "change", empty.pk))
    assert response.status_code == 200
    assert not with_id(response, "live-numbers")


def test_the_guides_page_costs_the_same_however_many_sets_there_are(
    learnt, admin_client, admin_user
):
    there = address(Guide, "change", the_guide().pk)
    own = live()
    adopt(learnt)
    costs = []
    for _ in range(2):
        for _ in range(7):
            go_back_to(own, admin_user)
            adopt(learnt, author=admin_user)
        assert len(links(admin_client.get(there))) <= EARLIER + 4
        costs.append(queries(admin_client, there))
    assert costs[0] == costs[1]


def learn(client):
    return client.post(reverse("admin:troubleshooter_guide_learn", args=[the_guide().pk]))


def test_a_button_learns_now_and_leads_to_the_set(guide, admin_client):
    people()
    assert with_id(guide_page(admin_client), "learn-now")
    response = learn(admin_client)
    learnt = Parameters.objects.get(origin=Origin.LEARNT)
    assert response["Location"] == address(Parameters, "change", learnt.pk)
    assert learnt.visits == 25
    assert live().origin == Origin.EDITORIAL


def test_learning_again_without_new_visits_keeps_no_second_set(guide, admin_client):
    people()
    assert learn(admin_client)["Location"] == learn(admin_client)["Location"]
    assert Parameters.objects.filter(origin=Origin.LEARNT).count() == 1
    many(3, answers={"others": "no"}, results={"plug-in": "fixed"})
    learn(admin_client)
    assert Parameters.objects.filter(origin=Origin.LEARNT).count() == 2


def test_nothing_to_learn_is_told(guide, admin_client):
    response = learn(admin_client)
    assert response["Location"] == address(Guide, "change", guide.pk)
    assert [level for level, _ in said(response)] == ["warning"]
    assert Parameters.objects.count() == 1


def test_what_the_guides_band_allows_goes_live_by_the_button_too(guide, admin_client):
    new_revision(("language: en\n", "language: en\nadopt_band: 1.5\n"))
    people()
    learn(admin_client)
    changes = Parameters.objects.get(origin=Origin.LEARNT).report["changes"]
    assert live().origin == Origin.ADOPTED
    assert 0 < len(live().report["adopted"]) < len(changes)


def test_with_many_visits_the_command_is_told_instead(guide, admin_client, monkeypatch):
    people()
    monkeypatch.setattr("troubleshooter.admin.adopting.QUICK_VISITS", 25)
    found = guide_page(admin_client)
    assert not with_id(found, "learn-now")
    assert "manage.py learn lamp" in found.content.decode()
    assert [level for level, _ in said(learn(admin_client))] == ["warning"]
    assert Parameters.objects.count() == 1


def test_only_who_may_publish_may_have_it_learnt(guide, admin_user):
    people()
    client = editor("view_guide", "change_guide")
    assert not with_id(guide_page(client), "learn-now")
    assert learn(client).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert learn(strict).status_code == 403
    assert Parameters.objects.count() == 1
