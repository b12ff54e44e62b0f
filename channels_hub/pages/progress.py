"""Where a request stands, told to its customer: one sentence, six steps in plain words, what they asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from channels_hub import promises
from channels_hub.promises import Promise
from complaints import lifecycle, moving, timeline
from complaints.aftercare import recourses
from complaints.choices import TURNED_DOWN, Stage
from complaints.models import Recourse, Request, Ticket, Tie, Triage
from complaints.stages import rating
from complaints.stages.archive import REOPEN_WITHIN, last_word_is_due
from complaints.story import Story
from servicecenter import actors
from servicecenter.moments import say_day, say_moment

# For each stage: what is said when it is over, while it lasts, and while it is to come.
STEPS = {
    Stage.RECEIVED: (
        pgettext_lazy("step", "We got your message"),
        pgettext_lazy("step", "We have your message"),
        pgettext_lazy("step", "We get your message"),
    ),
    Stage.REVIEWING: (
        pgettext_lazy("step", "We checked what it is about"),
        pgettext_lazy("step", "We are checking what it is about"),
        pgettext_lazy("step", "We check what it is about"),
    ),
    Stage.DISPATCHED: (
        pgettext_lazy("step", "The right team got it"),
        pgettext_lazy("step", "The right team has it"),
        pgettext_lazy("step", "The right team gets it"),
    ),
    Stage.INVESTIGATING: (
        pgettext_lazy("step", "They found the cause"),
        pgettext_lazy("step", "They are finding the cause"),
        pgettext_lazy("step", "They find the cause"),
    ),
    Stage.REPLIED: (
        pgettext_lazy("step", "You got our answer"),
        pgettext_lazy("step", "You have our answer"),
        pgettext_lazy("step", "You get our answer"),
    ),
    Stage.ARCHIVED: (
        pgettext_lazy("step", "It is closed"),
        pgettext_lazy("step", "It is closed"),
        pgettext_lazy("step", "You tell us whether it is solved"),
    ),
}
CLOSES = pgettext_lazy("step", "We close it")  # of who has told us already
STATES = ("was", "now", "")
MOVES = frozenset(row.event for row in lifecycle.TABLE)
ANSWERS = frozenset(row.event for row in lifecycle.TABLE if row.target == Stage.REPLIED)
ASKED, REVIEWED = frozenset({"ticket.information_asked"}), frozenset({"ticket.triaged"})
# Why it waits, said to the customer: the list of reasons speaks of them to colleagues.
WAITS = {
    "customer-papers": pgettext_lazy("why it waits", "we need papers from you"),
    "agreed-date": pgettext_lazy("why it waits", "we have agreed on a date with you"),
}


@dataclass(frozen=True)
class Step:
    words: str | LazyText
    state: str  # "was", "now" or "" (to come)
    when: str
    note: str = ""


@dataclass(frozen=True)
class Said:
    """A message, either way."""

    by: str
    mine: bool
    when: str
    entry: timeline.Entry
    told: str = ""  # what it is, where the words alone do not say it


@dataclass(frozen=True)
class Progress:
    headline: str
    apology: str
    steps: list[Step]
    said: list[Said]
    # The answer that stands now, or what we need from them: what they came to read, told first.
    answer: Said | None
    asks: bool
    requests: list[Request]
    promised: list[promises.KeptLater]
    recourses: tuple[Recourse, ...]
    may_reopen: bool
    may_rate: bool
    may_chase: bool
    may_withdraw: bool
    reopen_until: str
    withdrawn: bool
    turned_down: bool
    goes_on_as: list[str]


def _go_on_as(story: Story) -> list[str]:
    """The numbers under which the same person's matter goes on: it was merged, or a part was split off."""
    ticket = story.ticket
    if ticket.merged_into:
        return [ticket.merged_into.number]
    if not story.may_be_tied:
        return []
    parts = ticket.ties_from.standing().filter(kind=Tie.Kind.SPLIT)
    return list(parts.order_by("pk").values_list("ticket__number", flat=True))


