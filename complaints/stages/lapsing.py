"""Once the customer has their answer, what was still asked among ourselves is of no more use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints import joint
from complaints.models import Ticket
from complaints.stages import extensions


def lapse(ticket: Ticket, at: datetime) -> Mapping[str, Any]:
    """More time nobody decided on, and tasks nobody answered: given up, with the ticket's marks of them."""
    return {**extensions.lapse(ticket, at), **joint.lapse(ticket, at)}
