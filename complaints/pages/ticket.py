"""The ticket: facts, everything that happened, where it stands and what may be done now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import access_codes, decisions, lifecycle, messages, moving, papers, questions, refusals, timeline
from complaints.aftercare import callback_told, rectifications
from complaints.calling import contacting, reveals
from complaints.choices import Stage
from complaints.inputs.reveals import RevealInput
from complaints.models import Clock, Ticket
from complaints.pages import between, lines, money_facts, move_list
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.promises import clock_faces, clocks, deadlines
from complaints.promises.milestones import REACHED_IN_THE_FIELD, Milestone
from complaints.queries import Disclosure, disclose, visible_to
from complaints.story import Story
from customers import contact_points
from customers.models import ContactPoint
from servicecenter.actors import Actor
from servicecenter.requests import wants_fragment
from servicecenter.roles import ROLES

EARLIER = 5
ENTERS = {
    "ticket.received": Stage.RECEIVED,
    "ticket.review_started": Stage.REVIEWING,
    "ticket.reopened": Stage.REVIEWING,
    "ticket.reopened_for_review": Stage.REVIEWING,
    "ticket.second_handling": Stage.REVIEWING,
    "ticket.returned": Stage.REVIEWING,
    "ticket.dispatched": Stage.DISPATCHED,
    "ticket.emergency_dispatched": Stage.DISPATCHED,
    "ticket.ruled": Stage.DISPATCHED,
    "ticket.requeued": Stage.DISPATCHED,
    "ticket.accepted": Stage.INVESTIGATING,
    "ticket.answered": Stage.REPLIED,
    "ticket.replied": Stage.REPLIED,
    "ticket.declined": Stage.REPLIED,
    "ticket.rejected": Stage.REPLIED,
    "ticket.closed_unanswered": Stage.REPLIED,
    "ticket.archived": Stage.ARCHIVED,
    "ticket.withdrawn": Stage.ARCHIVED,
    "ticket.merged": Stage.ARCHIVED,
}


@of_ticket
def ticket(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    return draw_ticket(request, ticket, actor, at)


def draw_ticket(
    request: HttpRequest,
    ticket: Ticket,
    actor: Actor,
    at: datetime,
    *,
    revealed: Mapping[int, str] | None = None,
    extra: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. `revealed`: contact points shown in full in this one answer; `extra`: a composer with errors."""
    prefetch_related_objects([ticket], "requests__handed_to", clocks.WITH_CALENDAR)
    shown = disclose(actor.user, ticket, at)
    story = Story(ticket)
    story.fetch("follow_ups")
    entries = timeline.of(ticket, shown, now=at, story=story)
    running, ended = clocks_of(ticket, at)
    looked_at = moving.looked_at(ticket, actor, at, story.own)
    legal = [row for row, refusal in looked_at if refusal is None]
    context = {
        "ticket": ticket,
        "shown": shown,
        "days": lines.of(entries, story.events),
        "stages": stages(ticket, entries),
        "contacts": contacts(ticket, shown, revealed or {}),
        "earlier": earlier(ticket, shown, actor, at),
        **between.of(story, shown, actor, at),
        **money_facts.of(story, shown, actor, at),
        "running": running,
        "ended": ended,
        "callbacks": callback_told.of(ticket),
        "rectifications": rectifications.of(ticket),
        "promised": list(ticket.follow_ups.all()),
        "met": sum(1 for _clock, face in ended if face.look == "met"),
        "asked": decisions.asked_on(ticket),
        "named": ticket.named.select_related("user", "team") if ticket.names_staff else (),
        "offered": move_list.of(legal),
        "legal": {row.name for row in legal},
        "impossible": impossible(ticket, looked_at),
        "may_write": messages.may_write(actor),
        "details": questions.told(ticket),
        "code_waits": access_codes.may_tell(ticket, actor) and access_codes.is_waiting(ticket),
        "papers": papers.ready_for(ticket),
        "by_hand": REACHED_IN_THE_FIELD if messages.may_write(actor) else (),
        "note_contact": messages.may_write(actor) and ticket.customer_id is not None,
        "contacted": contacted(ticket, running, at),
        "writes_by": channel_of(ticket),
        **(extra or {}),
    }
    return draw(request, "complaints/ticket.html", context, actor=actor, at=at, status=status)


@dataclass(frozen=True)
class StageReached:
    stage: Stage
    state: str  # was, now or ""
    at: datetime | None
    who: str


def stages(ticket: Ticket, entries: list[timeline.Entry]) -> list[StageReached]:
    """The six, with when and by whom each was last entered. A stage skipped on the way has no moment."""
    order = list(Stage)
    here = order.index(Stage(ticket.stage))
    entered: dict[Stage, timeline.Entry] = {}
    for entry in entries:
        if stage := ENTERS.get(entry.kind):
            # What was reached in an earlier round is yet to come in this one.
            entered = {one: known for one, known in entered.items() if order.index(one) < order.index(stage)}
            entered[stage] = entry
    told = []
    for position, stage in enumerate(order):
        # Beyond the present stage lies only what was undone.
        known = entered.get(stage) if position <= here else None
        state = "now" if position == here else "was" if position < here and known else ""
        told.append(StageReached(stage, state, known.at if known else None, _by_whom(known)))
    return told