def of(ticket: Ticket, now: datetime, *, rated: bool = False) -> Progress:
    """A fixed number of statements, whatever was said. rated: they have told us whether it is solved."""
    story = Story(ticket, {*timeline.FOR_CUSTOMER, *MOVES})
    story.fetch("follow_ups")
    given = promises.of(ticket, now)
    until = ticket.replied_at + REOPEN_WITHIN if ticket.replied_at else None
    zone = promises.zone_of(ticket)
    entries = timeline.for_customer(ticket, story=story)
    promised = promises.kept_later(ticket, ticket.follow_ups.all(), now) if _was_answered(ticket) else []
    last_round = ticket.round > 1 and last_word_is_due(ticket, now)
    said = [_said(ticket, entry, now) for entry in entries if entry.words or entry.files]
    withdrawn, asks, looks = _was_withdrawn(story), _asks(ticket), ticket.triage_due or ticket.second_due
    first, may_rate = _told_first(story, withdrawn), rating.may_rate(ticket, now)
    answered = _answered(first, rated, may_rate and ticket.outcome not in TURNED_DOWN)
    return Progress(
        headline=_("You withdrew it; it is closed.") if withdrawn else _headline(ticket, given, answered, now),
        apology=_apology(ticket, given),
        steps=_steps(story, given, rated, now),
        said=said,
        answer=next((one for one in reversed(said) if one.entry.kind in first), None),
        asks=asks,
        requests=list(ticket.requests.all()),
        promised=promised,
        recourses=_recourses(ticket, entries),
        may_reopen=until is not None and now <= until and not (ticket.final_reply_at or last_round or looks),
        may_rate=may_rate,
        may_chase=_may_chase(ticket, promised, now),
        may_withdraw=moving.why_not(lifecycle.MOVES["withdraw"], ticket, actors.customer(), now) is None,
        reopen_until=say_day(until.astimezone(zone).date(), today=now.astimezone(zone).date()) if until else "",
        withdrawn=withdrawn,
        turned_down=ticket.outcome in TURNED_DOWN,
        goes_on_as=_go_on_as(story),
    )


def _asks(ticket: Ticket) -> bool:
    """It stands still until they tell us what is missing."""
    return bool(ticket.held_until and ticket.information_asked)


def _told_first(story: Story, withdrawn: bool) -> frozenset[str]:
    """The kinds of event of which the newest is told first: none while there is nothing to read."""
    ticket = story.ticket
    if _asks(ticket):
        return ASKED
    if withdrawn or ticket.triage_due or ticket.second_due or ticket.stage not in {Stage.REPLIED, Stage.ARCHIVED}:
        return frozenset()
    last = next((one for one in reversed(story.own) if one.kind in ANSWERS | REVIEWED), None)
    explained = last is not None and last.payload.get("decision") == Triage.Decision.EXPLAINED
    return REVIEWED if explained else ANSWERS


def _recourses(ticket: Ticket, entries: list[timeline.Entry]) -> tuple[Recourse, ...]:
    """As the answer named them. Who was turned down has the ways that fit, although that letter has no such part."""
    if named := next((one.parts.recourses for one in reversed(entries) if one.parts), ()):
        return named
    return tuple(recourses.for_ticket(ticket)) if ticket.outcome in TURNED_DOWN and _was_answered(ticket) else ()


def _may_chase(ticket: Ticket, promised: list[promises.KeptLater], now: datetime) -> bool:
    """Where there is still something to come: after an answer only what was promised in it, or a second look."""
    if moving.why_not(lifecycle.MOVES["chase"], ticket, actors.customer(), now):
        return False
    awaited = ticket.triage_due or ticket.second_due or any(not one.done for one in promised)
    return ticket.stage != Stage.REPLIED or awaited


def _was_answered(ticket: Ticket) -> bool:
    """In this round or one before: only an answer promises something."""
    return ticket.replied_at is not None or ticket.round > 1


def _was_withdrawn(story: Story) -> bool:
    """It was put away because its customer gave it up, and lies there still."""
    if story.ticket.stage != Stage.ARCHIVED:
        return False
    ends = {"ticket.archived", "ticket.withdrawn"}
    own = [one.kind for one in story.events if one.kind in ends and one.subject_id == story.ticket.pk]
    return own[-1:] == ["ticket.withdrawn"]


def _answered(first: frozenset[str], rated: bool, to_ask: bool) -> str:
    if first == REVIEWED:
        return _("We have looked at it once more: our answer stands.")
    if rated:
        return _("You have our answer and we have yours.")
    return _("You have our answer. Is it solved?") if to_ask else _("You have our answer.")


