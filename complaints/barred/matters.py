"""What the story and the clocks of a matter say against a move. Each returns the refusal, or None."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from complaints.barred.facts import Facts
from complaints.choices import OPEN, Nature, Priority
from complaints.conditions import CONDITIONS, OPEN_ENDS
from complaints.models import Target, Ticket, Tie
from complaints.promises import more_time
from complaints.refusals import NotNow
from servicecenter import opening_hours, working_time
from servicecenter.models import Event
from servicecenter.moments import say_moment

APART = 5  # working days between two requests for what is missing, and from the last to the closing
RETURN_WITHIN = 4 * 60  # working minutes after the dispatch
UNDO_WITHIN = timedelta(days=7)  # of a merge or a split; a link may always be undone


def danger(facts: Facts) -> NotNow | None:
    if facts.ticket.priority == Priority.CRITICAL:
        return NotNow(_("There is danger: it goes on, whatever is missing."))
    return None


def last_request(facts: Facts) -> Event | None:
    """The newest request for what is missing that still stands; the customer's word makes an end of it."""
    asked = facts.told("ticket.information_asked") if facts.ticket.information_asked else []
    return asked[-1] if asked else None


def answer_until(ticket: Ticket, asked_at: datetime) -> datetime:
    return working_time.add(asked_at, APART, "working_days", opening_hours.of(ticket.region.calendar))


def still_answering(facts: Facts) -> NotNow | None:
    last = last_request(facts)
    until = answer_until(facts.ticket, last.at) if last else None
    if until is None or facts.at >= until:
        return None
    return NotNow(
        _("The customer has five working days to answer, until %(moment)s.") % {"moment": _said(facts, until)}
    )


def kept_too_long(facts: Facts) -> NotNow | None:
    given = facts.ticket.dispatched_at or facts.ticket.stage_since
    calendar = opening_hours.of(facts.ticket.region.calendar)
    until = working_time.add(given, RETURN_WITHIN, "working_minutes", calendar)
    if facts.at <= until:
        return None
    return NotNow(
        _("The time to return it ended %(until)s. Ask a supervisor to take it over.") % {"until": _said(facts, until)}
    )


def _said(facts: Facts, moment: datetime) -> str:
    return say_moment(moment, opening_hours.of(facts.ticket.region.calendar).zone, now=facts.at)


def no_more_time(facts: Facts) -> NotNow | None:
    clock = more_time.reply_clock(facts.ticket, facts.clocks)
    decided = facts.told("ticket.extension_decided") if clock else []
    granted = sum(1 for one in decided if one.payload["granted"] and clock and one.payload["clock"] == clock.pk)
    why = more_time.why_none(clock, granted, facts.at)
    return NotNow(why) if why else None


def waiting_for(lead: Ticket) -> QuerySet[Ticket]:
    """Those of its petition who have their answer with it."""
    return lead.members.filter(stage__in=OPEN, own_way=False, round=1)


def others_wait(facts: Facts) -> NotNow | None:
    """Who began a petition does not end it while its people wait for the same answer."""
    if facts.ticket.leads_group and waiting_for(facts.ticket).exists():
        return NotNow(_("Other people of the petition wait for the same answer: the matter goes on."))
    return None


def goes_on(facts: Facts) -> NotNow | None:
    ticket = facts.ticket
    asked_by_law = any(one.sort != Target.Sort.PROMISE for one in facts.clocks)
    if ticket.priority == Priority.CRITICAL or ticket.nature == Nature.REPORT or ticket.names_staff or asked_by_law:
        return NotNow(
            _(
                "This matter goes on even without the customer: it is dangerous, it is about staff, or the law "
                "demands it."
            )
        )
    return None


def others_merged(facts: Facts) -> NotNow | None:
    if facts.told("ticket.joined") and facts.ticket.merged.exists():
        return NotNow(_("Others were merged into this one. Merge the other way round, or undo that first."))
    return None


def no_longer_undone(facts: Facts) -> NotNow | None:
    tie = facts.tie
    if tie is None:
        return NotNow(CONDITIONS["can_undo"][0])
    if tie.kind == Tie.Kind.LINK:
        return None
    if facts.at > tie.made_at + UNDO_WITHIN:
        return NotNow(_("It can be undone for seven days only. Link the tickets, or reopen one."))
    return _answered_together(tie) if tie.kind == Tie.Kind.MERGE else _part_goes_on(facts, tie)


def _answered_together(merge: Tie) -> NotNow | None:
    there = merge.other
    if there.stage not in OPEN or (there.replied_at and there.replied_at > merge.made_at):
        return NotNow(_("Both were answered together. It can no longer be undone."))
    return None


def _part_goes_on(facts: Facts, split: Tie) -> NotNow | None:
    """What was split off ends with the undoing: not with something open, nor over people who wait for it."""
    part = facts.ticket
    if part.stage not in OPEN or split.other.stage not in OPEN:
        return NotNow(_("One of them is answered already. It can no longer be undone."))
    if waiting := others_wait(facts):
        return waiting
    in_the_way = next((one for one in (*OPEN_ENDS, "legal_hold") if getattr(part, one)), None)
    return NotNow(CONDITIONS[in_the_way][1]) if in_the_way else None
