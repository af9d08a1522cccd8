from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.core.checks import Tags, register

from .checks import keeps_what_it_acknowledges
from .production import lets_nobody_in


class TroubleshooterConfig(AppConfig):
    name = "troubleshooter"
    verbose_name = "All lists"

    def ready(self) -> None:
        register(keeps_what_it_acknowledges, Tags.database)
        register(lets_nobody_in, Tags.security, deploy=True)


class EditorsAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site in the place of its own."""

    default = False
    default_site = "troubleshooter.site.EditorsSite"
