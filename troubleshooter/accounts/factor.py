"""The second factor: a code from an app on the phone (TOTP, RFC 6238), or a recovery code.

django-otp keeps the devices, takes each code once, and after each wrong one waits twice as long:
1 second, 2, 4 and so on. Each change is in the audit trail, in the words `on` and `off`.
"""

from base64 import b32encode
from dataclasses import dataclass
from math import ceil

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from .recovery import hash_of, new_codes

DIGITS = 6
NAME = "app"
AUDITED = "second factor"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What an app has to know. `secret`: 160 bits in base 32, in groups of four."""

    secret: str
    address: str


def has_factor(user: AbstractBaseUser) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def begin(user: AbstractBaseUser) -> Begun:
    """The secret of a factor that is not on yet. Until it is confirmed it stays the same."""
    waiting = {"user": user, "confirmed": False}
    device = TOTPDevice.objects.filter(**waiting).first()
    device = device or TOTPDevice.objects.create(**waiting, name=NAME)
    secret = b32encode(device.bin_key).decode().rstrip("=")
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Begun(secret=groups, address=device.config_url)


@transaction.atomic
def confirm(user: AbstractBaseUser, code: str) -> tuple[Device, tuple[str, ...]] | None:
    """Switch the factor on, if the code is from it: the device, and the recovery codes. Nothing
    happens where one is on already."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or has_factor(user) or not device.verify_token(_digits(code)):
        return None
    device.confirmed = True
    device.save()
    _note(user, was="off", now="on")
    return device, new_codes(user)


@transaction.atomic
def verify(user: AbstractBaseUser, code: str) -> Device | None:
    """The device whose code it is. The code is used up; a wrong one makes the next wait longer."""
    if _digits(code):
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device if device and device.verify_token(_digits(code)) else None
    codes = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    return codes if codes and codes.verify_token(hash_of(user, code)) else None


@transaction.atomic
def renew_codes(user: AbstractBaseUser) -> tuple[str, ...]:
    _note(user, was="recovery codes", now="new recovery codes")
    return new_codes(user)


@transaction.atomic
def remove(user: AbstractBaseUser) -> bool:
    """Switch it off, with all its codes. False if there was none."""
    was_on = has_factor(user)
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user=user).delete()
    if was_on:
        _note(user, was="on", now="off")
    return was_on


def seconds_to_wait(user: AbstractBaseUser, code: str) -> int:
    """0 if such a code may be tried now: after wrong ones the next has to wait."""
    kind = TOTPDevice if _digits(code) else StaticDevice
    device = kind.objects.filter(user=user).order_by("-confirmed").first()
    allowed, told = device.verify_is_allowed() if device else (True, None)
    if allowed:
        return 0
    return max(1, ceil((told["locked_until"] - timezone.now()).total_seconds()))


def _digits(code: str) -> str:
    """The code of an app, without spaces; empty if it is none."""
    plain = "".join(code.split())
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def _note(user: AbstractBaseUser, *, was: str, now: str) -> None:
    LogEntry.objects.log_create(
        user, action=LogEntry.Action.UPDATE, changes={AUDITED: [was, now]}, force_log=True
    )
