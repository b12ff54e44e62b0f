"""What the moves ask for by which the customer is asked for what is missing."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.choices import Channel
from complaints.fields import MoveInput, long_text

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


class CloseUnansweredInput(MoveInput):
    words = long_text(
        gettext_lazy("What was missing, and why it cannot go on without"), rows=3,
        help_text=gettext_lazy("“Tell us and we go on” is added in the customer's language."),
    )  # fmt: skip


INFORMATION: dict[str, type[MoveInput]] = {
    "ask_information": AskInformationInput,
    "close_unanswered": CloseUnansweredInput,
}
