"""Why this deadline: a clock told as plain data with words in the reader's language, for a page or the API.

Must not decide anything: it retells what complaints/promises/clocks.py did, with the arithmetic of
servicecenter/deadline_steps.py, and says so openly where the two no longer agree.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.models import Clock, PolicyVersion, Target, Ticket
from complaints.promises import clocks, policies
from servicecenter import deadline_steps, opening_hours
from servicecenter.deadline_steps import Reason, Step
from servicecenter.models import CalendarDay
from servicecenter.roles import ROLES

HOUR = 60
Unit = Target.Unit


@dataclass(frozen=True)
class Line:
    """One stretch or day of the reckoning, in the calendar's zone."""

    day: date
    begins: datetime
    ends: datetime
    reason: str
    """Code, deadline_steps.Reason."""
    counts: bool
    words: str
    make_up: bool = False
    provisional: bool = False
    """A public holiday the authority has not announced yet."""


@dataclass(frozen=True)
class Pause:
    """The clock stood still, or stands still (`until` is None)."""

    since: datetime
    until: datetime | None
    reason: str
    by: str
    due_before: datetime
    due_after: datetime


@dataclass(frozen=True)
class Explanation:
    """One clock. Labels and words are in the language active when it was made; moments are aware."""

    clock: int
    milestone: str
    label: str
    round: int
    state: str
    state_label: str
    sort: str
    sort_label: str
    policy: str
    """Empty when no policy stands behind the clock."""
    version: int | None
    source: str
    because: list[str]
    calendar: str
    zone: str
    started_at: datetime
    original_due_at: datetime
    due_at: datetime
    ended_at: datetime | None
    amount: int
    unit: str
    amount_words: str
    summary: str
    lines: list[Line]
    pauses: list[Pause]
    extended_by: timedelta
    """What is left of the change of the due time when the pauses are taken off."""
    notes: list[str] = field(default_factory=list)


def explain_ticket(ticket: Ticket) -> list[Explanation]:
    """Every clock of the ticket, the nearest due first; a fixed number of statements."""
    rows = ticket.clocks.select_related(
        "calendar", "policy_version__policy", "policy_version__category", "policy_version__region"
    ).prefetch_related("calendar__days", "policy_version__targets", "pauses__reason")
    return [explain_clock(clock) for clock in rows]


def explain_clock(clock: Clock) -> Explanation:
    """Retell one clock."""
    version, zone = clock.policy_version, ZoneInfo(clock.calendar.zone)
    lines = _lines(clock)
    pauses, without_extension = _pauses(clock, zone)
    return Explanation(
        clock=clock.pk,
        milestone=clock.milestone,
        label=str(clock.get_milestone_display()),
        round=clock.round,
        state=clock.state,
        state_label=str(clock.get_state_display()),
        sort=clock.sort,
        sort_label=str(clock.get_sort_display()),
        policy=version.policy.label if version else "",
        version=version.number if version else None,
        source=version.policy.told_source if version else "",
        because=because_words(version) if version else [],
        calendar=clock.calendar.label,
        zone=clock.calendar.zone,
        started_at=clock.started_at.astimezone(zone),
        original_due_at=clock.original_due_at.astimezone(zone),
        due_at=clock.due_at.astimezone(zone),
        ended_at=clock.ended_at.astimezone(zone) if clock.ended_at else None,
        amount=clock.amount,
        unit=clock.unit,
        amount_words=amount_words(clock.amount, clock.unit),
        summary=_summary(clock, zone),
        lines=lines,
        pauses=pauses,
        extended_by=clock.due_at - without_extension,
        notes=_notes(clock, lines, clock.due_at - without_extension),
    )


def amount_words(amount: int, unit: str) -> str:
    """ "24 hours", "4 working hours", "5 working days": whole hours are said as hours."""
    if not amount and unit in {Unit.MINUTES, Unit.WORKING_MINUTES}:
        return _("at once")
    whole_hours = amount % HOUR == 0
    match unit:
        case Unit.MINUTES if whole_hours:
            amount //= HOUR
            words = ngettext("%(count)d hour", "%(count)d hours", amount)
        case Unit.MINUTES:
            words = ngettext("%(count)d minute", "%(count)d minutes", amount)
        case Unit.WORKING_MINUTES if whole_hours:
            amount //= HOUR
            words = ngettext("%(count)d working hour", "%(count)d working hours", amount)
        case Unit.WORKING_MINUTES:
            words = ngettext("%(count)d working minute", "%(count)d working minutes", amount)
        case Unit.WORKING_DAYS:
            words = ngettext("%(count)d working day", "%(count)d working days", amount)
        case _:
            words = ngettext("%(count)d calendar day", "%(count)d calendar days", amount)
    return words % {"count": amount}


