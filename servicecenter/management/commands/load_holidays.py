"""`manage.py load_holidays CALENDAR YEAR …`: enter a year's public holidays and make-up working days."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from servicecenter.holiday_loading import load_holidays
from servicecenter.models import Calendar


class Command(BaseCommand):
    help = "Enter public holidays and make-up days. Days already entered stay, unless they were provisional."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("calendar", help="the calendar's code")
        parser.add_argument("years", nargs="+", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        calendar = Calendar.objects.filter(code=options["calendar"]).first()
        if calendar is None:
            known = ", ".join(Calendar.objects.values_list("code", flat=True))
            raise CommandError(f"No calendar {options['calendar']!r}. There are: {known}")
        try:
            written = load_holidays(calendar, options["years"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        provisional = calendar.days.filter(date__year__in=options["years"], provisional=True).count()
        self.stdout.write(f"{written} days entered; {provisional} of these years' days are provisional")
