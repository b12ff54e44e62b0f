"""The callbacks of a ticket, round by round, as its page and the API tell of them. Must not decide anything."""

from django.db.models import Prefetch

from complaints.models import Callback, CallbackAttempt, Ticket


def of(ticket: Ticket) -> list[Callback]:
    """With attempts and triage, the first round first; nothing is asked before the first answer. Two statements."""
    if ticket.replied_at is None and ticket.round == 1:
        return []
    attempts = Prefetch("attempts", CallbackAttempt.objects.select_related("by"))
    whole = ticket.callbacks.select_related("waiver", "settled_by", "triage__decided_by", "triage__new_ticket")
    return list(whole.prefetch_related(attempts).order_by("round"))
