"""`manage.py seed_defaults`: add the shipped policies, calendars, categories and reasons that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from servicecenter.seeds.defaults import seed_defaults


class Command(BaseCommand):
    help = "Add what is shipped and missing. Nothing that is there is changed; a second run adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        added = seed_defaults()
        for line in added:
            self.stdout.write(f"added {line}")
        self.stdout.write(f"{len(added)} added" if added else "nothing to add")
