"""The trade's awkward cases that no ordinary ticket of the demo shows, each by its number in tests/cases/.

What the other parts of the demo show already (a promise in June, a refund rejected, a petition …) is not made twice.
Cases of chat, hotline, incidents and erasure have no line here, as they have no test yet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from complaints import actions
from complaints.models import Category, EmergencyCall, Policy, SafetyCard, Ticket
from complaints.stages import emergency, receive
from servicecenter import actors, opening_hours
from servicecenter.actors import Actor
from servicecenter.models import Calendar, CalendarDay, Region, User
from servicecenter.seeds.demo_house import Resident
from servicecenter.seeds.demo_moments import before_the_holidays, last_make_up_day, last_night_of_another_hour
from servicecenter.trail import DEMO

ABUSER = 2  # the customer demo_contacts restricts
CONTENT = {"outcome": "reached", "result": "satisfied", "service": "satisfied"}
STATUTORY = "metro-complaint"  # the preset whose reply is set by law


@dataclass(frozen=True)
class Scene:
    """What happens at a moment; `order` keeps the scenes of one line in order."""

    at: datetime
    order: int
    do: Callable[[], Any]


class Line:
    """One ticket of the demo, received and moved at moments of its own."""

    def __init__(self, play: "Play", at: datetime, who: int | None, words: str, category: str, **more: Any):
        self.play, self.ticket = play, None  # type: Play, Ticket | None
        self._wish = (who, words, category, more)
        play.add(at, lambda: self._receive(at))

    def _receive(self, at: datetime) -> None:
        who, words, category, more = self._wish
        self.ticket = self.play.receive(at, who, words, category, **more)

    def then(self, at: datetime, who: str, move: str, **said: Any) -> "Line":
        """The colleague makes the move; what is said of another line is its number by then."""
        self.play.add(at, lambda: self._move(at, who, move, said))
        return self

    def _move(self, at: datetime, who: str, move: str, said: Mapping[str, Any]) -> None:
        data = {name: told.ticket.number if isinstance(told, Line) else told for name, told in said.items()}
        data = {name: told.isoformat() if isinstance(told, datetime) else told for name, told in data.items()}
        assert self.ticket is not None  # it is received first
        actions.perform(self.ticket, move, data, actor=self.play.person(who), at=at, source=DEMO, version=None)


class Play:
    """Writes down who does what when; nothing happens before the scenes are played in the order of time."""

    def __init__(self, residents: list[Resident], now: datetime):
        self.residents, self.now = residents, now
        self.scenes: list[Scene] = []
        self._people: dict[str, Actor] = {}

    def ago(self, **delta: float) -> datetime:
        return self.now - timedelta(**delta)

    def add(self, at: datetime, do: Callable[[], Any]) -> None:
        self.scenes.append(Scene(at, len(self.scenes), do))

    def line(self, at: datetime, who: int | None, words: str, category: str, **more: Any) -> Line:
        return Line(self, at, who, words, category, **more)

    def person(self, name: str) -> Actor:
        if name not in self._people:
            self._people[name] = actors.staff(User.objects.get(username=name), self.now)
        return self._people[name]

    def receive(self, at: datetime, who: int | None, words: str, category: str, **more: Any) -> Ticket:
        kind = Category.objects.get(code=category)
        caller = self.residents[who] if who is not None else None
        known: dict[str, Any] = {"anonymous": True, "region": Region.objects.get(code="harbour")}
        if caller:
            known = {
                "name": caller.name, "contact": caller.contact, "consent": True, "place": caller.premise.address,
                "region": caller.premise.region,
            }  # fmt: skip
        language = "zh-hans" if any("一" <= char <= "鿿" for char in words) else "en"
        wish = {"nature": kind.nature, "category": kind, "channel": "web", "language": language, "words": words}
        by = self.person("agent") if more.get("channel") == "phone" else actors.customer()
        ticket, _code = receive.receive(
            receive.Intake(**{**known, **wish, **more}), actor=by, at=at, source=DEMO
        )  # fmt: skip
        return ticket


def scenes(residents: list[Resident], now: datetime) -> list[Scene]:
    """All of them, in the order of time."""
    play = Play(residents, now)
    for part in (_danger, _concerned, _between, _insisting, _departments, _the_clock, _outside):
        part(play)
    return sorted(play.scenes, key=lambda one: (one.at, one.order))


def _danger(play: Play) -> None:
    """1: the line drops while the caller is inside; 29: a question that was a leak; 36: an abusive caller's leak."""
    began = play.ago(minutes=34)
    calls: list[EmergencyCall] = []
    play.add(began, lambda: calls.append(_dropped_call(play, began)))
    for minute in (1, 2, 4):
        tried = began + timedelta(minutes=minute)
        play.add(tried, partial(_ring_back, play, calls, tried))
    late = play.line(play.ago(hours=2), 11, "Is it normal that it smells in my cellar?", "enquiry-other")
    noticed = play.ago(minutes=116.5)  # half a minute after a crew should have been sent
    late.then(noticed, "agent", "classify", nature="repair", category="gas-leak", priority="critical")
    late.then(noticed, "agent", "dispatch_emergency", team="gas-crew", crew_told=True)
    real = play.line(
        play.ago(minutes=190), ABUSER, "It smells of gas in the hall, you idiots.", "gas-leak",
        channel="phone", priority="critical",
    )  # fmt: skip
    real.then(play.ago(minutes=189), "agent", "dispatch_emergency", team="gas-crew", crew_told=True)
    for line, at in ((late, play.ago(minutes=40)), (real, play.ago(minutes=160))):
        line.then(at, "supervisor", "confirm_emergency", nature="repair", category="gas-leak", priority="critical")


