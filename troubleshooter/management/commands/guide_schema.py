"""The guide file's JSON Schema, for editors' tools."""

import json

from django.core.management.base import BaseCommand

from troubleshooter.content.schema import json_schema


class Command(BaseCommand):
    help = "Write the JSON Schema of the guide file to standard output."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        self.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False))
