"""What each kind of event is called where the trail is listed: a move's by its label, the others' here."""

from typing import Any

from django.utils.translation import pgettext_lazy

from complaints import lifecycle

NO_MOVE: dict[str, Any] = {
    "adjustment.acknowledged": pgettext_lazy("event", "Billing has the order"),
    "adjustment.rejected": pgettext_lazy("event", "Billing refused"),
    "adjustment.requested": pgettext_lazy("event", "Billing asked to adjust"),
    "adjustment.rested": pgettext_lazy("event", "An adjustment let rest"),
    "adjustment.reversed": pgettext_lazy("event", "Billing took it back"),
    "adjustment.settled": pgettext_lazy("event", "Billing carried it out"),
    "clock.broken": pgettext_lazy("event", "A promised time passed"),
    "clock.escalated": pgettext_lazy("event", "An overdue promise went further up"),
    "clock.warned": pgettext_lazy("event", "Warned before a promised time"),
    "contact.recorded": pgettext_lazy("event", "A contact recorded"),
    "contact.revealed": pgettext_lazy("event", "An address or number shown"),
    "contact.verified": pgettext_lazy("event", "A caller verified"),
    "contact.warned": pgettext_lazy("event", "An abusive caller warned"),
    "customer.restricted": pgettext_lazy("event", "A customer's ways of contact restricted"),
    "customer.unrestricted": pgettext_lazy("event", "A restriction lifted"),
    "details.recorded": pgettext_lazy("event", "The category's questions answered"),
    "emergency.rung_back": pgettext_lazy("event", "Rung back about an emergency"),
    "group.answered": pgettext_lazy("event", "A group answered"),
    "handover.read": pgettext_lazy("event", "A hand-over read and signed"),
    "handover.unsigned": pgettext_lazy("event", "A hand-over nobody signed"),
    "handover.written": pgettext_lazy("event", "A hand-over written"),
    "letter.posted": pgettext_lazy("event", "A letter posted"),
    "message.received": pgettext_lazy("event", "A message from the customer"),
    "message.sent": pgettext_lazy("event", "A message to the customer"),
    "milestone.reached": pgettext_lazy("event", "A step of the work reached"),
    "note.added": pgettext_lazy("event", "An internal note"),
    "note.mentioned": pgettext_lazy("event", "Somebody mentioned in a note"),
    "task.opened": pgettext_lazy("event", "A task for another team"),
    "ticket.account_named": pgettext_lazy("event", "The account noted"),
    "ticket.callback_missed": pgettext_lazy("event", "A callback without success"),
    "ticket.code_told": pgettext_lazy("event", "The access code told"),
    "ticket.contact_noted": pgettext_lazy("event", "A contact noted on the ticket"),
    "ticket.joined": pgettext_lazy("event", "Joined by another ticket"),
    "ticket.letter_prepared": pgettext_lazy("event", "A letter of delay prepared"),
    "ticket.letter_sent": pgettext_lazy("event", "A letter of delay sent"),
    "ticket.parted": pgettext_lazy("event", "Parted from another ticket"),
    "ticket.rated": pgettext_lazy("event", "The customer rated it"),
    "ticket.rectification_opened": pgettext_lazy("event", "A rectification opened"),
    "ticket.split_off": pgettext_lazy("event", "Split off from another ticket"),
    "ticket.survey_answered": pgettext_lazy("event", "A survey answered"),
    "ticket.survey_asked": pgettext_lazy("event", "A survey sent"),
    "ticket.way_back_asked": pgettext_lazy("event", "A link asked for by who lost the code"),
    "ticket.way_back_used": pgettext_lazy("event", "A link for a lost code used"),
}


def names() -> dict[str, Any]:
    """Of moves that record the same kind the first one's, as it stands in the table."""
    return {row.event: row.label for row in reversed(lifecycle.TABLE)} | NO_MOVE
