"""A call about danger that ends without a crew: said so by the agent, or found left by a round. None goes unrecorded.

Must not make a ticket nor send anybody.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from complaints.calling import contact_outcomes, contacts, contacts_made
from complaints.models import EmergencyCall, Reason
from complaints.refusals import NotNow

# How it may have ended. An abusive one needs its two warnings first: contacts.record_contact.
ENDS = (
    contact_outcomes.ANSWERED, contact_outcomes.TRANSFERRED, contact_outcomes.WRONG_NUMBER,
    contact_outcomes.SILENT, contact_outcomes.DROPPED, contact_outcomes.OTHER,
)  # fmt: skip
LEFT_AFTER = timedelta(hours=1)
BATCH = 200


def ends() -> QuerySet[Reason]:
    """The outcomes the house offers for it."""
    return Reason.objects.filter(list=Reason.List.CONTACT_OUTCOME, code__in=ENDS, is_active=True)


def end_call(call: EmergencyCall, outcome: Reason, *, at: datetime, source: str) -> None:
    """It is over and nobody is sent. Raises NotNow when a crew was: that call stands in the log already."""
    with transaction.atomic():
        held = EmergencyCall.objects.select_for_update(of=("self",)).select_related("contact").get(pk=call.pk)
        if held.ticket_id:
            raise NotNow(_("A crew was dispatched: the call stands in the log with its ticket."))
        contacts_made.of_emergency_over(held, outcome, at=at, source=source)


def log_left(now: datetime) -> bool:
    """Round: what was begun an hour ago and has no end stands in the log with what was noted, to be put right."""
    left = EmergencyCall.objects.filter(contact=None, ticket=None, started_at__lte=now - LEFT_AFTER)
    with transaction.atomic():
        found = list(left.select_for_update(of=("self",), skip_locked=True).order_by("started_at")[:BATCH])
        other = contacts.outcome(contact_outcomes.OTHER) if found else None
        for call in found:
            contacts_made.of_emergency_over(call, other, at=_last_heard(call), source="round")
    return bool(found)


def _last_heard(call: EmergencyCall) -> datetime:
    """The last step that was said; a call in which none was ends where it began."""
    return max([call.started_at, *map(datetime.fromisoformat, call.said.values())])