def _headline(ticket: Ticket, given: list[Promise], answered: str, now: datetime) -> str:
    if ticket.merged_into:
        number = ticket.merged_into.number
        return _("We handle it together with your request %(number)s.") % {"number": number}
    if ticket.stage == Stage.REPLIED and ticket.final_reply_at:
        return _("You have our final reply.")
    if ticket.triage_due or ticket.second_due:
        return _("You told us that it is not settled. Somebody who has not dealt with it before is looking.")
    if ticket.stage == Stage.REPLIED:
        return answered
    if ticket.stage == Stage.ARCHIVED:
        return _("Your request is answered and closed.")
    if ticket.held_until:
        back = say_moment(ticket.held_until, promises.zone_of(ticket), now=now)
        if _asks(ticket):
            return _("We need something from you. Please tell us by %(when)s.") % {"when": back}
        why = ticket.hold_reason
        return _("It is on hold: %(reason)s. We take it up again by %(when)s at the latest.") % {
            "reason": WAITS.get(why.code, why.label) if why else "",
            "when": back,
        }
    where = {
        Stage.RECEIVED: _("We have your message."),
        Stage.REVIEWING: _("We are checking what it is about."),
        Stage.DISPATCHED: _("The right team has it."),
        Stage.INVESTIGATING: _("We are looking into it."),
    }[Stage(ticket.stage)]
    coming = promises.next_word(given)
    return _("%(where)s You will hear from us by %(when)s.") % {"where": where, "when": coming.by} if coming else where


def _apology(ticket: Ticket, given: list[Promise]) -> str:
    broken = promises.last_broken(given)
    if broken is None or ticket.stage == Stage.ARCHIVED:
        return ""
    words = _("We had promised %(when)s (%(what)s) and did not make it. We are sorry.") % {
        "when": broken.by,
        "what": str(broken.words)[:1].lower() + str(broken.words)[1:],
    }
    if ticket.stage == Stage.REPLIED or promises.next_word(given):
        return words
    return f"{words} {_('The people responsible were alarmed when it came due, and again until they answer.')}"


def _steps(story: Story, given: list[Promise], rated: bool, now: datetime) -> list[Step]:
    """All six, always. One that was passed over is told as such, not as done."""
    ticket = story.ticket
    reached, here = _reached(story), list(STEPS).index(Stage(ticket.stage))
    steps = []
    for position, (stage, words) in enumerate(STEPS.items()):
        state = STATES[0 if position < here else 1 if position == here else 2]
        at = reached.get(stage) if state else None
        told = words[STATES.index(state if at else "")]
        if stage == Stage.ARCHIVED and not state and rated:
            told = CLOSES
        steps.append(Step(told, state, _when(ticket, stage, state, at, given, now), _note(ticket, state)))
    return steps


def _when(ticket, stage: Stage, state: str, at: datetime | None, given: list[Promise], now: datetime) -> str:
    if at:
        return say_moment(at, promises.zone_of(ticket), now=now)
    answer = promises.answer(given)
    if stage == Stage.REPLIED and answer and not answer.broken:
        return _("by %(when)s") % {"when": answer.by}
    return _("not needed") if state == "was" else ""


def _note(ticket: Ticket, state: str) -> str:
    if state == "now" and ticket.round > 1 and ticket.stage not in {Stage.REPLIED, Stage.ARCHIVED}:
        return _("Round %(round)d, with half the time, because our answer did not settle it.") % {"round": ticket.round}
    return ""


def _reached(story: Story) -> dict[str, datetime]:
    """When each stage of the present round was entered; a further round keeps only the receipt."""
    reached: dict[str, datetime] = {}
    for event in story.own:
        if event.kind in {"ticket.reopened", "ticket.reopened_for_review", "ticket.second_handling"}:
            reached = {Stage.RECEIVED: story.ticket.received_at}
        if event.kind in MOVES and event.payload["to"] != event.payload["from"]:
            reached[event.payload["to"]] = event.at
    return reached


def _said(ticket: Ticket, entry: timeline.Entry, now: datetime) -> Said:
    mine = entry.side == "in"
    by = _("You") if mine else ticket.team.label if ticket.team else ""
    told = entry.sentence if entry.taken or (not mine and entry.kind != "message.sent") else ""
    return Said(by, mine, say_moment(entry.at, promises.zone_of(ticket), now=now), entry, told)
