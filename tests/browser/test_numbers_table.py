"""The tables of numbers in a browser: words fill numbers, rows add up, on a phone and at a desk."""

import pytest
from django.contrib.auth import get_user_model

from tests.conftest import LAMP
from troubleshooter.admin.workbench.page import address_of
from troubleshooter.models import Cause, Guide, Question, Step

from .editors import PASSWORD, let_in
from .looking import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opens(page, live_server):
    """Opens a page of numbers as an editor; nothing may complain."""
    LAMP.put()
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.set_default_timeout(10_000)
    let_in(page, live_server.url, user)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def there(name, *args):
        page.goto(live_server.url + address_of(name, Guide.objects.get(), *args))
        page.wait_for_selector("#numbers_form")
        return page

    there.said = said
    yield there
    assert said == []


def save(page):
    with page.expect_navigation():
        page.click("[name=save]")


def test_a_word_fills_the_number_and_a_number_shows_its_word(opens):
    step = Step.objects.get(key="plug-in")
    cause = Cause.objects.exclude(effects__step=step).first()
    name = f"effect-{step.pk}-{cause.pk}"
    page = opens("numbers")
    page.select_option(f"[name={name}_word]", label="often")
    assert page.input_value(f"[name={name}]") == "0.6"
    page.fill(f"[name={name}]", "12 in 100")
    assert page.locator(f"[name={name}_word] option:checked").inner_text() == "≈ rarely"
    page.fill(f"[name={name}]", "now and then")
    assert page.locator(f"[name={name}_word] option:checked").inner_text() == "–"
    page.select_option(f"[name={name}_word]", label="not named")
    assert page.input_value(f"[name={name}]") == ""
    page.fill(f"[name={name}]", "25 %")
    save(page)
    assert page.input_value(f"[name={name}]") == "0.25"
    assert step.effects.get(cause=cause).probability == 0.25


def test_a_row_shows_its_sum_and_can_be_made_to_add_up(opens):
    question = Question.objects.get(key="others")
    first, *_ = [f"[name=usual-{o.pk}]" for o in question.options.all()]
    page = opens("numbers_question", question.pk)
    row, scale = page.locator("#line-usual"), page.locator("#line-usual [name=scale]")
    assert "✓" in row.locator("output").inner_text()
    assert scale.is_hidden()
    page.fill(first, "0.99")
    assert "✗" in row.locator("output").inner_text()
    page.locator(first).press("Enter")  # saves: it does not scale behind one's back
    page.wait_for_selector("#problems")
    assert page.input_value(first) == "0.99"
    with page.expect_navigation():
        scale.click()
    assert "✓" in row.locator("output").inner_text()
    save(page)
    chances = question.options.values_list("usual", flat=True)
    assert sum(chances) == pytest.approx(1)


def test_the_tables_are_accessible_and_fit_phone_and_desk(opens):
    question, found = Question.objects.get(key="others"), []
    for name, args in (("numbers", []), ("numbers_question", [question.pk])):
        page = opens(name, *args)
        assert opens.said == []
        found += looked_at(page)
        opens.said.clear()  # axe itself sets styles, which the CSP refuses
    assert found == []
