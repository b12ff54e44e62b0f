"""What a colleague noted of the customer on the phone, for their own page: they are not asked again, and may object."""

from dataclasses import dataclass
from datetime import datetime

from channels_hub import promises
from complaints.models import Callback, Ticket
from complaints.stages import rating
from servicecenter.moments import say_moment


@dataclass(frozen=True)
class Heard:
    when: str
    result: str
    service: str


def of(ticket: Ticket, callback: Callback | None, now: datetime) -> Heard | None:
    """None when they were not reached, or have told us themselves since."""
    if callback is None or callback.settled_at is None or not rating.is_noted(callback):
        return None
    return Heard(
        when=say_moment(callback.settled_at, promises.zone_of(ticket), now=now),
        result=callback.get_result_display(),
        service=callback.get_service_display(),
    )
