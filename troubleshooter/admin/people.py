"""Accounts, as Django shows them, but that nobody rewrites when somebody joined or signed in."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    readonly_fields = ("last_login", "date_joined")
