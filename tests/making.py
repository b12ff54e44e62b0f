"""Rows for tests, made with few words: what is not named is ordinary. Tickets go through the real actions."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from complaints.choices import Nature, Stage
from complaints.models import (
    CallbackRule,
    Category,
    Clock,
    MoneyLimit,
    Policy,
    PolicyVersion,
    Reason,
    Target,
    Ticket,
)
from complaints.stages import archive, dispatch, investigate, receive, reply, review
from customers import index
from customers.actions import recognise_customer
from customers.models import Account, Customer, Meter, Premise
from servicecenter import actors, api_keys
from servicecenter.actors import SYSTEM, Actor
from servicecenter.models import ApiClient, Calendar, CalendarDay, Duty, Region, RoleHeld, Team, User

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Alderport (UTC+8, no summer time): the office has been open for an hour."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OFFICE_HOURS = {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
"""Eight working hours a day."""


def named(name: str) -> dict[str, str]:
    return {"en": name, "zh-hans": f"{name}（中）"}


def make_calendar(
    code: str = "office",
    *,
    zone: str = "Asia/Shanghai",
    hours: dict[str, list] | None = None,
    holidays: Iterable[str] = (),
    workdays: dict[str, list] | None = None,
) -> Calendar:
    """The calendar of this code, made when there is none: office hours in Alderport."""
    if found := Calendar.objects.filter(code=code).first():
        return found
    calendar = Calendar.objects.create(code=code, labels=named(code), zone=zone, hours=hours or OFFICE_HOURS)
    for day in holidays:
        CalendarDay.objects.create(calendar=calendar, date=day, kind=CalendarDay.Kind.HOLIDAY)
    for day, blocks in (workdays or {}).items():
        CalendarDay.objects.create(calendar=calendar, date=day, kind=CalendarDay.Kind.WORKDAY, blocks=blocks)
    return calendar


def make_region(code: str = "north", *, calendar: Calendar | None = None, **fields) -> Region:
    """The region of this code, made when there is none."""
    if found := Region.objects.filter(code=code).first():
        return found
    return Region.objects.create(code=code, labels=named(code), calendar=calendar or make_calendar(), **fields)


def make_team(code: str = "network", *, department: Team | None = None, region: Region | None = None) -> Team:
    """The team of this code (a department when it has none above it), made when there is none."""
    made = {"labels": named(code), "department": department, "region": region}
    return Team.objects.get_or_create(code=code, defaults=made)[0]


def make_staff(
    role: str, *, name: str = "", region: Region | None = None, team: Team | None = None, on_duty: bool = False
) -> User:
    """A colleague who has held this role for long, in this region or in all; on duty around NOW when asked."""
    name = name or f"{role}{User.objects.count() + 1}"
    user = User.objects.create_user(
        name, f"{name}@utility.invalid", first_name=name.title(), last_name="Lin", team=team, language="en"
    )
    RoleHeld.objects.create(user=user, role=role, region=region, since=LONG_AGO)
    if on_duty:
        put_on_duty(user, role, region=region)
    return user


def make_stand_in() -> User:
    """A supervisor of every region, made when there is none: anything can be given to them."""
    found = User.objects.filter(username="stand-in").first()
    return found or make_staff("supervisor", name="stand-in")


def put_on_duty(
    user: User, role: str, *, region: Region | None = None, since: datetime | None = None, until: datetime | None = None
) -> Duty:
    """On duty from six hours before NOW until six hours after, when nothing else is said."""
    since, until = since or NOW - timedelta(hours=6), until or NOW + timedelta(hours=6)
    return Duty.objects.create(user=user, role=role, region=region, since=since, until=until)


def acting(user: User, at: datetime = NOW) -> Actor:
    """The user as one who acts."""
    return actors.staff(user, at)


def make_client(name: str = "billing", *scopes: str, at: datetime = NOW) -> tuple[ApiClient, str]:
    """A program with its key; all scopes when none is named."""
    return api_keys.make_client(name, list(scopes or api_keys.SCOPES), at=at)


def make_category(code: str = "brown-water", *, nature: str = Nature.COMPLAINT, **fields) -> Category:
    return Category.objects.get_or_create(code=code, defaults={"labels": named(code), "nature": nature, **fields})[0]


def make_reason(list_: str = Reason.List.HOLD, code: str = "") -> Reason:
    """A choice of the list (hold, closing, escalation, reopening)."""
    code = code or f"{list_}-reason"
    return Reason.objects.get_or_create(list=list_, code=code, defaults={"labels": named(code)})[0]


def make_callback_rule(code: str = "all", **fields: Any) -> CallbackRule:
    """Everyone is rung by a person, unless said otherwise."""
    return CallbackRule.objects.get_or_create(code=code, defaults={"labels": named(code), **fields})[0]


def without_money_limits(*roles: str) -> None:
    """These roles give and approve any amount; whoever is not named gives nothing without asking."""
    MoneyLimit.objects.bulk_create(MoneyLimit(role=role) for role in roles)


def make_policy(
    code: str = "standard",
    *,
    valid_from: datetime = LONG_AGO,
    valid_until: datetime | None = None,
    statutory: Iterable[str] = (),
    upstream: Iterable[str] = (),
    calendar: Calendar | None = None,
    select: dict[str, Any] | None = None,
    **promised: tuple[int | None, str],
) -> PolicyVersion:
    """The next version of a policy: make_policy(reply=(5, "working_days"), review=(240, "working_minutes")).

    `statutory` and `upstream` name milestones of those sorts; `select` is what the version is chosen by.
    """
    policy = Policy.objects.get_or_create(code=code, defaults={"labels": named(code)})[0]
    version = PolicyVersion.objects.create(
        policy=policy,
        number=policy.versions.count() + 1,
        valid_from=valid_from,
        valid_until=valid_until,
        **(select or {}),
    )
    for milestone, (amount, unit) in promised.items():
        sort = Target.Sort.PROMISE
        if milestone in statutory:
            sort = Target.Sort.STATUTORY
        elif milestone in upstream:
            sort = Target.Sort.UPSTREAM
        Target.objects.create(
            version=version,
            milestone=milestone,
            amount=amount,
            unit=unit,
            sort=sort,
            calendar=calendar,
            danger=amount is None,
        )
    return version


def make_customer(
    name: str = "Mei Chen",
    contact: str = "",
    *,
    region: Region | None = None,
    address: str = "",
    account: str = "",
    meter: str = "",
    at: datetime = NOW,
    **account_fields: Any,
) -> Customer:
    """A customer with a water account at this address in this region, with this meter; what is not named is made up."""
    customer, _point = recognise_customer(name, contact, at=at, source="billing", language="en")
    number = account or f"W{7000 + customer.pk}"
    premise = Premise.objects.create(address=address or f"{customer.pk} Canal Street", region=region or make_region())
    held = Account.objects.create(
        number=number, utility="water", customer=customer, premise=premise, source="billing", **account_fields
    )
    if meter:
        Meter.objects.create(number=meter, utility="water", premise=premise, account=held)
    index.refresh([customer.pk])
    return customer


def make_ticket(
    stage: str = Stage.RECEIVED,
    *,
    at: datetime = NOW,
    by: Actor = SYSTEM,
    region: Region | None = None,
    team: Team | None = None,
    handler: User | None = None,
    source: str = "web",
    **intake: Any,
) -> Ticket:
    """A ticket brought to this stage by the real actions, all at `at` and all by `by` (the system: untouched
    by people). `intake` are fields of receive.Intake; from *dispatched* on it has a team and, if named, a handler."""
    asked = {
        "nature": Nature.COMPLAINT,
        "words": "The water is brown since Monday. It smells of iron.",
        "requests": ("Clean water", "A refund for March"),
        "channel": "web",
        "place": "4 Canal Street",
        "name": "Mei Chen",
        "contact": "mei.chen@customer.invalid",
        "consent": True,
        **intake,
    }
    if asked.get("anonymous"):
        asked |= {"name": "", "contact": ""}
    wish = receive.Intake(region=region or make_region(), **asked)
    ticket, _code = receive.receive(wish, actor=by, at=at, source=source)
    order = list(Stage)
    for step in order[1 : order.index(Stage(stage)) + 1]:
        advance(ticket, step, at=at, by=by, source=source, team=team, handler=handler)
    return ticket


def advance(
    ticket: Ticket,
    stage: str,
    *,
    at: datetime = NOW,
    by: Actor = SYSTEM,
    source: str = "desk",
    team: Team | None = None,
    handler: User | None = None,
) -> None:
    """Take the ticket from the stage before to this one."""
    common: dict[str, Any] = {"actor": by, "at": at, "source": source}
    match stage:
        case Stage.REVIEWING:
            review.start_review(ticket, **common)
        case Stage.DISPATCHED:
            dispatch.dispatch(ticket, **common, team=team or make_team(), handler=handler, why="Their network.")
        case Stage.INVESTIGATING:
            dispatch.accept(ticket, **common)
        case Stage.REPLIED:
            results = {request.position: ("met", "") for request in ticket.requests.all()}
            words = "We flushed the pipe; the water is clear again."
            reply.reply(ticket, **common, words=words, outcome="resolved", results=results)
        case Stage.ARCHIVED:
            closing = make_reason(Reason.List.CLOSING)
            archive.archive(ticket, **common, category=ticket.category or make_category(), closing_code=closing)


def hold(ticket: Ticket, *, at: datetime, until: datetime, by: Actor) -> None:
    investigate.hold(ticket, actor=by, at=at, source="desk", reason=make_reason(), until=until)


def clock_of(ticket: Ticket, milestone: str, *, round: int = 1) -> Clock:
    """The ticket's clock of this milestone as the database has it now."""
    return Clock.objects.select_related("calendar", "ticket").get(ticket=ticket, milestone=milestone, round=round)


def count_rows() -> None:
    """As any PostgreSQL does by itself within a minute. Tables that tests filled and emptied all day count as empty,
    and empty tables are joined in whatever order: a list of one letter once took minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
