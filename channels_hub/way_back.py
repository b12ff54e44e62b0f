"""The way back for a customer who has lost the code: a link to the address we know, good for an hour and once.

Nothing is stored beside the trail: the link is made of the event that asked for it and of the house's own key.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from complaints.events import TICKET
from complaints.models import Ticket
from customers import contact_points
from customers.models import ContactPoint
from servicecenter import trail
from servicecenter.actors import customer
from servicecenter.crypto import blind_index
from servicecenter.models import Event
from servicecenter.requests import request_id

ASKED, USED = "ticket.way_back_asked", "ticket.way_back_used"
LASTS = timedelta(hours=1)


def ask(number: str, address: str, at: datetime) -> None:
    """Send the link when `address`, in normal form, is the ticket's own email.

    It writes the same either way and undoes it when nothing fits, so that no clock tells whether a number exists.
    """
    points = contact_points.having(ContactPoint.Kind.EMAIL, address)
    ticket = Ticket.objects.filter(number=number, contact_point__in=points).first()
    with transaction.atomic():
        _note(ASKED, ticket.pk if ticket else 0, at)
        if ticket is None:
            transaction.set_rollback(True)


def url(event: Event) -> str:
    """The address in the message; "" in every other message."""
    if event.kind != ASKED:
        return ""
    return f"{settings.SITE_URL}{reverse('way_back', args=[event.pk, _token(event.pk)])}"


def read(asked: int, token: str, now: datetime) -> Ticket | None:
    """The ticket this link opens while it is good and has not been used."""
    if not constant_time_compare(token, _token(asked)):
        return None
    event = Event.objects.filter(pk=asked, kind=ASKED, at__gt=now - LASTS).first()
    if event is None or _uses(event).exists():
        return None
    return Ticket.objects.filter(pk=event.subject_id).first()


def use(ticket: Ticket, asked: int, at: datetime) -> None:
    _note(USED, ticket.pk, at, asked=asked)


def _uses(event: Event):
    later = Event.objects.filter(subject_type=TICKET, subject_id=event.subject_id, kind=USED, pk__gt=event.pk)
    return later.filter(payload__asked=event.pk)


def _note(kind: str, ticket: int, at: datetime, **payload: int) -> None:
    trail.record(
        kind, subject=(TICKET, ticket), at=at, actor=customer(), source="web", payload=payload,
        request_id=request_id.get(),
    )  # fmt: skip


def _token(asked: int) -> str:
    return blind_index("way-back", str(asked))[:40]
