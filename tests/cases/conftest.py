"""The trade's awkward cases, played through the pages by the people of one small utility.

`House` speaks as customers and colleagues do: by forms, at moments it is told, under the shipped policies.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from complaints.models import Clock, Ticket
from servicecenter.models import Region, Team, User
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.stories import untold

HERE = ZoneInfo("Asia/Shanghai")
HOSTS = {"backend": "django.contrib.auth.backends.ModelBackend"}


def at(moment: str) -> datetime:
    """`2026-02-13 16:30` on the utility's own clock."""
    return datetime.fromisoformat(moment).replace(tzinfo=HERE)


@dataclass
class House:
    """The utility; `clock` is the hour on its wall."""

    clock: Any
    region: Region
    people: dict[str, User] = field(default_factory=dict)
    customer: Client = field(default_factory=Client)

    def goes_to(self, moment: str) -> None:
        self.clock.move_to(at(moment))

    def employs(self, role: str, name: str = "", team: str = "") -> User:
        name = name or role
        where = Team.objects.get(code=team) if team else None
        self.people[name] = making.make_staff(role, name=name, region=self.region, team=where)
        return self.people[name]

    def hears(self, words: str, **changes: str) -> Ticket:
        """A customer sends the public form."""
        form = {
            "words": words, "nature": "complaint", "category": "", "requests": "Put it right",
            "place": "4 Canal Street",
            "name": "Mei Chen", "contact": "+86 138 0013 8000", "consent": "on", "token": words,
        }  # fmt: skip
        self.thanked = self.customer.post("/", form | changes, follow=True)
        assert self.thanked.redirect_chain, self.thanked.content.decode()
        return Ticket.objects.latest("pk")

    @property
    def code(self) -> str:
        """The access code on the thank-you page."""
        return "-".join(re.findall(r"<span>([2-9A-HJ-NP-Z]{4})</span>", self.thanked.content.decode())[-3:])

    def does(self, who: str, move: str, ticket: Ticket, **inputs: str):
        """A colleague makes a move on the ticket's page; the page that answers is returned."""
        desk = Client()
        desk.force_login(self.people[who], **HOSTS)
        ticket.refresh_from_db()
        page = desk.post(f"/desk/tickets/{ticket.number}/moves/{move}/", {"version": ticket.version, **inputs})
        ticket.refresh_from_db()
        return page

    def done(self, who: str, move: str, ticket: Ticket, **inputs: str) -> None:
        """The same, and it must have been possible."""
        page = self.does(who, move, ticket, **inputs)
        assert page.status_code == 302, page.content.decode()

    def page(self, who: str, ticket: Ticket) -> str:
        """The ticket's page as this colleague reads it."""
        desk = Client()
        desk.force_login(self.people[who], **HOSTS)
        return desk.get(f"/desk/tickets/{ticket.number}/").content.decode()

    def hands_to(self, handler: str, ticket: Ticket) -> None:
        """Reviewed, dispatched and accepted by this handler."""
        team = self.people[handler].team
        assert team is not None
        self.done("reviewer", "start_review", ticket)
        self.done("reviewer", "dispatch", ticket, team=team.code, handler=handler, why="Their network.")
        self.done(handler, "accept", ticket)

    def asks_back(self, ticket: Ticket) -> None:
        """Somebody who had no part in it rings, and the customer is content."""
        if "caller" not in self.people:
            self.employs("agent", name="caller")
        self.done("caller", "record_callback", ticket, outcome="reached", result="satisfied", service="satisfied")


@pytest.fixture
def house(db, settings, tmp_path) -> Iterator[House]:
    """Wednesday 2026-03-11, ten in the morning, under the policies the house is shipped with."""
    settings.MEDIA_ROOT = tmp_path
    seed_defaults()
    with time_machine.travel(at("2026-03-11 10:00"), tick=False) as clock:
        house = House(clock, Region.objects.get())
        house.employs("agent")
        house.employs("reviewer")
        house.employs("supervisor")
        yield house
    assert untold() == set()


def due(ticket: Ticket, milestone: str = "reply") -> str:
    """When this clock of the ticket's present round is due, on the utility's own clock."""
    clock = Clock.objects.get(ticket=ticket, milestone=milestone, round=ticket.round)
    return clock.due_at.astimezone(HERE).strftime("%Y-%m-%d %H:%M")