def _dropped_call(play: Play, began: datetime) -> EmergencyCall:
    agent, card = play.person("agent"), SafetyCard.objects.get(code="gas")
    call = emergency.begin_call(card, actor=agent, at=began)
    known = {"place": "22 Cooper Square, second floor", "callback": "", "hazard": "", "team": card.team}
    emergency.note_call(call, {**known, "said": ["1", "2"], "read_back": ["place"]}, at=began)
    emergency.dispatch_call(call, actor=agent, at=began, source=DEMO)
    return call


def _ring_back(play: Play, calls: list[EmergencyCall], at: datetime) -> None:
    emergency.ring_back(calls[0], reached=False, actor=play.person("agent"), at=at, source=DEMO)


def _concerned(play: Play) -> None:
    """4: about the agent taking the call; 5: about the only supervisor; 6: a report that names somebody."""
    words = "The woman I am talking to hung up on me this morning."
    agent = play.line(play.ago(days=1, hours=3), 12, words, "service-attitude", channel="phone")
    agent.then(play.ago(days=1, hours=2.9), "agent", "name_staff", about="people", person="agent")
    agent.then(play.ago(days=1, hours=2), "supervisor", "start_review")
    chief = play.line(play.ago(days=2), 19, "你们的主管在电话里对我大喊大叫。", "service-attitude")
    chief.then(play.ago(days=1, hours=23), "agent2", "name_staff", about="people", person="supervisor")
    chief.then(play.ago(days=1, hours=20), "manager", "start_review")
    named = play.line(play.ago(days=3), None, "Mr Otto sells our copper cable behind the depot.", "report-staff")
    named.then(
        play.ago(days=2, hours=22), "integrity", "name_staff", about="people", words="Mr Otto, badge unknown"
    )  # fmt: skip


def _between(play: Play) -> None:
    """7: neighbours are linked, never merged; 8: the same person twice is one; 37: landlord and tenant."""
    mine = play.line(play.ago(days=1, hours=6), 13, "The water is brown since this morning.", "water-turbid")
    theirs = play.line(play.ago(days=1, hours=5), 14, "Ours is brown as well.", "water-turbid")
    theirs.then(play.ago(days=1, hours=4), "agent", "link", other=mine, why="Neighbours on one main: not one matter.")
    first = play.line(play.ago(hours=9), 22, "家里没有暖气。", "heat-none")
    again = play.line(play.ago(hours=8.2), 22, "还是没有暖气，我也打了电话。", "heat-none", channel="phone")
    again.then(play.ago(hours=8.1), "agent2", "merge", into=first, why="同一客户，同一事项。")
    tenant = play.line(play.ago(days=2, hours=5), 15, "No hot water since Sunday.", "gas-indoor")
    owner = play.line(play.ago(days=2, hours=3), 16, "My tenant has no hot water.", "gas-indoor")
    owner.then(play.ago(days=2, hours=2), "agent", "link", other=tenant, why="Same flat, two customers.")
    holder = play.residents[16]
    tenant.then(
        play.ago(days=2, hours=1), "agent", "add_party", role="account_holder", name=holder.name, contact=holder.contact
    )  # fmt: skip


