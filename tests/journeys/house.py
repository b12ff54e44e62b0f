"""The utility a journey goes through: its people, what they say in either language, and its post.

Stands on the shipped defaults, as on the day it opens; nobody here knows a page.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from channels_hub import delivery
from complaints.lifecycle import TABLE
from complaints.models import Clock, Ticket
from customers.models import Customer
from servicecenter import outbox
from servicecenter.models import Event, Region, Team, User
from tests import making

PASSWORD = "a long enough sentence"
WATCH = timedelta(hours=6)


@dataclass
class Utility:
    """One small utility whose people all speak `language`."""

    region: Region
    language: str
    people: dict[str, User] = field(default_factory=dict)
    password: str = PASSWORD

    def now(self) -> datetime:
        return timezone.now()

    def say(self, english: str, chinese: str) -> str:
        """What somebody says or types, in the language of this journey."""
        return chinese if self.language == "zh-hans" else english

    def employs(self, role: str, name: str, *, team: str = "", on_duty: bool = False, everywhere: bool = False) -> User:
        """A colleague who has held the role for long; on duty these hours when asked."""
        where = Team.objects.get(code=team) if team else None
        region = None if everywhere else self.region
        person = making.make_staff(role, name=name, region=region, team=where)
        person.set_password(PASSWORD)
        person.language = self.language
        person.save()
        if on_duty:
            now = timezone.now()
            making.put_on_duty(person, role, region=region, since=now - WATCH, until=now + WATCH)
        self.people[name] = person
        return person

    def knows(self, name: str, phone: str, address: str) -> Customer:
        """A customer with an account at this address."""
        customer = making.make_customer(name, phone, region=self.region, address=address, at=timezone.now())
        customer.language = self.language
        customer.save()
        return customer

    def posts(self) -> None:
        """What is owed is told, and every letter goes out."""
        while outbox.relay(timezone.now()):
            pass
        while delivery.deliver(timezone.now()):
            pass


def letters_to(address: str) -> list[str]:
    """Subject and words of each mail to this address, in the order they went."""
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [address]]


MADE = {*(row.event for row in TABLE), "ticket.rated"}


def story(ticket: Ticket) -> list[str]:
    """The moves of the ticket, and what its customer said of them, in their order."""
    events = Event.objects.filter(subject_id=ticket.pk, kind__in=MADE).order_by("pk")
    return [kind.partition(".")[2] for kind in events.values_list("kind", flat=True)]


def clocks(ticket: Ticket, round: int = 1) -> dict[str, str]:
    """How each clock of this round stands."""
    return dict(Clock.objects.filter(ticket=ticket, round=round).values_list("milestone", "state"))


def later(**delta: float) -> datetime:
    """A moment to come, for a field that asks for one."""
    return timezone.now() + timedelta(**delta)
