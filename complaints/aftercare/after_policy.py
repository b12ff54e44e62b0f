"""What a ticket's policy says of the time after its reply: how many rounds there are, and when it may be filed."""

from dataclasses import dataclass
from datetime import timedelta

from complaints.models import PolicyVersion, Ticket

REOPEN_WITHIN = timedelta(days=30)  # after the reply, for the customer


@dataclass(frozen=True)
class AfterTheReply:
    """rounds: handlings before the complaint manager's final reply. Days: working days until the ticket is filed."""

    rounds: int
    file_verified_days: int
    file_unverified_days: int


FIELDS = ("rounds", "file_verified_days", "file_unverified_days")
DEFAULT = AfterTheReply(*(PolicyVersion._meta.get_field(name).get_default() for name in FIELDS))


def of(ticket: Ticket) -> AfterTheReply:
    """By the version the ticket keeps, whatever the policy says by now; the house's own without one. One statement."""
    if ticket.policy_version_id is None:
        return DEFAULT
    found = PolicyVersion.objects.filter(pk=ticket.policy_version_id).values_list(*FIELDS).first()
    return AfterTheReply(*found) if found else DEFAULT
