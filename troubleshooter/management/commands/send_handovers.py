"""Hand-overs that wait to be sent to a help desk, for a timer such as cron."""

from django.core.management.base import BaseCommand, CommandError

from troubleshooter.delivering.sending import send_due
from troubleshooter.management.database import require_tables
from troubleshooter.models import DeliveryState


class Command(BaseCommand):
    help = (
        "Send the hand-overs that wait to the help desk that the settings name. Running it again, "
        "or twice at once, sends nothing twice."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        require_tables()
        done = send_due()
        given_up = done[DeliveryState.GIVEN_UP]
        if verbosity > 0:
            sent, later = done[DeliveryState.SENT], done[DeliveryState.WAITING]
            self.stdout.write(f"Sent: {sent}. To be tried again: {later}. Given up: {given_up}.")
        if given_up:
            raise CommandError(
                f"{given_up} could not be sent within a day. The admin says why, and can try again."
            )
