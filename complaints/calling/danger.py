"""Danger heard in a call that is being written: what is known of it goes along into the call about danger.

Must not send a crew, nor end the call that was written: it is there to go back to until a crew is sent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.calling import drafts, reveals
from complaints.calling.calls import chosen_account, chosen_customer, region_of
from complaints.calling.emergency_calls import cards
from complaints.models import Draft, EmergencyCall, SafetyCard
from complaints.refusals import NotNow
from customers import contact_points
from customers.actions import add_contact
from customers.models import ContactPoint, Customer
from servicecenter.actors import Actor

ONE_TALK = timedelta(minutes=30)  # a draft begun earlier was taken up again: another talk
LENGTHS = {"place": 300, "callback": 80, "hazard": 10_000}


def begin(draft: Draft, category: str, *, actor: Actor, at: datetime, source: str) -> EmergencyCall:
    """The call about danger that this call turned into, with what is known; the card is the category's, if it has one.

    Pressed again it is the same, and what stands there already stays. Raises NotNow without any card.
    """
    said = drafts.typed(draft)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)  # pressed twice, there is one
        unended = EmergencyCall.objects.filter(draft=draft, ticket=None)
        begun = unended.filter(Q(contact=None) | Q(contact=draft.contact_id)).first()
        call = begun or _new(draft, category, actor, at)
        call.contact = None  # danger after all
        facts = {
            "place": said.get("place", ""),
            "callback": call.callback or _callback(said, actor, at, source),
            "hazard": said.get("words", ""),
        }
        for name, known in facts.items():
            setattr(call, name, getattr(call, name) or known.strip()[: LENGTHS[name]])
        call.save()
    return call


def _new(draft: Draft, category: str, actor: Actor, at: datetime) -> EmergencyCall:
    card = _card(category)
    since = draft.contact.started_at
    began = since if at - ONE_TALK <= since <= at else at
    return EmergencyCall(card=card, agent=actor.user, started_at=began, team=card.team, draft=draft, callback="")


def _card(category: str) -> SafetyCard:
    card = cards().filter(category__code=category).first() or cards().first()
    if card is None:
        raise NotNow(_("There is no safety card yet."))
    return card


def _callback(said: Mapping[str, str], actor: Actor, at: datetime, source: str) -> str:
    """The number just given or rung from, else the one kept of the customer: seen in full, and on the record."""
    customer = chosen_customer(said, actor.user, at)
    for written in (said.get("contact", ""), said.get("q", "")):
        if _is_phone(written):
            return written
    point = _phone_of(customer) if customer else None
    if customer is None or point is None:
        return ""
    why = _("Danger: to ring back")
    reveals.reveal_of_customer(customer, point, why=why, actor=actor, at=at, source=source)
    return str(point.value)


def _is_phone(written: str) -> bool:
    try:
        return contact_points.read(written)[0] == ContactPoint.Kind.PHONE
    except ValidationError:
        return False


def _phone_of(customer: Customer) -> ContactPoint | None:
    phones = [one for one in customer.contact_points.all() if one.kind == ContactPoint.Kind.PHONE]
    return min(phones, key=lambda one: (not one.preferred, one.pk), default=None)


def known_of(call: EmergencyCall, *, actor: Actor, at: datetime, source: str) -> dict[str, Any]:
    """Fields of the ticket to be made that were found before the danger was heard: who, where, in which language."""
    if call.draft is None:
        return {}
    said = drafts.typed(call.draft)
    customer = chosen_customer(said, actor.user, at)
    account = chosen_account(said, customer)
    language = said.get("language") or (customer.language if customer else "")
    known: dict[str, Any] = {"language": language} if language else {}
    if customer and not said.get("anonymous"):
        known |= {"customer": customer, "contact_point": _point(call, customer, at, source)}
    if account:
        known |= {"premise": account.premise, "region": region_of(account, actor.user, at)}
    return known


def _point(call: EmergencyCall, customer: Customer, at: datetime, source: str) -> ContactPoint | None:
    """The number to ring back; one that cannot be read keeps nobody, theirs is taken."""
    if _is_phone(call.callback):
        return add_contact(customer, call.callback, at=at, source=source)
    return _phone_of(customer)


def leave_to_call(call: EmergencyCall) -> None:
    """Nobody needs to go: the talk ends where it began, and stands in the log once, as that call."""
    if call.draft:
        call.contact = call.draft.contact
        call.save(update_fields=["contact"])
