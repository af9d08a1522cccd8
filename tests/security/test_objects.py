"""Whoever changes a number, a key or a token in an address reaches nothing of somebody else's.

Each address with an object in it is tried with what there is not, what was deleted, what is not
published, and what belongs to another guide. It must not be a page, and no error of ours.
"""

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.admin.addresses import MAY
from tests.admin.conftest import guide, learnt, occasion, visitor  # noqa: F401  fixtures
from tests.admin.test_roles import ADDRESSES, examples, reversed_with, unwritten  # noqa: F401
from tests.conftest import GUIDES, publish_file
from troubleshooter.editing.plans import send_on
from troubleshooter.learning import diagnosis
from troubleshooter.models import (
    Guide,
    PlannedPublication,
    PlatformVersion,
    Question,
    Revision,
    Step,
    Visit,
)

from .addresses import MATRIX
from .test_addresses import begun, outcome, token_of, with_cookie

NOBODYS = 999_999_999
# Of a guide's own addresses: what the second number in it says, and whose it is.
SECONDS = ("question", "row", "version", "planned")
LED_AWAY = {"guide", "404"}
GUIDES_OWN = [
    row.where for row in MATRIX.values() if "/lamp/" in row.where and "{" not in row.where
]


@pytest.fixture
def torch(lamp) -> Guide:
    publish_file(GUIDES / "torch.yaml")
    return Guide.objects.get(key="torch")


@pytest.fixture
def chief(db) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("may-all"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["none", "not published"])
@pytest.mark.parametrize("where", GUIDES_OWN)
def test_a_guide_that_visitors_do_not_know_is_not_there(where, state):
    if state == "not published":
        Guide.objects.create(key="lamp", title="A draft", summary="Not yet.", support_minutes=5)
    for method in ("get", "post"):
        assert getattr(Client(), method)(where).status_code in (404, 405)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "where",
    [
        *("questions/faint/", "steps/new-battery/", "steps/new-battery/reminder.ics"),
        *("questions/others%00/", "steps/draft/", "facts/draft/", "aftercare/draft.ics"),
    ],
)
def test_what_another_guide_or_only_a_draft_has_is_not_there(where, torch):
    lamp = Guide.objects.get(key="lamp")
    Step.objects.create(guide=lamp, key="draft", title="Not yet", minutes=1, disruption=1)
    client = begun()
    for method in ("get", "post"):
        answer = getattr(client, method)(f"/guides/lamp/{where}", {"result": "fixed"})
        assert answer.status_code in (404, 405)


def test_a_visits_token_is_none_for_another_guide(torch):
    theirs = begun("torch")
    client = with_cookie(token_of(theirs, "torch"))
    assert outcome(client.get("/guides/lamp/answers/")) == "guide"
    assert outcome(client.post("/guides/lamp/answers/", {"forget": "1"})) == "guide"
    assert theirs.get("/guides/torch/answers/").status_code == 200


def test_a_visit_that_was_deleted_is_opened_by_nothing(lamp):
    client = begun()
    link = diagnosis.link_token(Visit.objects.get().pk)
    Visit.objects.all().delete()
    assert outcome(client.get("/guides/lamp/answers/")) == "guide"
    assert client.get(f"/support/cause/{link}/").status_code == 404


def test_a_link_for_support_is_signed_for_one_visit_and_one_purpose(lamp):
    begun()
    visit = Visit.objects.get().pk
    right = diagnosis.link_token(visit)
    wrong = [
        *(str(visit), right[:-1] + ("A" if right[-1] != "A" else "B"), "x:" + right),
        *(
            signing.dumps(visit),
            signing.dumps(visit, salt="another"),
            signing.dumps(visit, key="k"),
        ),
    ]
    assert Client().get(f"/support/cause/{right}/").status_code == 200
    for token in wrong:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/support/cause/{token}/", {"cause": "bulb"})
            assert answer.status_code == 404, token


@pytest.mark.parametrize(
    "name", ["../secret-key", "..%2fsecret-key", "x.webp", "0" * 32 + ".webp", "helpdesk.sqlite3"]
)
def test_no_file_but_a_picture_is_given_out(name, client, db):
    assert client.get(f"/pictures/{name}").status_code == 404


def test_only_a_preview_can_be_previewed(lamp, torch, chief):
    """Not the number of a revision that was published, and not one guide by another's preview."""
    live = Revision.objects.get(guide=torch)
    for number in (live.pk, NOBODYS):
        answer = chief.get(f"/preview/{number}/guides/torch/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/")
    made = chief.post(reverse("admin:troubleshooter_guide_preview", args=[torch.pk]))["Location"]
    assert chief.get(f"{made}guides/torch/").status_code == 200
    assert chief.get(f"{made}guides/lamp/").status_code == 404


@pytest.mark.parametrize(
    "where",
    ["steps/nothing/", "steps/new-battery/", "export/overview/nothing.csv", "export/events.xml"],
)
def test_statistics_of_what_a_guide_does_not_have_are_not_there(where, lamp, torch, chief):
    assert chief.get(f"/insights/{where}?guide=lamp").status_code == 404


def with_numbers(pattern) -> set[str]:
    names = pattern.pattern.converters or pattern.pattern.regex.groupindex
    return set(names) & {"pk", "object_id", "id", "number", *SECONDS}


def test_admin_knows_nothing_of_what_there_is_not(examples, chief, unwritten):  # noqa: F811
    wrong = []
    for name, pattern in ((n, p) for n, p in ADDRESSES.items() if n in MAY):
        for changed in with_numbers(pattern):
            known = {**examples, (name, changed): NOBODYS}
            for method in ("get", "post"):
                answer = getattr(chief, method)(reversed_with(known, pattern))
                if outcome(answer) not in ("403", "404", "405", "on"):
                    wrong.append((method, name, changed, answer.status_code))
    assert wrong == []


def test_a_guides_pages_know_nothing_of_another_guides_rows(
    examples,  # noqa: F811
    torch,
    chief,
    unwritten,  # noqa: F811
):
    """For whoever may change both: an address that mixes them is a mistake, or an attempt."""
    publisher = get_user_model().objects.create_user("author")
    theirs = {
        "question": Question.objects.filter(guide=torch).first().pk,
        "version": PlatformVersion.objects.filter(platform__guide=torch).first().pk,
        "planned": send_on(torch, author=publisher, note="Theirs.", ask=True).pk,
        "row": torch.causes.first().pk,
    }
    tried, wrong = set(), []
    for name, pattern in ADDRESSES.items():
        for changed in with_numbers(pattern) & set(theirs):
            where = reversed_with({**examples, (name, changed): theirs[changed]}, pattern)
            tried.add(changed)
            for method in ("get", "post"):
                if getattr(chief, method)(where).status_code not in (404, 405):
                    wrong.append((method, name, changed))
    assert wrong == []
    assert tried == set(theirs)
    assert PlannedPublication.objects.get(pk=theirs["planned"]).state == "waiting"
