"""The fields moves' forms are made of: choices by code or user name, long words, a moment to come."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import standing
from complaints.choices import Satisfaction
from complaints.models import Ticket
from servicecenter.actors import Actor
from servicecenter.models import User

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict
    from django_stubs_ext import StrOrPromise

LONG = 10_000  # characters of a customer's or an agent's words
LAST_YEAR = 2100


def nothing_chosen(kwargs: Mapping[str, Any]) -> "StrOrPromise":
    return gettext_lazy("Choose") if kwargs.get("required", True) else "–"


class LabelChoice(forms.ModelChoiceField):
    """Chosen by code, shown by its name in the reader's language. at_hand: the row of a code, looked up already."""

    at_hand: Any = None

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, to_field_name="code", **{"empty_label": nothing_chosen(kwargs), **kwargs})

    def label_from_instance(self, row) -> str:
        return row.label

    def to_python(self, value: Any) -> Any:
        return self.at_hand if self.at_hand and self.at_hand.code == value else super().to_python(value)


class PersonChoice(forms.ModelChoiceField):
    """Chosen by user name, shown by full name. `with_team`: and by the department they belong to."""

    def __init__(self, *, with_team: bool = False, **kwargs):
        self.with_team = with_team
        people = User.objects.filter(is_active=True).order_by("username")
        super().__init__(people, to_field_name="username", **{"empty_label": nothing_chosen(kwargs), **kwargs})

    def label_from_instance(self, row: User) -> str:
        name = row.get_full_name() or row.username
        return f"{name} · {row.team.label}" if self.with_team and row.team else name


def long_text(label: "StrOrPromise", *, required: bool = True, rows: int = 3, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def level(label: "StrOrPromise", **kwargs) -> forms.ChoiceField:
    """One of the five levels of satisfaction."""
    return forms.ChoiceField(label=label, choices=Satisfaction.choices, widget=forms.RadioSelect, **kwargs)


class Moment(forms.DateTimeField):
    """A moment people wait for; beyond LAST_YEAR it is a slip of the hand."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def clean(self, value: Any) -> datetime | None:
        moment = super().clean(value)
        if moment is not None and moment.year > LAST_YEAR:
            raise forms.ValidationError(_("Choose a nearer day."))
        return moment


def moment(label: "StrOrPromise", **kwargs) -> Moment:
    return Moment(label=label, **kwargs)


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together. One with a title is folded away unless `opened`."""

    title: str
    fields: list[forms.BoundField]
    opened: bool


class MoveInput(forms.Form):
    """The ticket as it is now is at hand, for choices and first values.

    actor: who looks at it, where it is drawn or told: what they could choose and be refused for is no choice. A form
    that is sent has none: the verb says in its own words why not.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        ticket: Ticket | None = None,
        actor: Actor | None = None,
        **kwargs,
    ):
        self.ticket = ticket
        self.here = standing.before(ticket, actor) if actor and ticket else None
        super().__init__(data, **kwargs)

    @cached_property
    def decided_on(self) -> str:
        """What it is about when somebody decides or answers, said above the fields; asked for by pages alone."""
        return ""

    def offered(self, rows: QuerySet[Any], may: Callable[[Actor, Any], bool]) -> QuerySet[Any]:
        """Those of the rows that whoever looks may choose."""
        out = [row.pk for row in rows if not may(self.here, row)] if self.here else []
        return rows.exclude(pk__in=out) if out else rows

    @classmethod
    def posted(cls, data: "QueryDict", _files: "MultiValueDict[str, UploadedFile]") -> "QueryDict":
        """What the page sent, as the form reads it."""
        return data

    def groups(self) -> list[FieldGroup]:
        """The fields as the page shows them."""
        return [self.group("", list(self.fields))]

    def group(self, title: str, names: Iterable[str]) -> FieldGroup:
        fields = [self[name] for name in names]
        return FieldGroup(title, fields, not title or any(one.value() or one.errors for one in fields))
