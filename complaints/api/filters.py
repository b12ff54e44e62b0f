"""What a list of tickets can be narrowed by. A name that is no filter is refused: ignored, it would answer too much."""

from datetime import UTC, datetime

import django_filters
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from complaints.api.pagination import PAGED, PAGING
from complaints.choices import OPEN, Channel, Nature, Priority, Stage
from complaints.desk import approvals
from complaints.models import Category, Ticket
from complaints.numbers import read_number
from servicecenter.models import Region, Team, User
from servicecenter.problems import WrongInput

YES_NO = (("true", "true"), ("false", "false"))
NAMED: dict[str, tuple[type[Model], str]] = {
    "category": (Category, "code"), "region": (Region, "code"), "team": (Team, "code"), "handler": (User, "username"),
}  # fmt: skip
BOUNDS = {"received_from": "received_at__gte", "received_until": "received_at__lt"}


class TicketFilter(django_filters.FilterSet):
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices)
    nature = django_filters.MultipleChoiceFilter(choices=Nature.choices)
    priority = django_filters.MultipleChoiceFilter(choices=Priority.choices)
    channel = django_filters.MultipleChoiceFilter(choices=Channel.choices)
    category = django_filters.CharFilter(method="of_one", max_length=60)
    region = django_filters.CharFilter(method="of_one", max_length=60)
    team = django_filters.CharFilter(method="of_one", max_length=60)
    handler = django_filters.CharFilter(method="of_one", max_length=150)
    received_from = django_filters.IsoDateTimeFilter(method="received")
    received_until = django_filters.IsoDateTimeFilter(method="received")
    open = django_filters.ChoiceFilter(choices=YES_NO, method="only_open", label="Before replied, or not.")
    overdue = django_filters.ChoiceFilter(
        choices=YES_NO, method="only_overdue", label="A running clock is past its due time, or none is."
    )
    awaiting = django_filters.MultipleChoiceFilter(
        choices=[(sort, sort) for sort in approvals.SORTS], method="only_awaiting", label="A decision is asked for."
    )
    number = django_filters.CharFilter(method="of_number", max_length=40)
    external_id = django_filters.CharFilter(max_length=80)

    class Meta:
        model = Ticket
        fields: list[str] = []

    def __init__(self, data, queryset, *, at):
        self.at = at
        super().__init__(data, queryset)

    def narrowed(self) -> QuerySet[Ticket]:
        """The tickets asked for. Raises WrongInput by parameter."""
        if unknown := set(self.data) - set(self.filters) - PAGING:
            raise WrongInput({name[:100]: [_("There is no such filter.")] for name in sorted(unknown)})
        if not self.is_valid():
            raise WrongInput({name: [str(one) for one in errors] for name, errors in self.errors.items()})
        return self.qs

    def of_one(self, tickets, name, value: str):
        """By key: joined by its code, the database cannot know that a team has few tickets, and reads them all."""
        model, code = NAMED[name]
        found = model._default_manager.filter(**{code: value}).values_list("pk", flat=True).first()
        return tickets.none() if found is None else tickets.filter(**{name: found})

    def received(self, tickets, name, value: datetime):
        try:
            moment = value.astimezone(UTC)
        except OverflowError:
            raise WrongInput({name: [_("This date lies beyond the calendar.")]})
        return tickets.filter(**{BOUNDS[name]: moment})

    def only_open(self, tickets, name, value: str):
        return tickets.filter(stage__in=OPEN) if value == "true" else tickets.exclude(stage__in=OPEN)

    def only_overdue(self, tickets, name, value: str):
        if value == "true":
            return tickets.filter(next_due_at__lt=self.at)
        return tickets.filter(Q(next_due_at=None) | Q(next_due_at__gte=self.at))

    def only_awaiting(self, tickets, name, values: list[str]):
        return approvals.asked_for(tickets, values) if values else tickets

    def of_number(self, tickets, name, value: str):
        return tickets.filter(number=read_number(value))


def described() -> list[OpenApiParameter]:
    """The filters as OpenAPI parameters, and how the list is paged."""
    return [_described(name, one) for name, one in TicketFilter.base_filters.items()] + PAGED


def _described(name: str, one: django_filters.Filter) -> OpenApiParameter:
    if choices := one.extra.get("choices"):
        codes, many = [code for code, _label in choices], isinstance(one, django_filters.MultipleChoiceFilter)
        return OpenApiParameter(name, OpenApiTypes.STR, enum=codes, many=many, description=one.label or "")
    if isinstance(one, django_filters.IsoDateTimeFilter):
        return OpenApiParameter(name, OpenApiTypes.DATETIME)
    words = "A user name." if name == "handler" else "A code." if name in NAMED else ""
    return OpenApiParameter(name, {"type": "string", "maxLength": one.extra["max_length"]}, description=words)
