"""Accounts, as Django shows them, but that nobody rewrites when somebody joined or signed in.

Second factors have no list here: their secrets are for nobody to read, and `remove_second_factor`
takes away what is lost.
"""

import django_otp.plugins.otp_static.admin
import django_otp.plugins.otp_totp.admin  # noqa: F401  their own lists are there first, and go
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

admin.site.unregister([User, StaticDevice, TOTPDevice])


@admin.register(User)
class PersonAdmin(UserAdmin):
    readonly_fields = ("last_login", "date_joined")
