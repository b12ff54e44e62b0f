"""Who is written to when something happened: a subscriber of the trail that queues messages, each once."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from channels_hub import answer_links
from channels_hub.models import Outbound
from complaints import conflicts
from complaints.events import HANDOVER
from complaints.models import CallbackRule, Ticket, Triage
from customers.models import ContactPoint
from servicecenter.models import Event

# Kinds the customer hears of, and the template that says it.
TO_CUSTOMER = {
    "ticket.received": "received",
    "ticket.answered": "replied",
    "ticket.replied": "replied",
    "ticket.declined": "replied",
    "ticket.rejected": "replied",
    "message.sent": "message",
    "ticket.closed_unanswered": "replied",
    "ticket.information_asked": "message",
    "ticket.interim_reply": "interim",
    "ticket.extension_decided": "message",
    "ticket.reopened": "reopened",
    "ticket.second_handling": "reopened",
    "ticket.callback_missed": "missed",
    "ticket.triaged": "triaged",
    "ticket.letter_sent": "long_open",
    "ticket.merged": "joined",
    "ticket.survey_asked": "survey",
    "ticket.way_back_asked": "way_back",
}
# Kinds colleagues hear of, by the people named in the payload.
TO_COLLEAGUES = {
    "clock.warned": "alarm",
    "clock.broken": "alarm",
    "clock.escalated": "alarm",
    "ticket.escalated": "escalated",
    "ticket.chased": "chased",
    "ticket.reassigned": "reassigned",
    "ticket.requeued": "requeued",
    "ticket.returned": "ruling",
    "ticket.letter_prepared": "letter_ready",
    "ticket.emergency_dispatched": "emergency",
    "ticket.staff_named": "concerned",
    "ticket.marked_sensitive": "sensitive",
    "ticket.lead_disputed": "ruling",
    "ticket.team_asked": "asked",
    "task.opened": "asked",
    "ticket.rectification_opened": "rectify",
    "ticket.decline_proposed": "decision",
    "ticket.reject_proposed": "decision",
    "ticket.proposed": "decision",
    "ticket.approved": "decided",
    "ticket.sent_back": "decided",
    "note.mentioned": "mentioned",
    "adjustment.rejected": "adjustment",
    "adjustment.reversed": "adjustment",
    "handover.unsigned": "unsigned",
}
# Nothing is said yet of a second handling that is only owed: its beginning is.
UNSAID = {"second"}
# These are between the customer and us; what is said of the matter, a representative hears too.
TO_THEM_ALONE = {"ticket.received", "ticket.survey_asked", "ticket.way_back_asked"}
HEARD = (*TO_CUSTOMER, *TO_COLLEAGUES)
# Anyone can write somebody else's address on the public form: it must not become a way to flood them.
MOST_RECEIPTS_AN_HOUR = 3


def hear(event: Event) -> None:
    """Queue what the event asks for. Heard twice it queues nothing more."""
    if event.subject_type == HANDOVER:
        Outbound.objects.bulk_create(_to(event.payload["people"], event, None), ignore_conflicts=True)
        return
    ticket = Ticket.objects.select_related("contact_point", "customer").filter(pk=event.subject_id).first()
    if ticket is None or event.payload.get("granted") is False or event.payload.get("decision") in UNSAID:
        return  # of time that was refused the customer hears nothing: the promise stands
    rows = _for_customer(event, ticket) if event.kind in TO_CUSTOMER else _for_colleagues(event, ticket)
    with transaction.atomic():
        if rows and _asks_for_an_answer(event):
            answer_links.make(event, ticket)
        Outbound.objects.bulk_create(rows, ignore_conflicts=True)


def _for_customer(event: Event, ticket: Ticket) -> list[Outbound]:
    point = ticket.contact_point
    if point is None or point.kind != ContactPoint.Kind.EMAIL:
        return []  # the follow page has it; other channels come with their adapters
    if event.kind == "ticket.received" and _flooded(event, point):
        return []
    points = [point] if event.kind in TO_THEM_ALONE else [point, *_representatives(ticket, event)]
    return [
        Outbound(
            event=event, ticket=ticket, channel="email", contact_point=one,
            template=_message_of(event), language=ticket.language, queued_at=event.at,
        )
        for one in points
    ]  # fmt: skip


def _message_of(event: Event) -> str:
    """The manager's final reply is a letter of its own."""
    return "final" if event.payload.get("decision") == Triage.Decision.FINAL else TO_CUSTOMER[event.kind]


def _representatives(ticket: Ticket, event: Event) -> list[ContactPoint]:
    """Who may hear for the customer on the day it happened; nobody else ever does."""
    if not ticket.parties_known:
        return []
    hearing = ticket.parties.hearing(event.at.date()).filter(contact_point__kind=ContactPoint.Kind.EMAIL)
    return [one.contact_point for one in hearing.select_related("contact_point") if one.contact_point]


def _asks_for_an_answer(event: Event) -> bool:
    """A reply that asks by message first, and a message after calls in vain, bear a link to say how it was."""
    return event.kind == "ticket.callback_missed" or event.payload.get("callback") == CallbackRule.First.MESSAGE


def _flooded(event: Event, point: ContactPoint) -> bool:
    """Whether this address, whoever gave it, has had enough receipts within the hour before."""
    lately = Outbound.objects.filter(
        template=TO_CUSTOMER["ticket.received"],
        contact_point__index_full=point.index_full,
        queued_at__gt=event.at - timedelta(hours=1),
    )
    return lately.exclude(event=event).count() >= MOST_RECEIPTS_AN_HOUR


def _for_colleagues(event: Event, ticket: Ticket) -> list[Outbound]:
    """Whom the event names, but nobody whom the matter concerns by now."""
    return _to(set(event.payload.get("people", [])) - conflicts.of(ticket), event, ticket)


def _to(told: Iterable[int], event: Event, ticket: Ticket | None) -> list[Outbound]:
    people = get_user_model().objects.filter(pk__in=told, is_active=True).exclude(email="")
    return [
        Outbound(
            event=event, ticket=ticket, channel="email", user=person,
            template=TO_COLLEAGUES[event.kind], language=person.language or "en", queued_at=event.at,
        )
        for person in people
    ]  # fmt: skip
