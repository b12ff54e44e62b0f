"""The demo's tickets: every one goes the real way, move by move, in the order of time, up to now.

Must not reach anybody: its events carry the source "demo", which no subscriber that leaves the house hears.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from complaints import actions, messages, root_cause, rounds
from complaints.models import Ticket
from complaints.stages import investigate, receive
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.models import User
from servicecenter.seeds import (
    demo_afterwards,
    demo_between,
    demo_billing,
    demo_contacts,
    demo_decisions,
    demo_forty,
    demo_house,
    demo_mentions,
    demo_quality,
    demo_shifts,
    demo_surveys,
)
from servicecenter.seeds.demo_cases import Case, Step, cases_of, steps_of
from servicecenter.seeds.demo_house import read
from servicecenter.trail import DEMO

SEED = 20260311
TEAMS = {
    "water": "water-crew", "power": "power-crew", "gas": "gas-crew", "heat": "heat-crew", "transit": "transit",
}  # fmt: skip
OFFICE = {"billing": "billing", "meter": "billing", "tariff": "billing"}  # by the first word of the category


@dataclass(frozen=True)
class Seeded:
    """How to look at the demo as a customer: ticket numbers with their access codes."""

    tickets: int
    samples: list[tuple[str, str]]


def seed_demo(now: datetime) -> Seeded:
    """Fill an empty database with the demo, in one transaction. `seed_defaults` must have run."""
    chance = random.Random(SEED)  # noqa: S311 - a demo, not a secret
    with transaction.atomic():
        residents = demo_house.build(now, chance)
        cases = cases_of(residents, now, chance)
        crew = _Crew(now)
        happening: list[Step | demo_forty.Scene] = [*steps_of(cases, now, chance), *demo_forty.scenes(residents, now)]
        for step in sorted(happening, key=lambda one: (one.at, one.order)):
            _alarms_until(step.at)
            step.do() if isinstance(step, demo_forty.Scene) else crew.take(step)
        _alarms_until(now)
        demo_contacts.ring(now, chance)
        demo_between.tie([case.ticket for case in cases if case.ticket], now)
        demo_surveys.ask_some(now, chance)
        demo_quality.inspect_some(now, chance)
        demo_billing.tell(now)
        demo_billing.ask_for_adjustments(now)
        demo_mentions.ask_around(now)
        demo_shifts.hand_over(now)
    shown = [case for case in cases if case.row["path"] in {"replied", "investigating"}][:3]
    return Seeded(Ticket.objects.count(), [(case.ticket.number, case.code) for case in shown if case.ticket])


def _alarms_until(at: datetime) -> None:
    """Every alarm at its own moment, as the rounds of a real day fire them."""
    while rounds.sweep(at, replayed=False, source=DEMO, punctual=True):
        pass


class _Crew:
    """The people of the demo at work: who does which step, with which words."""

    def __init__(self, now: datetime):
        self.now = now
        self.words = read("demo_words")
        self.people = {user.username: actors.staff(user, now) for user in User.objects.all()}
        self.handlers = {
            user.team.code: user for user in User.objects.filter(username__startswith="handler").select_related("team")
        }

    def take(self, step: Step) -> None:
        case = step.case
        if step.name == "receive":
            case.ticket, case.code = receive.receive(
                self._intake(case), actor=self._at_the_door(case), at=step.at, source=DEMO
            )
        elif step.name == "message":
            self._send(case, step.at)
        elif step.name in {"on_site", "make_safe"}:
            investigate.reach_milestone(
                case.ticket, step.name, actor=self._handler(case), at=step.at, reached_at=step.at, source=DEMO,
                note=self.words[step.name][case.language],
            )  # fmt: skip
        elif step.name != "callback" or case.ticket.callback_open:  # nobody can be asked, or an enquiry not drawn
            name = demo_afterwards.MOVE_OF.get(step.name, step.name)
            actions.perform(
                case.ticket, name, self._data(step), actor=self._who(step), at=step.at, source=DEMO,
                version=case.ticket.version,
            )  # fmt: skip

    def _intake(self, case: Case) -> receive.Intake:
        row, resident = case.row, case.resident
        return receive.Intake(
            nature=case.category.nature, words=row["words"], channel=row.get("channel", "web"), region=case.region,
            requests=row["asks"], category=case.category, priority=row.get("priority", "normal"), place=case.place,
            name=resident.name if resident else "", contact=resident.contact if resident else "",
            anonymous=resident is None, confidential=row.get("confidential", False), consent=resident is not None,
            language=case.language,
        )  # fmt: skip

    def _at_the_door(self, case: Case) -> Actor:
        return self._agent(case) if case.row.get("channel") == "phone" else actors.customer()

    def _agent(self, case: Case, *, other: bool = False) -> Actor:
        return self.people["agent" if (case.language == "en") != other else "agent2"]

    def _handler(self, case: Case) -> Actor:
        return self.people[self.handlers[self._team(case)].username]

    def _team(self, case: Case) -> str:
        office = OFFICE.get(case.category.code.partition("-")[0], "customer-service")
        return TEAMS.get(case.category.utility, office)

    def _who(self, step: Step) -> Actor:
        if step.case.category.nature == "report":
            return self.people["integrity"]
        if step.name == "reopen":
            return actors.customer()
        if step.name == "dispatch_emergency":
            return self._agent(step.case)
        if step.name in demo_decisions.DECIDED:
            return self.people["supervisor"]
        if step.name in {"find", "propose", "accept", "hold", "escalate", "reply"}:
            return self._handler(step.case)
        if step.name == "callback" and step.case.row["path"] == "settled":
            return self._agent(step.case, other=True)
        if step.name in {"answer", "archive", "start_review", "callback", "miss"}:
            return self._agent(step.case)
        return self.people["reviewer" if step.case.region.code == "harbour" else "reviewer2"]

    def _send(self, case: Case, at: datetime) -> None:
        words = self.words["message"][case.language]
        messages.send_message(case.ticket, words=words, actor=self._agent(case), at=at, source=DEMO, channel="web")

    def _data(self, step: Step) -> dict[str, Any]:
        case, said = step.case, self.words
        match step.name:
            case "classify":
                return {
                    "nature": case.category.nature,
                    "category": case.category.code,
                    "priority": case.ticket.priority,
                }
            case "dispatch":
                team = self._team(case)
                return {"team": team, "handler": self.handlers[team].username, "why": said["why"][case.language]}
            case "dispatch_emergency":
                return {"team": self._team(case), "crew_told": True}
            case "hold":
                until = self.now + timedelta(days=3)
                reason = case.row.get("hold", "customer-papers")
                return {"reason": reason, "until": until, "note": said["hold"][case.language]}
            case "escalate":
                return {"reason": case.row["reason"], "words": said["escalate"][case.language]}
            case "archive":
                return {"category": case.category.code, "closing_code": self._closing(case), "cause": self._cause(case)}
            case "reopen":
                return {"words": said["reopen"][case.language]}
            case "reply" | "answer":
                return self._answer(case) | demo_afterwards.promised(case, said, self.now)
            case name if name in demo_afterwards.STEPS and case.row["path"] in demo_afterwards.PATHS:
                return demo_afterwards.data(name, case, said)
        return demo_decisions.said(step.name, case.language)

    def _answer(self, case: Case) -> dict[str, Any]:
        outcome = case.row.get("outcome", "resolved")
        words = case.row.get("answer", self.words["answers"][case.category.nature][case.language])
        data = {"words": words, "outcome": outcome}
        for position, _asked in enumerate(case.row["asks"], start=1):
            last = position == len(case.row["asks"])
            data |= {f"result_{position}": "met", f"why_{position}": ""}
            if "not_met_because" in case.row:
                data |= {f"result_{position}": "not_met", f"why_{position}": case.row["not_met_because"]}
            elif outcome == "partly" and last:
                data |= {f"result_{position}": "partly", f"why_{position}": self.words["partly"][case.language]}
        return data

    def _cause(self, case: Case) -> str:
        return case.row.get("cause", "asset") if case.category.nature in root_cause.CAUSED else ""

    def _closing(self, case: Case) -> str:
        if case.row["path"] == "settled":
            return "noted" if case.category.nature in {"suggestion", "praise"} else "first-contact"
        return "partly-resolved" if case.row.get("outcome") == "partly" else "resolved"
