"""Makes and reads the links by which a customer answers a message with one tap."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from channels_hub.models import AnswerLink
from complaints.models import Ticket
from servicecenter.crypto import blind_index
from servicecenter.models import Event

LASTS = timedelta(days=30)


def make(event: Event, ticket: Ticket) -> None:
    """Keep the link of this event's message; heard twice it is kept once."""
    AnswerLink.objects.get_or_create(
        event=event,
        defaults={
            "ticket": ticket,
            "round": ticket.round,
            "token_hash": _hash(_token(event.pk)),
            "until": event.at + LASTS,
        },
    )


def url(event: Event) -> str:
    """The address in the message, the same each time it is written; "" when the message has none."""
    if not AnswerLink.objects.filter(event=event).exists():
        return ""
    return f"{settings.SITE_URL}{reverse('answer', args=[_token(event.pk)])}"


def read(token: str, now: datetime) -> AnswerLink | None:
    """The link of this token while it is good: its round is still the ticket's."""
    rows = AnswerLink.objects.select_related("ticket__region__calendar")
    link = rows.filter(token_hash=_hash(token), until__gt=now).first()
    return link if link and link.ticket.round == link.round else None


def _token(event_id: int) -> str:
    """Not stored anywhere: made anew from the house's own key, so a message sent again bears the same."""
    return blind_index("answer-link", str(event_id))[:40]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
