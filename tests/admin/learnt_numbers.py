"""Numbers that visits have taught: what an editor sees of them in admin, and sends."""

from django.contrib.messages import get_messages
from django.urls import reverse

from tests.learning.cast import many
from tests.reading import tree_of
from troubleshooter.models import Guide, Parameters

from .test_pages import address

PLACE = "effects.plug-in.unplugged"


def people():
    """Most lamps were not plugged in after all: far from what the editors wrote."""
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})


def the_guide():
    return Guide.objects.select_related("live_parameters").get(key="lamp")


def live():
    return the_guide().live_parameters


def page(client, row):
    response = client.get(address(Parameters, "change", row.pk))
    assert response.status_code == 200
    return response


def tree(response):
    return tree_of(response.content.decode())


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


def guide_page(client):
    response = client.get(address(Guide, "change", the_guide().pk))
    assert response.status_code == 200
    return response
