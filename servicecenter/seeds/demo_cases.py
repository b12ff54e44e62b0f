"""The demo's tickets to be, and when each step of them happens: in working hours, in order, none ahead of now."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from complaints.calling import call_times
from complaints.models import Category, PolicyVersion, Ticket
from complaints.promises import policies
from servicecenter import opening_hours, working_time
from servicecenter.models import Region
from servicecenter.seeds.demo_house import Resident, read

CALM = timedelta(minutes=2)  # nothing of the demo happened later than this before now
TRIAGE = ("start_review", "message", "classify")
FIELD = (*TRIAGE, "dispatch", "accept")
PATHS: dict[str, tuple[str, ...]] = {
    "received": (),
    "reviewing": ("start_review", "classify"),
    "dispatched": (*TRIAGE, "dispatch"),
    "investigating": FIELD,
    "overdue": FIELD,
    "escalated": (*FIELD, "escalate"),
    "held": (*FIELD, "hold"),
    "on_site": (*FIELD, "on_site"),
    "made_safe": (*FIELD, "on_site", "make_safe", "reply"),
    "replied": (*FIELD, "reply"),
    "archived": (*FIELD, "reply", "callback", "archive"),
    "answered": ("start_review", "classify", "answer"),
    "settled": ("start_review", "classify", "answer", "callback", "archive"),
    "reopened": (*FIELD, "reply", "callback", "archive", "reopen"),
    "found": (*FIELD, "find", "reply"),
    "called": (*FIELD, "find", "reply", "callback"),
    "missed": (*FIELD, "find", "reply", "miss", "miss", "miss"),
    "explained": (*FIELD, "find", "reply", "callback", "triage"),
    "second_handling": (*FIELD, "find", "reply", "callback", "triage", "second_handling"),
    "emergency": ("dispatch_emergency",),
    "concerned": ("start_review", "classify", "name_staff"),
    "sensitive": ("start_review", "classify", "mark_sensitive"),
    "decline_asked": ("start_review", "classify", "propose_decline"),
    "declined": ("start_review", "classify", "propose_decline", "decline"),
    "rejected": ("start_review", "classify", "propose_reject", "reject"),
    "approval_asked": (*FIELD, "find", "propose"),
    "second_round": (*FIELD, "reply", "callback", "archive", "reopen", "dispatch", "accept"),
}
# Working minutes each step takes after the one before; with danger the clock runs day and night.
PACE = {
    "start_review": 15, "message": 10, "classify": 5, "dispatch": 12, "accept": 50, "escalate": 90, "hold": 150,
    "on_site": 60, "make_safe": 60, "reply": 600, "answer": 25, "archive": 480, "reopen": 700,
    "name_staff": 10, "mark_sensitive": 10,
    "propose_decline": 20, "decline": 60, "propose_reject": 40, "reject": 90, "find": 120, "propose": 30,
    "callback": 300, "miss": 330, "triage": 200, "second_handling": 20,
}  # fmt: skip
CALLS = {"callback", "miss"}
DANGER_PACE = {
    "dispatch_emergency": 2,
    "start_review": 1, "message": 1, "classify": 1, "dispatch": 1, "accept": 2, "on_site": 19, "make_safe": 20,
    "reply": 200, "escalate": 15,
}  # fmt: skip


@dataclass
class Case:
    """One ticket to be, with what the demo has decided about it."""

    row: dict[str, Any]
    category: Category
    resident: Resident | None
    region: Region
    place: str
    language: str
    received_at: datetime = field(init=False)
    ticket: Ticket | None = None
    code: str = ""

    @property
    def danger(self) -> bool:
        return self.row.get("priority") == "critical"


@dataclass(frozen=True)
class Step:
    """What happens to a case at a moment; `order` keeps a case's own steps in order."""

    at: datetime
    order: int
    case: Case
    name: str


def cases_of(residents: list[Resident], now: datetime, chance: random.Random) -> list[Case]:
    categories = {category.code: category for category in Category.objects.all()}
    homes = [resident.premise for resident in residents]
    cases = []
    for row in read("demo_cases"):
        resident = None if row["who"] is None else residents[row["who"]]
        premise = resident.premise if resident else chance.choice(homes)
        chinese = any("一" <= char <= "鿿" for char in row["words"])
        language = "zh-hans" if chinese else "en"
        category = categories[row["category"]]
        case = Case(row, category, resident, premise.region, premise.address, language)
        case.received_at = _received_at(case, now, chance)
        cases.append(case)
    return cases


def _received_at(case: Case, now: datetime, chance: random.Random) -> datetime:
    """`age` as written ("3d", "5h", "40m"); "next": so that the reply is due at the next closing time."""
    age = case.row["age"]
    if age != "next":
        unit = {"d": "days", "h": "hours", "m": "minutes"}[age[-1]]
        received = now - timedelta(**{unit: int(age[:-1])})
        return _in_the_day(received, case, chance) if unit == "days" and not case.danger else received
    reply = _promised_reply(case, now)
    calendar = opening_hours.of(case.region.calendar)
    received = now - timedelta(hours=2)
    for _day in range(40):
        earlier = received - timedelta(days=1)
        if working_time.add(earlier, reply, "working_days", calendar) <= now:
            break
        received = earlier
    return received


def _in_the_day(moment: datetime, case: Case, chance: random.Random) -> datetime:
    """Most people write between breakfast and bedtime; never later than the moment asked for plus a day's rest."""
    local = moment.astimezone(opening_hours.of(case.region.calendar).zone)
    said = local.replace(hour=chance.randint(7, 20), minute=chance.randint(0, 59))
    return said if said <= moment else said - timedelta(days=1)


def _promised_reply(case: Case, now: datetime) -> int:
    """The working days in which a case of this kind is answered."""
    facts = policies.Facts(
        case.category.nature, case.row.get("priority", "normal"), case.category.pk, case.region.pk,
        case.region.area_class, "ordinary",
    )  # fmt: skip
    version: PolicyVersion | None = policies.choose(facts, now)
    assert version is not None
    target = version.targets.get(milestone="reply")
    assert target.amount is not None
    return target.amount


def steps_of(cases: list[Case], now: datetime, chance: random.Random) -> Iterator[Step]:
    """Every step of every case. What would lie ahead of now is drawn together so that it has happened."""
    for case in cases:
        names = PATHS[case.row["path"]]
        at, moments = case.received_at, []
        for name in names:
            at = _later(case, at, name, chance)
            moments.append(at)
        span = (moments[-1] - case.received_at) if moments else timedelta()
        room = now - CALM - case.received_at
        squeeze = min(1.0, room / span) if span else 1.0
        yield Step(case.received_at, 0, case, "receive")
        for order, (name, moment) in enumerate(zip(names, moments, strict=True), start=1):
            yield Step(case.received_at + (moment - case.received_at) * squeeze, order, case, name)


def _later(case: Case, at: datetime, name: str, chance: random.Random) -> datetime:
    if case.danger:
        return at + timedelta(minutes=DANGER_PACE.get(name, 30))
    minutes = max(1, round(PACE[name] * chance.uniform(0.7, 1.4)))
    calendar = opening_hours.of(case.region.calendar)
    moment = working_time.add(at, minutes, "working_minutes", calendar)
    # Nobody is rung before nine, though the office is open.
    return call_times.next_within(moment, None, calendar.zone) if name in CALLS else moment
