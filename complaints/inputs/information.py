"""What the moves ask for by which the customer is asked for what is missing."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.choices import Channel
from complaints.events import TICKET
from complaints.fields import MoveInput, long_text
from complaints.models import Ticket
from servicecenter.models import Event
from servicecenter.moments import say_in_full

# By which the customer is reached; what is asked stands on their follow page in any case.
REACHED_BY = (
    Channel.PHONE, Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.WEB, Channel.WECHAT, Channel.COUNTER,
    Channel.ON_SITE,
)  # fmt: skip


class AskInformationInput(MoveInput):
    words = long_text(
        gettext_lazy("What is missing, in words for the customer"), rows=3,
        help_text=gettext_lazy("They read it on their page and by email, whatever the channel."),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=pgettext_lazy("channel", "Asked by"), choices=[(one.value, one.label) for one in REACHED_BY],
        help_text=gettext_lazy("The second time by another channel, five working days later."),
    )  # fmt: skip


def what_was_asked(ticket: Ticket) -> str:
    """The requests that still stand, a line each: when, by which channel, and in which words."""
    kept = Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk, kind="ticket.information_asked")
    newest = kept.select_related("words").order_by("-id")[: ticket.information_asked]
    return "\n".join(map(_told, reversed(newest)))


def _told(asked: Event) -> str:
    told = {
        "moment": say_in_full(asked.at, timezone.get_current_timezone()),
        "channel": Channel(asked.payload["channel"]).label,
    }
    words = asked.words.text.get("words", "") if hasattr(asked, "words") else ""
    return " · ".join(filter(None, (_("Asked on %(moment)s, by: %(channel)s") % told, words)))


class CloseUnansweredInput(MoveInput):
    """Above its field stands what the customer was asked for."""

    words = long_text(
        gettext_lazy("What was missing, and why it cannot go on without"), rows=3,
        help_text=gettext_lazy("“Tell us and we go on” is added in the customer's language."),
    )  # fmt: skip

    @cached_property
    def decided_on(self) -> str:
        return what_was_asked(self.ticket) if self.ticket else ""


INFORMATION: dict[str, type[MoveInput]] = {
    "ask_information": AskInformationInput,
    "close_unanswered": CloseUnansweredInput,
}
