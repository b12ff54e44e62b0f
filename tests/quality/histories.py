"""Tickets with invented lives for tests of figures: random moves at random times, all by the real actions."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from complaints.choices import Stage
from complaints.models import Clock, Contact, Extension, Ticket
from complaints.refusals import Refused
from complaints.stages import archive, dispatch, investigate, pressing, reply, returns, review
from customers.models import Customer
from quality.levels import LEVELS
from servicecenter import actors, trail
from servicecenter.models import Event, User
from servicecenter.outbox import relay
from tests import making
from tests.making import NOW, acting, make_ticket

DAY = timedelta(days=1)
BEGINNING = NOW - 90 * DAY


def employ() -> dict[str, User]:
    """Who works on the tickets, all in the north."""
    north, network, billing = making.make_region(), making.make_team("network"), making.make_team("billing")
    roles = {"agent": None, "reviewer": None, "supervisor": None, "coordinator": network, "handler": network}
    people = {role: making.make_staff(role, name=role, region=north, team=team) for role, team in roles.items()}
    return people | {"other": making.make_staff("handler", name="other", region=north, team=billing)}


def hear_all(now: datetime = NOW + 400 * DAY) -> None:
    """Every subscriber hears what is owed to it."""
    while relay(now):
        pass


def answered(ticket: Ticket, at: datetime, *, solved: bool = True, result: int = 4, service: int = 4) -> None:
    """The customer's own answer, as the link in our message keeps it."""
    said = {number: code for code, number in LEVELS.items()}
    trail.record(
        "ticket.rated", subject=("ticket", ticket.pk), at=at, actor=actors.customer(), source="web",
        payload={"result": said[result], "service": said[service], "solved": solved},
    )  # fmt: skip


