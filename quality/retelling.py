"""Subscriber of the trail: after what changes a ticket's story, the whole of it is told again from the beginning.

So an event heard twice, late or out of order leaves the same rows, and a rebuild is nothing but hearing again.
"""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import models, transaction

from complaints.events import TICKET
from complaints.models import Ticket
from quality import history
from quality.models import Assignment, Handling
from servicecenter.models import Event

HEARD = history.HEARD


def hear(event: Event) -> None:
    if event.subject_type == TICKET:
        retell(event.subject_id)


def retell(ticket_id: int) -> None:
    """Write the rows of this ticket anew. The ticket row is locked first, as everywhere."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update(of=("self",)).only("received_at").filter(pk=ticket_id).first()
        if ticket is None:
            return
        told = Event.objects.filter(subject_type=TICKET, subject_id=ticket_id, kind__in=history.READ).order_by("id")
        story = history.tell(ticket.received_at, told)
        # A merge that was undone leaves no ended round behind.
        Handling.objects.filter(ticket=ticket).exclude(round__in=[one.round for one in story.rounds]).delete()
        _write(Handling, ["ticket", "round"], (_row(Handling, ticket, one) for one in story.rounds))
        _write(Assignment, ["event"], (_row(Assignment, ticket, one) for one in story.given))


def _row(model: type[models.Model], ticket: Ticket, told: object) -> models.Model:
    values = asdict(told)  # type: ignore[call-overload]
    people = {f"{name}_id": values.pop(name) for name in ("team", "handler", "given_by") if name in values}
    return model(ticket=ticket, **people, **values)


def _write(model: type[models.Model], unique: list[str], rows: Iterable[models.Model]) -> None:
    listed = list(rows)
    if listed:
        kept = {*unique, "id", "ticket"}
        changing = [field.name for field in model._meta.concrete_fields if field.name not in kept]
        model._default_manager.bulk_create(
            listed, update_conflicts=True, unique_fields=unique, update_fields=changing
        )  # fmt: skip