def because_words(version: PolicyVersion) -> list[str]:
    """What made it this policy, most telling first, in words."""
    told = {
        "category": lambda: (_("Category"), version.category.label),
        "priority": lambda: (_("Priority"), version.get_priority_display()),
        "customer_class": lambda: (_("Customer class"), version.get_customer_class_display()),
        "region": lambda: (_("Region"), version.region.label),
        "area_class": lambda: (_("Area"), version.get_area_class_display()),
        "nature": lambda: (_("Nature"), version.get_nature_display()),
    }
    pairs = [told[selector]() for selector in policies.because(version)]
    if not pairs:
        return [_("It applies wherever no policy fits more closely.")]
    return [_("%(what)s: %(value)s") % {"what": what, "value": value} for what, value in pairs]


def _summary(clock: Clock, zone: ZoneInfo) -> str:
    return _("%(milestone)s: %(amount)s from %(start)s, by the calendar “%(calendar)s”: due %(due)s.") % {
        "milestone": clock.get_milestone_display(),
        "amount": amount_words(clock.amount, clock.unit),
        "start": _moment(clock.started_at, zone),
        "calendar": clock.calendar.label,
        "due": _moment(clock.original_due_at, zone),
    }


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _lines(clock: Clock) -> list[Line]:
    steps = deadline_steps.explain(
        clock.started_at,
        clock.amount,
        clock.unit,
        opening_hours.of(clock.calendar),
        shift_holidays=clock.sort == Target.Sort.PROMISE,
    )
    named = {day.date: day for day in clock.calendar.days.all()}
    lines, counted = [], 0
    for step in steps:
        counted += step.days
        lines.append(_line(step, counted, named.get(step.day)))
    return lines


def _line(step: Step, counted: int, day: CalendarDay | None) -> Line:
    counts = step.reason is Reason.COUNTED
    return Line(
        day=step.day,
        begins=step.begins,
        ends=step.ends,
        reason=str(step.reason),
        counts=counts,
        words=_step_words(step, counted, day),
        make_up=step.make_up,
        provisional=bool(day and day.provisional),
    )


def _step_words(step: Step, counted: int, day: CalendarDay | None) -> str:
    match step.reason:
        case Reason.COUNTED:
            words = _("Day %(number)d") % {"number": counted} if step.days else _length(step.counted)
            return f"{words} · {_('make-up working day')}" if step.make_up else words
        case Reason.RECEIPT:
            return _("Day of receipt: not counted")
        case Reason.OUTSIDE_HOURS:
            return _("Outside the working hours: not counted")
        case Reason.HOLIDAY:
            words = _("Public holiday: not counted")
            return f"{words} · {day.label}" if day and day.label else words
        case Reason.MOVED_TO:
            return _("The last day was a public holiday: it moves on to this working day")
        case _:
            return _("Closed on this day of the week: not counted")


def _length(span: timedelta) -> str:
    hours, minutes = divmod(round(span.total_seconds() / 60), HOUR)
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}


def _pauses(clock: Clock, zone: ZoneInfo) -> tuple[list[Pause], datetime]:
    """The ledger with what each pause did, and the due time as the pauses alone have made it."""
    told, trace = [], copy(clock)
    trace.due_at = clock.original_due_at
    for row in clock.pauses.all():
        before = trace.due_at
        if row.until:
            trace.due_at = clocks.shifted(trace, row.since, row.until)
        told.append(
            Pause(
                since=row.since.astimezone(zone),
                until=row.until.astimezone(zone) if row.until else None,
                reason=row.reason.label,
                by=str(ROLES.get(row.actor_role, row.actor_role)),
                due_before=before.astimezone(zone),
                due_after=trace.due_at.astimezone(zone),
            )
        )
    return told, trace.due_at


def _notes(clock: Clock, lines: list[Line], extended_by: timedelta) -> list[str]:
    notes = [*_round_note(clock)]
    if clock.sort == Target.Sort.STATUTORY:
        notes.append(_("A statutory time limit: it is never held, extended or started again."))
    if clock.sort == Target.Sort.UPSTREAM:
        notes.append(_("Set by the body that passed the matter on: a hold of ours does not stop it."))
    if clock.recomputed:
        notes.append(_("Counted anew from the same beginning, because the matter was classified differently."))
    if extended_by > timedelta():
        notes.append(_("Extended. The first due time stays on record."))
    if any(line.provisional for line in lines):
        notes.append(_("Some public holidays on the way are not yet announced. A promise once given is not moved."))
    if lines and lines[-1].ends != clock.original_due_at:
        notes.append(_("The calendar was changed after this promise was given. The promise stands as it was given."))
    return notes


def _round_note(clock: Clock) -> list[str]:
    """A further round has half the time; only the version knows what the whole was."""
    version = clock.policy_version
    targets = version.targets.all() if version and clock.round > 1 else []
    whole = next((target.amount for target in targets if target.milestone == clock.milestone), None)
    if whole is None or whole == clock.amount:
        return []
    return [
        _("Round %(round)d has half the time, rounded up: %(whole)s became %(half)s.")
        % {
            "round": clock.round,
            "whole": amount_words(whole, clock.unit),
            "half": amount_words(clock.amount, clock.unit),
        }
    ]
