"""Everything a replay leaves behind, without what is drawn at random or counted by the database."""

from typing import Any

from complaints.models import Clock, Ticket
from servicecenter.models import Event

DRAWN = {"id", "number", "access_code_hash", "policy_version_id", "customer_id"}
COUNTED = {"number", "digest", "clock", "policy_version"}  # keys of a payload


def snapshot() -> dict[str, list[Any]]:
    """Tickets and clocks by the id in the file; events in the order they were written, with their words."""
    ids = dict(Ticket.objects.values_list("pk", "external_id"))
    tickets = [
        {key: value for key, value in row.items() if key not in DRAWN}
        for row in Ticket.objects.order_by("external_id").values()
    ]
    policies = Ticket.objects.order_by("external_id").values_list(
        "policy_version__policy__code", "policy_version__number", "customer__name"
    )
    clocks = [
        {key: value for key, value in row.items() if key not in {"id", "ticket_id", "policy_version_id"}}
        for row in Clock.objects.order_by("ticket__external_id", "milestone", "round").values()
    ]
    events = [
        (
            event.kind,
            ids[event.subject_id],
            event.at,
            event.actor_id,
            event.actor_role,
            event.source,
            {key: value for key, value in event.payload.items() if key not in COUNTED},
            event.words.text if hasattr(event, "words") else None,
        )
        for event in Event.objects.select_related("words").order_by("id")
    ]
    return {"tickets": tickets, "policies": list(policies), "clocks": clocks, "events": events}
