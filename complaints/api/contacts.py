"""Contacts over REST: the log, and one more that is over."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, caller_schema
from complaints.api.bodies import valid
from complaints.api.caller_serializers import ContactSerializer
from complaints.api.callers import CustomersView
from complaints.api.pagination import PAGING, NewestFirst
from complaints.api.refusals import as_problem
from complaints.calling import callers, contact_log, contacts
from complaints.inputs.contacts import ContactInput
from complaints.models import Contact, Ticket
from complaints.numbers import read_number
from complaints.queries import visible_to, visible_to_client
from complaints.refusals import Refused
from customers.models import Customer
from servicecenter.api_views import DoneOnce
from servicecenter.problems import Problem, WrongInput

MOST_TICKETS = 20


@caller_schema.contacts
class Contacts(DoneOnce, CustomersView):
    scopes = {"GET": ("contacts:read",), "POST": ("contacts:write",)}
    pagination_class = NewestFirst

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_problem(exc, self.actor, self.at) if isinstance(exc, Refused) else exc)

    def tickets(self) -> QuerySet[Ticket]:
        return visible_to_client(self.client) if self.client else visible_to(self.request.user, self.at)

    def get(self, request: Request) -> Response:
        reader = self.reader()
        asked: QueryDict = request.query_params
        if unknown := set(asked) - set(contact_log.FILTERS) - PAGING:
            raise WrongInput({name[:100]: [_("There is no such filter.")] for name in sorted(unknown)})
        reach = callers.contacts_visible_to(reader, self.at) if reader else Contact.objects.all()
        rows = contact_log.narrowed(reach, {name: str(asked[name]) for name in asked}, timezone.get_current_timezone())
        paginator = self.pagination_class()
        page = paginator.paginate_queryset(
            rows.select_related("agent", "outcome").prefetch_related("tickets"), request, view=self
        )
        return paginator.get_paginated_response(self.shown(page, many=True))

    def shown(self, rows: Any, **many: bool) -> Any:
        listed = rows if many else [rows]
        made = {ticket.pk for one in listed for ticket in one.tickets.all()}
        readable = set(self.tickets().filter(pk__in=made).values_list("pk", flat=True))
        asked = {one.customer_id for one in listed}
        reader = self.reader()
        known = callers.known_among(asked, reader, self.at) if reader else asked
        return ContactSerializer(
            rows, context={"readable": readable, "known": known, "to_client": reader is None}, **many
        ).data

    def act(self, request: Request, **kwargs: Any) -> Response:
        reader = self.reader()
        if reader and not callers.may_record(reader, self.at):
            raise Problem(403, "role", _("Your role does not allow this."))
        data = bodies.read(
            request.data, ContactInput.base_fields,
            customer=bodies.whole_number, waited_seconds=bodies.whole_number, tickets=bodies.texts,
        )  # fmt: skip
        customer, waited, numbers = (data.pop(name, None) for name in ("customer", "waited_seconds", "tickets"))
        said = valid(ContactInput(data))
        if not said["started_at"] <= said["ended_at"] <= self.at:
            raise WrongInput({"ended_at": [_("It begins before it ends, and it is over.")]})
        if waited is not None and not 0 <= waited < 86_400:
            raise WrongInput({"waited_seconds": [_("Must be a whole number.")]})
        made = self._made(numbers or [])
        contact = Contact.objects.create(
            channel=said["channel"], direction=said["direction"] or Contact.Direction.IN, agent=reader,
            client=self.client, region=said["region"], customer=self._customer(customer),
            started_at=said["started_at"], waited_seconds=waited, source="api",
        )  # fmt: skip
        contacts.record_contact(
            contact, ended=said["outcome"], tickets=made, note=said["note"], actor=self.actor, at=said["ended_at"],
            source="api",
        )  # fmt: skip
        return Response(self.shown(contact), status=201)

    def _customer(self, pk: int | None) -> Customer | None:
        if pk is None:
            return None
        found = self.customers().filter(pk=pk).first() if abs(pk) < 2**63 else None
        if found is None:
            raise WrongInput({"customer": [_("There is no such customer, or not for you.")]})
        return found

    def _made(self, numbers: list[str]) -> list[Ticket]:
        wanted = [read_number(one) for one in numbers[:MOST_TICKETS]]
        found = list(self.tickets().filter(number__in=wanted))
        if len({one.number for one in found}) != len(set(wanted)) or "" in wanted:
            raise WrongInput({"tickets": [_("There is no such ticket, or not for you.")]})
        return found
