"""Access codes nobody has seen yet: of a petition's people, of a new matter born of another, of a call about danger.

Such a code is drawn anew at the moment it is told, so that none lies about in between; only its digest is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import numbers, standing
from complaints.choices import Nature
from complaints.events import TICKET
from complaints.lifecycle import HUMANS
from complaints.models import Ticket
from complaints.refusals import NotNow, NotYours
from customers.models import ContactPoint
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.requests import request_id


@dataclass(frozen=True)
class Told:
    """A code in plain text, for this one answer."""

    ticket: Ticket
    code: str


def may_tell(ticket: Ticket, actor: Actor) -> bool:
    """Whoever speaks with customers; of a report of wrongdoing the integrity role only."""
    if actor.kind == "client":
        return True  # its scope says so
    here = standing.before(ticket, actor)
    if ticket.nature == Nature.REPORT:
        return "integrity_officer" in here.roles
    return bool(here.roles & set(HUMANS))


def is_waiting(ticket: Ticket) -> bool:
    """Somebody of this ticket, or of the group it leads, has no code yet and gets none by mail. One statement."""
    return ticket.code_untold or (ticket.leads_group and _by_hand(ticket).exists())


def _by_hand(lead: Ticket):
    """People of its group to whom nothing can be mailed."""
    return lead.members.filter(code_untold=True).exclude(contact_point__kind=ContactPoint.Kind.EMAIL)


def draw(ticket: Ticket) -> str:
    """A fresh code; what was there before is worth nothing any more. The ticket is not *told* by this."""
    code = numbers.draw_code()
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(code))
    return code


def note_told(ticket_id: int) -> None:
    """The customer has it: mailed, read out or printed."""
    Ticket.objects.filter(pk=ticket_id, code_untold=True).update(code_untold=False)


def read_out(ticket: Ticket, *, actor: Actor, at: datetime, source: str) -> list[Told]:
    """Draw the codes still untold of this ticket, and of its people whom no mail reaches, to be read out or printed.

    Raises NotYours; NotNow when every customer has theirs already.
    """
    if not may_tell(ticket, actor):
        raise NotYours(_("Your role does not allow this."))
    with transaction.atomic():
        wanted = [ticket.pk, *(_by_hand(ticket).values_list("pk", flat=True) if ticket.leads_group else ())]
        locked = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=wanted, code_untold=True)
        rows = list(locked.select_related("customer", "region__calendar").order_by("pk"))
        if not rows:
            raise NotNow(_("The code was told already; it is not kept and cannot be shown again."))
        told = [Told(one, draw(one)) for one in rows]
        for one in rows:
            note_told(one.pk)
            trail.record(
                "ticket.code_told", subject=(TICKET, one.pk), at=at, actor=actor.within(one.region_id),
                source=source, request_id=request_id.get(),
            )  # fmt: skip
    ticket.code_untold = False
    return told
