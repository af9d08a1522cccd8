from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from troubleshooter.accounts import factor


class Command(BaseCommand):
    help = (
        "Takes the second factor from an account whose phone and recovery codes are lost. Make "
        "sure first that it is that person who asks. It is written in the audit trail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="the account's user name")

    def handle(self, *, name: str, **options: object) -> None:
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account “{name}”. Large and small letters differ.")
        if not factor.remove(account):
            raise CommandError(f"“{name}” has no second factor.")
        self.stdout.write(f"“{name}” signs in with the password alone, until it is set up again.")
