import getpass
import os
import sys
from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

WITHOUT_TERMINAL = "Nobody is there to ask: set ADMIN_NAME and ADMIN_PASSWORD."


class Command(BaseCommand):
    help = (
        "Makes an account that may do everything in /admin/. Takes ADMIN_NAME and ADMIN_PASSWORD "
        "from the environment, and asks for what is not there. There is no default password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-password",
            action="store_true",
            help="give an account that exists a new password; its rights stay as they are",
        )

    def handle(self, *, reset_password: bool, **options: object) -> None:
        name = account_name()
        account = get_user_model().objects.filter(username=name).first()
        if account and not reset_password:
            raise CommandError(
                f"“{name}” exists already. With --reset-password it gets a new password."
            )
        if account is None:
            account = new_account(name)
        account.set_password(password_for(account))
        account.save()
        done = "has a new password" if reset_password else "can sign in at /admin/"
        self.stdout.write(f"“{name}” {done}.")


def account_name() -> str:
    name = os.environ.get("ADMIN_NAME", "").strip() or asked_name()
    return get_user_model().normalize_username(name)


def asked_name() -> str:
    refuse_without_terminal()
    return input("Name: ").strip()


def new_account(name: str) -> AbstractUser:
    """Not yet saved: it has no password."""
    account = get_user_model()(username=name, is_staff=True, is_superuser=True)
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(f"The name “{name}” cannot be used. {sentences(error)}") from error
    return account


def password_for(account: AbstractUser) -> str:
    password = os.environ.get("ADMIN_PASSWORD", "") or asked_password()
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise CommandError(f"The password cannot be used. {sentences(error)}") from error
    return password


def asked_password() -> str:
    refuse_without_terminal()
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password again: ") != password:
        raise CommandError("The two passwords differ.")
    return password


def refuse_without_terminal() -> None:
    if not sys.stdin.isatty():
        raise CommandError(WITHOUT_TERMINAL)


def sentences(error: ValidationError) -> str:
    return " ".join(error.messages)