def _insisting(play: Play) -> None:
    """9: chased three times; 10: by another of the family; 20: withdrawn after the visit; 39: a call promised."""
    chased = _in_hand(play, 5, "The hydrant at the corner drips.", "repair-other", hours=80)
    for hours in (50, 27, 3):
        chased.then(play.ago(hours=hours), "agent", "chase", words="When will somebody come?")
    family = _in_hand(play, 26, "水表倒转。", "meter-fault", hours=52, team="billing", handler="handler4")
    family.then(play.ago(hours=20), "agent2", "chase", words="她什么时候能收到答复？", name="她的弟弟")
    gone = _in_hand(play, 0, "The meter ticks at night.", "meter-fault", hours=100, team="billing", handler="handler4")
    facts = {"verdict": "not_upheld", "cause": "customer-side", "facts": "A loose pipe of their own."}
    gone.then(play.ago(hours=30), "handler4", "find", **facts)
    gone.then(play.ago(hours=26), "agent", "withdraw", words="It is fine, thank you.")
    rung = _in_hand(play, 7, "The tap in the yard ticks.", "water-pressure", hours=29)
    rung.then(
        play.ago(hours=7), "handler", "interim_reply", words="I ring you this afternoon.",
        next_update_at=play.ago(hours=4),
    )  # fmt: skip


def _departments(play: Play) -> None:
    """11: two departments deny it; 12: returned twice, ruled; 13: a co-handler late, waived."""
    asked = {"co_team_1": "billing", "question_1": "Was water billed that did not run?"}
    denied = _dispatched(play, 8, "No water on Monday, and a bill for it.", "water-none", hours=30, **asked)
    denied.then(play.ago(hours=22), "coordinator", "dispute_lead", team="billing", why="It is about the bill.")
    twice = _dispatched(play, 9, "The pavement sank over your trench.", "works-quality", hours=76)
    twice.then(play.ago(hours=69.5), "coordinator", "return", team="transit", why="Not our trench.")
    twice.then(play.ago(hours=68), "reviewer2", "dispatch", team="operations", why="It is, by the map.")
    twice.then(play.ago(hours=67.5), "coordinator", "return", team="transit", why="Not our trench.")
    twice.then(play.ago(hours=66), "supervisor", "rule", team="operations", why="It is your trench.")
    waited = _dispatched(play, 10, "The bus stop is flooded, and a fine for it.", "works-quality", hours=120, **asked)
    waited.then(play.ago(hours=110), "coordinator", "accept", handler="handler")
    waited.then(play.ago(hours=2), "supervisor", "waive_task", team="billing", why="The customer has waited enough.")


def _dispatched(play: Play, who: int, words: str, category: str, *, hours: float, **asked: str) -> Line:
    line = play.line(play.ago(hours=hours), who, words, category)
    line.then(play.ago(hours=hours - 5), "reviewer2", "start_review")
    line.then(play.ago(hours=hours - 6), "reviewer2", "dispatch", team="operations", why="Their network.", **asked)
    return line


def _in_hand(
    play: Play, who: int, words: str, category: str, *, hours: float, team: str = "water-crew", handler: str = "handler"
) -> Line:
    line = play.line(play.ago(hours=hours), who, words, category)
    line.then(play.ago(hours=hours - 0.5), "reviewer2", "start_review")
    line.then(play.ago(hours=hours - 1), "reviewer2", "dispatch", team=team, handler=handler, why="Their network.")
    return line.then(play.ago(hours=hours - 2), handler, "accept")


