"""What a reader asks of the figures: a period, a region, a team, a person. The same form for page and program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.choices import Channel
from complaints.models import Contact, Ticket
from complaints.models.calls import ContactQuerySet
from quality.figures import Scope
from servicecenter.calendar_days import check_day
from servicecenter.models import Region, Team, User

USUAL = timedelta(days=30)
LONGEST = timedelta(days=800)
NONE = "-"  # what no team had, or nobody


class QuestionForm(forms.Form):
    """All optional: nothing asked is the last thirty days of everything one may see."""

    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, validators=[check_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("To and including"), required=False, validators=[check_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    region = forms.ModelChoiceField(
        Region.objects.all(), label=gettext_lazy("Region"), required=False, to_field_name="code",
        empty_label=gettext_lazy("All regions"),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label=gettext_lazy("Team"), required=False, to_field_name="code",
        empty_label=gettext_lazy("All teams"),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        User.objects.all(), required=False, to_field_name="username", widget=forms.HiddenInput
    )  # fmt: skip
    channel = forms.ChoiceField(choices=[("", ""), *Channel.choices], required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and since > until:
            raise ValidationError({"until": _("The period ends before it begins.")})
        if since and until and until - since > LONGEST:
            raise ValidationError({"since": _("Choose a period of no more than two years.")})
        return asked


@dataclass(frozen=True)
class Question:
    """A period of whole local days, and what it is narrowed to."""

    first: date
    last: date
    region: Region | None = None
    team: Team | None = None
    person: User | None = None
    channel: str = ""
    no_team: bool = False
    no_person: bool = False

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label) if self.channel else ""

    def scope(self, tickets: QuerySet[Ticket], now: datetime, contacts: ContactQuerySet | None = None) -> Scope:
        """Of these tickets and contacts; without contacts none are counted."""
        heard = Contact.objects.none() if contacts is None else contacts
        if self.region:
            tickets, heard = tickets.filter(region=self.region), heard.filter(region=self.region)
        if self.channel:
            tickets, heard = tickets.filter(channel=self.channel), heard.filter(channel=self.channel)
        teams: tuple[int, ...] | None = () if self.no_team else None
        if self.team:
            teams = (self.team.pk, *self.team.teams.values_list("pk", flat=True))
        return Scope(
            tickets, *self.moments, now, teams,
            self.person.pk if self.person else 0 if self.no_person else None, heard,
        )  # fmt: skip

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From its first midnight up to, not including, the one after its last day."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def query(self, **more: Any) -> str:
        """As the address says it, with more beside it."""
        own = {
            "since": self.first, "until": self.last, "region": self.region and self.region.code,
            "team": NONE if self.no_team else self.team and self.team.code,
            "person": NONE if self.no_person else self.person and self.person.username, "channel": self.channel,
        }  # fmt: skip
        return urlencode({name: value for name, value in {**own, **more}.items() if value not in (None, "")})


def read(query: Mapping[str, Any], now: datetime) -> tuple[Question, QuestionForm]:
    """The question as far as it can be read; what is wrong with the rest stands in the form."""
    today = timezone.localtime(now).date()
    asked_of = {name: query.get(name, "") for name in QuestionForm.base_fields}
    no_team, no_person = asked_of["team"] == NONE, asked_of["person"] == NONE
    asked_of |= ({"team": ""} if no_team else {}) | ({"person": ""} if no_person else {})
    form = QuestionForm(asked_of)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    last = asked.get("until") or today
    first = asked.get("since") or last - USUAL + timedelta(days=1)
    filled = {"since": first.isoformat(), "until": last.isoformat()}
    shown = form if form.errors else QuestionForm(asked_of | filled)
    narrowed = (asked.get("region"), asked.get("team"), asked.get("person"), asked.get("channel", ""))
    return Question(first, last, *narrowed, no_team, no_person), shown


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
