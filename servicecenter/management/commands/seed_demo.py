"""`manage.py seed_demo`: fill an empty database with an invented utility, to be looked at."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from complaints.models import Ticket
from customers.models import Customer
from servicecenter.models import User
from servicecenter.seeds.defaults import seed_defaults
from servicecenter.seeds.demo import seed_demo


class Command(BaseCommand):
    help = "Fill an empty database with the demo: invented people, customers and tickets at every stage."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="although the database is not empty")

    def handle(self, *args: Any, **options: Any) -> None:
        if Ticket.objects.exists():
            raise CommandError("There are tickets in this database. The demo is only for an empty one.")
        if not options["force"] and (Customer.objects.exists() or User.objects.exists()):
            raise CommandError("There are people in this database. --force adds the demo's people to them.")
        seed_defaults()
        seeded = seed_demo(timezone.now())
        self.stdout.write(f"{seeded.tickets} tickets of the invented utility, {User.objects.count()} people")
        for number, code in seeded.samples:
            self.stdout.write(f"to follow as a customer: {settings.SITE_URL}/t/  {number}  {code}")