def _by_whom(entry: timeline.Entry | None) -> str:
    """The colleague who brought it there; the customer does not work here."""
    return entry.who if entry and entry.side != "in" else ""


@dataclass(frozen=True)
class Contact:
    point: ContactPoint
    masked: str
    full: str = ""


def contacts(ticket: Ticket, shown: Disclosure, revealed: Mapping[int, str]) -> list[Contact]:
    """The customer's phone numbers and addresses, masked unless just revealed."""
    if not shown.contact or ticket.customer is None:
        return []
    return [
        Contact(point, contact_points.mask(point.kind, point.value), revealed.get(point.pk, ""))
        for point in ticket.customer.contact_points.order_by("pk")
    ]


def earlier(ticket: Ticket, shown: Disclosure, actor: Actor, at: datetime) -> list[Ticket]:
    """Other tickets of the same customer, newest first; none when the reader may not know who it is."""
    if not shown.name or ticket.customer_id is None:
        return []
    others = visible_to(actor.user, at).filter(customer=ticket.customer_id).exclude(pk=ticket.pk)
    return list(others.order_by("-received_at", "-pk")[:EARLIER])


def clocks_of(ticket: Ticket, at: datetime) -> tuple[list, list]:
    """The clocks of this round with their faces: those alive, the nearest first, and those that have ended."""
    of_round = sorted((one.due_at, one.pk, one) for one in ticket.clocks.all() if one.round == ticket.round)
    faces = [(one, clock_faces.of(one, at)) for *_due, one in of_round if one.state != Clock.State.CANCELLED]
    return [pair for pair in faces if pair[0].is_alive], [pair for pair in faces if not pair[0].is_alive]


def contacted(ticket: Ticket, running: list, at: datetime) -> str:
    """How far the log is with the promise to talk with the customer; "" where none is running."""
    since = next((clock.started_at for clock, _face in running if clock.milestone == Milestone.CONTACT), None)
    return str(contacting.standing(ticket, since, at)) if since else ""


@dataclass(frozen=True)
class Impossible:
    """A move that cannot be made now: by whom it could, or at which stages, or else why not."""

    label: str
    reason: str
    who: str = ""
    stages: str = ""


def impossible(ticket: Ticket, looked_at: Iterable[tuple[lifecycle.Move, refusals.Refused | None]]) -> list[Impossible]:
    told = []
    for row, refusal in looked_at:
        if isinstance(refusal, refusals.NotThisRole):
            who = [str(ROLES[role]) for role in row.open_to(ticket.stage) if role in ROLES]
            told.append(Impossible(str(row.label), str(refusal), who=_(", ").join(who)))
        elif refusal:
            stages = [] if ticket.stage in row.sources else [str(stage.label) for stage in row.sources]
            told.append(Impossible(str(row.label), str(refusal), stages=_(", ").join(stages)))
    return told


def channel_of(ticket: Ticket) -> str:
    """How a message reaches the customer now; the follow page always has it."""
    point = ticket.contact_point
    return "email" if point and point.kind == ContactPoint.Kind.EMAIL else "web"


@of_ticket
def reveal(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, pk: int) -> HttpResponse:
    """One contact point in full, in this one answer, against a reason that is kept."""
    if not disclose(actor.user, ticket, at).contact or ticket.customer_id is None:
        raise Http404
    point = get_object_or_404(ContactPoint, pk=pk, customer=ticket.customer_id)
    form = RevealInput(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reveals.reveal(ticket, point, why=form.cleaned_data["why"], actor=actor, at=at, source=SOURCE)
        return draw_ticket(request, ticket, actor, at, revealed={point.pk: point.value})
    context = {
        "ticket": ticket,
        "form": form,
        "point": point,
        "masked": contact_points.mask(point.kind, point.value),
    }
    template = "complaints/_reveal.html" if wants_fragment(request) else "complaints/reveal.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if form.is_bound else 200)


@require_safe
@of_ticket
def why(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, pk: int) -> HttpResponse:
    """The arithmetic behind one due time."""
    clock = get_object_or_404(
        Clock.objects.select_related(
            "calendar", "policy_version__policy", "policy_version__category", "policy_version__region"
        ),
        pk=pk,
        ticket=ticket,
    )
    context = {"ticket": ticket, "told": deadlines.explain_clock(clock), "milestone": clock.get_milestone_display()}
    template = "complaints/_why.html" if wants_fragment(request) else "complaints/why.html"
    return draw(request, template, context, actor=actor, at=at)


def back(ticket: Ticket) -> HttpResponse:
    return redirect("ticket", ticket.number)
