from django.urls import path

from .floor import floor, signed_in
from .wizard import Wizard

named = Wizard.as_view(url_name="wizard-step", done_step_name="done")

urlpatterns = [
    path("floor/", floor, name="floor"),
    path("session/", signed_in, name="session"),
    path("wizard/", named, name="wizard"),
    path("wizard/<slug:step>/", named, name="wizard-step"),
]
