"""Each kind of event the customer sees, as a sentence that addresses them."""

from django.utils.translation import gettext as _

from complaints.calling import came_by
from complaints.choices import Channel
from complaints.sentences.facts import label
from servicecenter.models import Event


def say_to_customer(event: Event) -> str:
    """The sentence for the customer, who is addressed."""
    match event.kind:
        case "ticket.received":
            return _("You wrote to us")
        case "message.received":
            return _("You wrote")
        case "message.sent":
            return _("We wrote to you")
        case "ticket.answered" | "ticket.replied" | "ticket.declined" | "ticket.rejected" | "ticket.closed_unanswered":
            return _("Our answer")
        case "ticket.letter_sent":
            return _("Where else you can go")
        case "ticket.triaged":
            return _("Our review")
        case "ticket.rated":
            return _("You told us how it was")
        case "ticket.survey_answered":
            return _("You answered our survey")
        case "ticket.second_handling":
            return _("We took it up again")
        case "ticket.information_asked":
            return _("We need something from you")
        case "ticket.interim_reply":
            return _("How it stands")
        case "ticket.extension_decided":
            return _("We need more time")
        case "ticket.chased":
            return _("You asked again")
        case "ticket.withdrawn":
            return _withdrawn(event)
        case "ticket.reopened":
            return _("You asked us to look again") if event.actor_role == "customer" else _("We took it up again")
        case "ticket.archived":
            return _("The matter is closed")
    return ""


def _withdrawn(event: Event) -> str:
    if event.actor_role in {"customer", "client"}:
        return _("You withdrew it")
    return _("You withdrew it; taken down by us: %(channel)s") % {"channel": label(Channel, came_by.channel_of(event))}
