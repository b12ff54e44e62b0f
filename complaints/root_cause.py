"""What a ticket came from: found in the investigation, or said when it is filed without one."""

from complaints.choices import Nature, Outcome
from complaints.models import Finding, Reason, Ticket

# A question, praise or a wish comes from nothing that could be put right.
CAUSED = (Nature.COMPLAINT, Nature.REPAIR)


def found(ticket: Ticket) -> Reason | None:
    """The cause this round's finding names."""
    finding = _finding(ticket)
    return finding.cause if finding else None


def must_be_said(ticket: Ticket) -> bool:
    """Nobody has found it, and there is one: what was out of scope has none of ours."""
    return ticket.nature in CAUSED and ticket.outcome != Outcome.DECLINED and _finding(ticket) is None


def _finding(ticket: Ticket) -> Finding | None:
    """Where a page has read the ticket's findings, it is not asked for again."""
    return next((one for one in ticket.findings.all() if one.round == ticket.round), None)
