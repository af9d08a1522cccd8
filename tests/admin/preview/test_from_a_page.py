"""A preview can be begun from the page of a step, a question or a cause."""

import pytest

from tests.admin.test_pages import address
from tests.reading import tree_of
from troubleshooter.models import Cause, Guide, Option, Question, Step

pytestmark = pytest.mark.usefixtures("lamp")


def forms(client, row):
    page = client.get(address(type(row), "change", row.pk))
    tree = tree_of(page.content.decode())
    main = next(f for f in tree.iter("form") if f.get("id", "").endswith("_form"))
    assert not list(main.iter("form"))[1:]
    return [f for f in tree.iter("form") if f.get("class") == "preview-tool"]


@pytest.mark.parametrize("model", [Step, Question, Cause])
def test_its_button_leads_to_a_preview_of_its_guide(model, admin_client):
    row = model.objects.first()
    (form,) = forms(admin_client, row)
    assert form.get("method") == "post"
    assert any(i.get("name") == "csrfmiddlewaretoken" for i in form.iter("input"))
    answer = admin_client.post(form.get("action"))
    preview = row.guide.revisions.get(number=None)
    assert answer.status_code == 302
    assert str(preview.pk) in answer["Location"]


@pytest.mark.parametrize("model", [Guide, Option])
def test_other_pages_have_none(model, admin_client):
    assert forms(admin_client, model.objects.first()) == []
