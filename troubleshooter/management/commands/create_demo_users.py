import secrets
from argparse import ArgumentParser
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

REFUSAL = (
    "This portal is set up for production (HTTPS=1). Accounts whose names everybody knows have no "
    "place there. Make real ones with create_admin, and give them a group in /admin/."
)


@dataclass(frozen=True, kw_only=True)
class Demo:
    name: str
    group: str


DEMOS = (
    Demo(name="demo-editor", group="Content editors"),
    Demo(name="demo-publisher", group="Publishers"),
    Demo(name="demo-support", group="Support leads"),
)


class Command(BaseCommand):
    help = (
        "Makes an account for each role, for trying the portal: demo-editor, demo-publisher and "
        "demo-support. Prints each password once. Accounts that are there stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password", default="", help="for all of them, instead of random ones"
        )
        parser.add_argument(
            "--reset-passwords",
            action="store_true",
            help="give accounts that exist a new password; their rights stay as they are",
        )

    @transaction.atomic
    def handle(self, *, password: str, reset_passwords: bool, **options: object) -> None:
        if settings.HTTPS and not settings.DEBUG:
            raise CommandError(REFUSAL)
        for demo in DEMOS:
            account = get_user_model().objects.filter(username=demo.name).first()
            if account is not None and not reset_passwords:
                self.stdout.write(f"{demo.name}: is there already, and stays as it is")
                continue
            account = account or new_account(demo)
            given = new_password(account, password)
            self.stdout.write(f"{demo.name} ({demo.group}): {given}")
        self.stdout.write("They sign in at /admin/. The passwords are not shown again.")


def new_account(demo: Demo) -> AbstractUser:
    try:
        group = Group.objects.get(name=demo.group)
    except Group.DoesNotExist as error:
        words = f"There is no group “{demo.group}”. Run migrate, or make it again in /admin/."
        raise CommandError(words) from error
    account = get_user_model().objects.create_user(demo.name, is_staff=True)
    account.groups.add(group)
    return account


def new_password(account: AbstractUser, wished: str) -> str:
    password = wished or secrets.token_urlsafe(12)
    try:
        validate_password(password, account)
    except ValidationError as error:
        words = " ".join(error.messages)
        raise CommandError(f"The password cannot be used. {words}") from error
    account.set_password(password)
    account.save(update_fields=["password"])
    return password
