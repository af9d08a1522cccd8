"""django-formtools' wizard with an address for each step, kept in database sessions: a post that
redirects, and the next page, as the portal does it."""

from django import forms
from django.http import HttpResponse
from formtools.wizard.views import NamedUrlSessionWizardView

from .floor import OPTIONS

PAGES = 12


class Question(forms.Form):
    option = forms.ChoiceField(
        choices=[(option, option) for option in OPTIONS], widget=forms.RadioSelect
    )


class Wizard(NamedUrlSessionWizardView):
    form_list = [(f"page-{number}", Question) for number in range(PAGES)]
    template_name = "rivals/wizard.html"

    def done(self, form_list: list[forms.Form], **kwargs: object) -> HttpResponse:
        return HttpResponse("Done.")
