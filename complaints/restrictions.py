"""Restricting an abusive customer to writing: only by a supervisor, on evidence, for a time, with a letter.

It never touches danger, households that need particular care, or what the law demands: those are taken on the phone
like anybody's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.calling.contact_outcomes import ABUSIVE
from complaints.choices import Channel, Priority
from complaints.events import CUSTOMER
from complaints.models import Contact, Restriction, Target, Ticket
from complaints.promises import policies
from complaints.refusals import Missing, NotNow, NotYours
from customers.models import Customer
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.requests import request_id

MAY_RESTRICT = frozenset({"supervisor", "complaint_manager"})
LONGEST = timedelta(days=365)
# Where people of ours are spoken to; writing stays open to everybody.
SPOKEN = frozenset({Channel.PHONE.value, Channel.COUNTER.value, Channel.ON_SITE.value})


def evidence_for(customer: Customer) -> list[Contact]:
    """Contacts that were ended as abusive, after both warnings, the newest first."""
    rows = Contact.objects.recorded().filter(customer=customer, outcome__code=ABUSIVE).select_related("agent")
    return list(rows.order_by("-started_at"))


def in_force(customer: Customer, at: datetime) -> Restriction | None:
    rows = Restriction.objects.filter(customer=customer, lifted_at=None, imposed_at__lte=at, until__gt=at)
    return rows.select_related("imposed_by").order_by("-until").first()


def impose(
    customer: Customer,
    *,
    evidence: Sequence[Contact],
    until: datetime,
    why: str,
    letter: str,
    actor: Actor,
    at: datetime,
    source: str,
) -> Restriction:
    """Raises NotYours, NotNow for a household that needs care or is restricted already, Missing by field."""
    if not actor.roles & MAY_RESTRICT:
        raise NotYours(_("A supervisor restricts a customer."))
    if customer.cares.filter(ended_at=None).exists():
        raise NotNow(_("This household needs particular care: it is never restricted."))
    errors: dict[str, list[str]] = {}
    if not evidence or {one.pk for one in evidence} - {one.pk for one in evidence_for(customer)}:
        errors["evidence"] = [_("Choose at least one contact of theirs that was ended as abusive.")]
    if not at < until <= at + LONGEST:
        errors["until"] = [_("Choose an end date within a year.")]
    errors |= {name: [_("Must be given.")] for name, said in (("why", why), ("letter", letter)) if not said.strip()}
    if errors:
        raise Missing(errors)
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        if in_force(customer, at):
            raise NotNow(_("This customer is restricted already."))
        row = Restriction.objects.create(
            customer=customer, imposed_by=actor.user, imposed_at=at, until=until, why=why, letter=letter
        )
        row.evidence.set(evidence)
        trail.record(
            "customer.restricted", subject=(CUSTOMER, customer.pk), at=at, actor=actor, source=source,
            payload={"restriction": row.pk, "until": until.isoformat(), "contacts": [one.pk for one in evidence]},
            text={"why": why, "words": letter}, request_id=request_id.get(),
        )  # fmt: skip
    return row


def lift(restriction: Restriction, *, why: str, actor: Actor, at: datetime, source: str) -> Restriction:
    """End it before its time. Raises NotYours, Missing."""
    if not actor.roles & MAY_RESTRICT:
        raise NotYours(_("A supervisor restricts a customer."))
    if not why.strip():
        raise Missing({"why": [_("Must be given.")]})
    with transaction.atomic():
        restriction.lifted_at = at
        restriction.save(update_fields=["lifted_at"])
        trail.record(
            "customer.unrestricted", subject=(CUSTOMER, restriction.customer_id), at=at, actor=actor, source=source,
            payload={"restriction": restriction.pk}, text={"why": why}, request_id=request_id.get(),
        )  # fmt: skip
    return restriction


def holds_back(ticket: Ticket, at: datetime) -> Restriction | None:
    """The restriction that keeps this matter, not yet received, from being taken in speech; None when nothing does."""
    if ticket.customer is None or ticket.channel not in SPOKEN or ticket.priority == Priority.CRITICAL:
        return None
    row = in_force(ticket.customer, at)
    if row is None or ticket.customer.cares.filter(ended_at=None).exists():
        return None
    version = policies.choose(policies.Facts.of(ticket), at)
    promised = version.promised if version else []
    if any(target.danger or target.sort == Target.Sort.STATUTORY for target in promised):
        return None
    return row
