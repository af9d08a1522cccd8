from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class TroubleshooterConfig(AppConfig):
    name = "troubleshooter"
    verbose_name = "All lists"


class EditorsAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site in the place of its own."""

    default = False
    default_site = "troubleshooter.site.EditorsSite"
