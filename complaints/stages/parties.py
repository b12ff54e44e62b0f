"""Who else has to do with the matter: named in their role, verified, and let go again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from complaints.models import Party, Reason, Ticket
from complaints.moving import move
from complaints.refusals import Missing
from customers.actions import recognise_customer
from servicecenter.actors import Actor
from servicecenter.models import Event


def add_party(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    role: str,
    name: str,
    contact: str = "",
    authority: Reason | None = None,
    expires_on: date | None = None,
    verified: Reason | None = None,
) -> Event:
    """Note a person or body in a role. Only a representative with shown authority hears the answer."""
    payload: dict[str, Any] = {
        "role": role,
        "authority": authority.code if authority else "",
        "verified": verified.code if verified else "",
    }

    def apply(locked: Ticket) -> Mapping[str, Any]:
        try:
            customer, point = recognise_customer(name, contact, at=at, source=source, language=locked.language)
        except ValidationError as error:
            raise Missing({"contact": error.messages}) from error
        party = Party.objects.create(
            ticket=locked, role=role, customer=customer, contact_point=point, authority=authority,
            expires_on=expires_on, verified=verified, added_at=at,
        )  # fmt: skip
        payload["party"] = party.pk
        return {"parties_known": True}

    return move(
        ticket, "add_party", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"name": name},
    )  # fmt: skip


def end_party(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, party: Party, why: str
) -> Event:
    """They have no more to do with it: noted by mistake, or the authority was withdrawn."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if not Party.objects.standing().others().filter(pk=party.pk, ticket=locked).update(ended_at=at):
            raise Missing({"party": [_("There is nobody like that on this ticket.")]})
        return {"parties_known": locked.parties.standing().others().exists()}

    return move(
        ticket, "end_party", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"role": party.role, "party": party.pk}, text={"why": why},
    )  # fmt: skip
