"""The guide's page says which numbers visitors meet, and leads to the others."""

from troubleshooter.admin.live_numbers import EARLIER
from troubleshooter.learning.adopting import adopt, go_back_to
from troubleshooter.models import Guide, Parameters, Revision

from .learnt_numbers import PLACE, guide_page, live, marked, post, the_guide, with_id
from .test_pages import address, queries


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