def _the_clock(play: Play) -> None:
    """21: papers missing, the law's clock runs; 22: more time asked early; 24–27: holidays and summer time;
    28: a complaint called a question."""
    Policy.objects.filter(code=STATUTORY).update(is_active=True)
    missing = _in_hand(play, 20, "司机拒绝我上车。", "transit-conduct", hours=49, team="transit", handler="handler5")
    missing.then(
        play.ago(hours=40), "handler5", "ask_information", channel="phone",
        words="请您告知乘车日期、线路和车辆号牌，以便调取录像核实。",
    )  # fmt: skip
    early = _in_hand(play, 1, "The main in our lane hums.", "water-quality", hours=6)
    early.then(
        play.ago(hours=3), "handler", "request_extension", due_at=play.now + timedelta(days=9),
        why="The sample takes a week.", words="The laboratory needs a week for the sample.",
    )  # fmt: skip
    calendar = Calendar.objects.get(code="china")
    _settled(play, before_the_holidays(calendar, play.now), 27, "中午起一直停水，没有通知。")
    _settled(play, last_make_up_day(calendar, play.now), 28, "水压太小，热水器点不着。")
    _settled(
        play, last_night_of_another_hour(play.now), 3, "The lamp at the landing stage hums.", region=_crossing()
    )  # fmt: skip
    play.line(play.ago(hours=2), 4, "The hydrant in front of our door leaks.", "water-quality")
    play.add(play.now, lambda: _announce_a_holiday(calendar, play.now))
    asks = play.line(play.ago(days=1, hours=1), 6, "Why was the man at the counter so rude?", "service-attitude")
    told = {"nature": "enquiry", "category": "procedure-question", "priority": "normal"}
    asks.then(play.ago(hours=20), "supervisor", "classify", **told, why="“I only want to know the rule.”")


def _settled(play: Play, at: datetime | None, who: int, words: str, **more: Any) -> None:
    """Long ago, answered and filed: its clocks tell how the days were counted."""
    if at is None:
        return  # no such day is known before now
    line = play.line(at, who, words, "complaint-other", **more)
    line.then(at + timedelta(hours=1), "agent2", "start_review")
    line.then(at + timedelta(hours=2), "agent2", "answer", words="已恢复。" if words[0] > "z" else "Mended.",
              outcome="resolved")  # fmt: skip
    line.then(at + timedelta(days=1), "agent", "record_callback", **CONTENT)
    filed = {"category": "complaint-other", "closing_code": "first-contact", "cause": "third-party"}
    line.then(at + timedelta(days=8), "agent2", "archive", **filed)


def _crossing() -> Region:
    """A landing stage across the sea, where the clocks change twice a year."""
    made = {
        "labels": {"en": "Ferry Crossing", "zh-hans": "轮渡对岸站区"}, "area_class": "remote",
        "calendar": Calendar.objects.get(code="england"),
    }  # fmt: skip
    return Region.objects.get_or_create(code="crossing", defaults=made)[0]


def _announce_a_holiday(calendar: Calendar, now: datetime) -> None:
    """On the very day an answer is promised for: what was promised stays, what is promised from now on skips it."""
    promised = Ticket.objects.get(words="The hydrant in front of our door leaks.").clocks.get(milestone="reply")
    day = promised.due_at.astimezone(opening_hours.of(calendar).zone).date()
    named = {"en": "Founders' Day (announced today)", "zh-hans": "建城纪念日（今日公布）"}
    made = {"kind": CalendarDay.Kind.HOLIDAY, "labels": named, "blocks": []}
    CalendarDay.objects.update_or_create(calendar=calendar, date=day, defaults=made)
    opening_hours.changed(calendar)


def _outside(play: Play) -> None:
    """34: the ombudsman has a matter of two years ago taken up again."""
    old = play.line(play.ago(days=730), 18, "没有收到通知就停了电。", "billing-cutoff", requests=["说明原因"])
    old.then(play.ago(days=729), "agent2", "start_review")
    answer = {
        "words": "欠费通知已于十日前送达。",
        "outcome": "unresolved",
        "result_1": "not_met",
        "why_1": "依规停供。",
    }
    old.then(play.ago(days=728), "agent2", "answer", **answer)
    old.then(play.ago(days=726), "agent", "record_callback", **CONTENT)
    filed = {"category": "billing-cutoff", "closing_code": "explained", "cause": "procedure"}
    old.then(play.ago(days=720), "agent2", "archive", **filed)
    old.then(
        play.ago(days=2), "manager", "reopen_for_review", body="ombudsman", number="OM-117", words="请提供案卷。",
        due_at=play.now + timedelta(days=12), sort="statutory",
    )  # fmt: skip
