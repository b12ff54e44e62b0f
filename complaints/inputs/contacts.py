"""What is asked for around a contact: who is looked for, how they were verified, how it ended, what was said."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.calling.contact_outcomes import ABUSIVE, ADDED, CHASE, REGISTERED
from complaints.choices import Channel, Nature
from complaints.fields import LONG, LabelChoice, long_text, moment
from complaints.models import Contact, Reason
from servicecenter.models import Region

# By which somebody turns to a customer; the others only come in.
TO_A_CUSTOMER = (
    Channel.PHONE, Channel.EMAIL, Channel.SMS, Channel.WECHAT, Channel.CHAT, Channel.LETTER, Channel.ON_SITE,
    Channel.COUNTER, Channel.SOCIAL,
)  # fmt: skip
# Said by what else is done: a ticket made, a chase, words added, a call ended after two warnings.
MADE_ELSEWHERE = (REGISTERED, CHASE, ADDED, ABUSIVE)


class LookupInput(forms.Form):
    q = forms.CharField(max_length=200, label=gettext_lazy("Phone, account, name, address or meter"))


class VerificationInput(forms.Form):
    method = LabelChoice(
        Reason.objects.filter(list=Reason.List.VERIFICATION, is_active=True), label=gettext_lazy("Verified how?")
    )


class ContactInput(forms.Form):
    """A contact that is over, as a program or a switchboard tells it."""

    channel = forms.ChoiceField(choices=Channel.choices, label=gettext_lazy("Channel"))
    direction = forms.ChoiceField(choices=Contact.Direction.choices, required=False, label=gettext_lazy("Direction"))
    started_at = forms.DateTimeField(label=gettext_lazy("Began"))
    ended_at = forms.DateTimeField(label=pgettext_lazy("moment", "Ended"))
    outcome = LabelChoice(
        Reason.objects.filter(list=Reason.List.CONTACT_OUTCOME, is_active=True), label=gettext_lazy("How did it end?")
    )
    region = LabelChoice(Region.objects.all(), required=False, label=gettext_lazy("Region"))
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


class ContactNotedInput(forms.Form):
    """A talk with the customer of a ticket, or an attempt at one, noted by who made it."""

    channel = forms.ChoiceField(
        choices=[(one.value, one.label) for one in TO_A_CUSTOMER], label=gettext_lazy("Channel")
    )
    outcome = LabelChoice(
        Reason.objects.filter(list=Reason.List.CONTACT_OUTCOME, is_active=True).exclude(code__in=MADE_ELSEWHERE),
        label=gettext_lazy("How did it end?"),
    )
    started_at = moment(
        gettext_lazy("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    direction = forms.ChoiceField(
        choices=Contact.Direction.choices, required=False, initial=Contact.Direction.OUT,
        label=gettext_lazy("Direction"), help_text=gettext_lazy("Attempts are to the customer."),
    )  # fmt: skip
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)

    def clean_direction(self) -> str:
        return self.cleaned_data["direction"] or Contact.Direction.OUT


class SuggestionInput(forms.Form):
    words = forms.CharField(max_length=LONG, label=gettext_lazy("In your own words"))
    nature = forms.ChoiceField(choices=Nature.choices, required=False, label=gettext_lazy("Nature"))
    region = LabelChoice(Region.objects.select_related("calendar"), required=False, label=gettext_lazy("Region"))