class Life:
    """One ticket's life; `go` makes one move that is possible, a random while after the one before."""

    def __init__(self, chance: random.Random, people: dict[str, User], at: datetime, **intake: Any):
        self.chance, self.people = chance, people
        self.at = self.last = at
        self.ticket = make_ticket(at=at, by=acting(people["agent"], at), **intake)

    def go(self) -> None:
        self.last = self.at
        self.at += timedelta(minutes=self.chance.randint(1, 60 * 24 * 5))
        if self.at >= NOW:
            return
        possible = {
            Stage.RECEIVED: ["start_review", "answer", "chase", "withdraw"],
            Stage.REVIEWING: ["dispatch", "dispatch", "dispatch", "answer", "chase"],
            Stage.DISPATCHED: ["accept", "accept", "dispatch", "give_back", "give_back", "hold"],
            Stage.INVESTIGATING: ["reply", "reply", "reply", "give_back", "more_time", "hold", "chase"],
            Stage.REPLIED: ["archive", "reopen", "say", "say", "survey", "survey", "chase"],
            Stage.ARCHIVED: ["reopen", "survey"],
        }[Stage(self.ticket.stage)]
        with suppress(Refused):  # what is refused has not happened
            getattr(self, self.chance.choice(possible))()
        self.ticket.refresh_from_db()

    def by(self, name: str) -> dict[str, Any]:
        return {"actor": acting(self.people[name], self.at), "at": self.at, "source": "desk"}

    def survey(self) -> None:
        """Sent, and answered or not; the service is not always judged."""
        levels = {number: code for code, number in LEVELS.items()}
        subject = ("ticket", self.ticket.pk)
        if not Event.objects.filter(kind="ticket.survey_asked", subject_id=self.ticket.pk).exists():
            trail.record(
                "ticket.survey_asked", subject=subject, at=self.at, actor=actors.SYSTEM, source="round",
                payload={"survey": self.ticket.pk, "round": self.ticket.round,
                         "until": (self.at + 14 * DAY).isoformat()},
            )  # fmt: skip
        elif self.chance.random() < 0.8:
            said = {"result": levels[self.chance.randint(1, 5)], "service": levels.get(self.chance.randint(-2, 5), "")}
            trail.record(
                "ticket.survey_answered", subject=subject, at=self.at, actor=actors.customer(), source="web",
                payload={"survey": self.ticket.pk, **said},
            )  # fmt: skip

    def start_review(self) -> None:
        review.start_review(self.ticket, **self.by("reviewer"))

    def answer(self) -> None:
        Ticket.objects.filter(pk=self.ticket.pk).update(approved_round=self.ticket.round)  # as a further round needs
        reply.answer(self.ticket, **self.by("agent"), words="Yes.", outcome="resolved", results={})

    def chase(self) -> None:
        pressing.chase(self.ticket, **self.by("agent"), words="Well?")

    def withdraw(self) -> None:
        pressing.withdraw(self.ticket, **self.by("agent"), words="Never mind.")

    def dispatch(self) -> None:
        team = self.chance.choice([self.people["handler"].team, self.people["other"].team])
        if self.ticket.awaiting_ruling:
            returns.rule(self.ticket, **self.by("supervisor"), team=team, why="It is theirs.")
        else:
            dispatch.dispatch(self.ticket, **self.by("reviewer"), team=team, handler=None, why="Theirs.")

    def accept(self) -> None:
        dispatch.accept(self.ticket, **self.by("handler"))

    def give_back(self) -> None:
        self.at = self.last + timedelta(minutes=5)  # inside the return window, if it was just dispatched
        returns.return_to_review(
            self.ticket, **self.by("coordinator"), why="Not ours.", team=self.people["other"].team
        )  # fmt: skip

    def hold(self) -> None:
        if not self.ticket.held_at:
            until = self.at + DAY
            investigate.hold(self.ticket, **self.by("handler"), reason=making.make_reason(), until=until)
            investigate.resume(self.ticket, **(self.by("handler") | {"at": self.at + timedelta(hours=3)}))
            self.at += timedelta(hours=3)

    def more_time(self) -> None:
        clock = Clock.objects.running().filter(ticket=self.ticket, milestone="reply").first()
        if clock is None or clock.due_at < self.at:
            return
        Extension.objects.create(
            ticket=self.ticket, clock=clock, asked_at=self.at, due_before=clock.due_at, due_at=clock.due_at + DAY,
            why="Rain.", words="Rain.", granted=self.chance.random() < 0.7, decided_at=self.at,
        )  # fmt: skip

    def reply(self) -> None:
        reply.reply(self.ticket, **self.by("handler"), words="Done.", outcome="resolved", results={})

    def archive(self) -> None:
        closing = making.make_reason("closing")
        archive.archive(self.ticket, **self.by("agent"), category=making.make_category(), closing_code=closing)

    def reopen(self) -> None:
        archive.reopen(self.ticket, **self.by("supervisor"), words="It is back.")

    def say(self) -> None:
        levels = {"result": self.chance.randint(1, 5), "service": self.chance.randint(1, 5)}
        answered(self.ticket, self.at, solved=self.chance.choice([True, False]), **levels)


def live(chance: random.Random, people: dict[str, User], tickets: int = 25, moves: int = 9) -> None:
    """So many tickets of few customers in few categories, each with so many moves; then all of it is heard."""
    categories = [making.make_category(code) for code in ("brown-water", "no-water")]
    for _ in range(tickets):
        at = BEGINNING + timedelta(minutes=chance.randint(0, 60 * 24 * 85))
        who = chance.randint(0, 5)
        whose = {"name": f"Customer {who}", "contact": f"c{who}@customer.invalid"} if who else {"anonymous": True}
        life = Life(chance, people, at, category=chance.choice(categories), **whose)
        for _move in range(moves):
            life.go()
    speak(chance, people)
    hear_all()


def speak(chance: random.Random, people: dict[str, User], contacts: int = 40) -> None:
    """So many calls and visits, of a customer or of nobody known, about one of their tickets or about none."""
    ends = [making.make_reason("contact_outcome", code) for code in ("answered", "answered", "registered", "silent")]
    for _ in range(contacts):
        at = BEGINNING + timedelta(minutes=chance.randint(0, 60 * 24 * 88))
        customer = chance.choice([None, *Customer.objects.order_by("pk")])
        contact = Contact.objects.create(
            channel="phone", agent=people["agent"], customer=customer, started_at=at, ended_at=at, source="desk",
            outcome=chance.choice(ends), region=making.make_region(),
        )  # fmt: skip
        theirs = list(Ticket.objects.filter(customer=customer).order_by("pk")) if customer else []
        if theirs and chance.random() < 0.6:
            contact.tickets.add(chance.choice(theirs))
