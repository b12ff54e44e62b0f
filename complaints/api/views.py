"""Tickets over REST: make one, list those one may see, read one. Moves are in moves.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import about, decisions, intake, questions, ties
from complaints.aftercare import callback_told, rectifications
from complaints.api import bodies, schema
from complaints.api.deadline_serializers import DeadlineSerializer
from complaints.api.details_errors import by_question, unknown_details
from complaints.api.filters import TicketFilter
from complaints.api.history import tell
from complaints.api.moves_offered import offer
from complaints.api.pagination import NewestFirst
from complaints.api.refusals import as_problem
from complaints.api.serializers import (
    CreatedSerializer,
    TicketRowSerializer,
    TicketSerializer,
    links,
)
from complaints.calling import similar
from complaints.inputs.receive import ReceiveInput
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.numbers import read_number
from complaints.promises import clocks
from complaints.promises.deadlines import explain_ticket
from complaints.queries import Disclosure, disclose, visible_to, visible_to_client
from complaints.refusals import Refused
from complaints.stages.receive import Intake, receive
from complaints.story import UNDER_A_TICKET, Story
from customers import contact_points
from customers.models import Account
from servicecenter.api_views import ApiView, DoneOnce
from servicecenter.problems import Problem, WrongInput

READ = ("tickets:read", "tickets:own", "tickets:create", "tickets:move")
LONGEST_REFERENCE = 100
TO_CLIENTS = Disclosure(name=False, contact=False)
BELONGING = (
    "category",
    "region",
    "account",
    "bill",
    "team",
    "handler",
    "first_owner",
    "lead",
    "hold_reason",
    "root_cause",
    "closing_code",
)
WHOSE = ("customer", "contact_point", "region__calendar")


class TicketsView(ApiView):
    """Tickets the caller may see; any other does not exist."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_problem(exc, self.actor, self.at) if isinstance(exc, Refused) else exc)

    def visible(self) -> models.QuerySet[Ticket]:
        if self.client:
            return visible_to_client(self.client)
        return visible_to(self.request.user, self.at)

    def shown(self, ticket: Ticket) -> Disclosure:
        """What of the customer this caller may be told."""
        if self.client is None:
            return disclose(self.request.user, ticket, self.at)
        return replace(TO_CLIENTS, account="billing:read" in self.client.scopes)

    def find(self, number: str, *related: str) -> Ticket:
        """The ticket, or the same 404 for a foreign, an unknown and a mistyped number."""
        ticket = self.visible().select_related(*related).filter(number=read_number(number)).first()
        if ticket is None:
            raise Http404
        return ticket


class Tickets(DoneOnce, TicketsView):
    scopes = {"GET": READ, "POST": ("tickets:create",)}
    pagination_class = NewestFirst
    received: Ticket

    def get(self, request: Request) -> Response:
        rows = self.visible().select_related("category", "region", "team", "handler").only(*_shown_in_lists())
        paginator = self.pagination_class()
        page = paginator.paginate_queryset(
            TicketFilter(request.query_params, rows, at=self.at).narrowed(), request, view=self
        )
        shown = TicketRowSerializer(page, many=True, context={"at": self.at})
        return paginator.get_paginated_response(shown.data)

    def act(self, request: Request, **kwargs) -> Response:
        if not self.actor.roles & set(MOVES["receive"].who):
            raise Problem(403, "role", _("Your role does not allow “%(move)s”.") % {"move": MOVES["receive"].label})
        body, account = _account_apart(request.data)
        wish = self._wish(body)
        try:
            ticket, code = receive(wish, actor=self.actor, at=self.at, source="api")
        except ValidationError as error:
            raise WrongInput(error.message_dict if hasattr(error, "error_dict") else {"contact": error.messages})
        except IntegrityError:
            raise self._taken(wish.external_id)
        if account:
            about.name_account(ticket, account=account.number, actor=self.actor, at=self.at, source="api")
        self.received = ticket
        created = {
            "number": ticket.number,
            "access_code": code,
            "stage": ticket.stage,
            "version": ticket.version,
            "received_at": ticket.received_at,
            "promises": ticket.opening_clocks,
            "links": links(ticket.number),
        }
        return Response(CreatedSerializer(created).data, status=201)

    def _wish(self, body: dict[str, Any]) -> Intake:
        data = bodies.read(body, ReceiveInput.base_fields, requests=bodies.texts, details=bodies.details)
        requests, details = data.pop("requests", []), data.pop("details", {})
        form = ReceiveInput(data | details, may_skip=True)
        unknown_details(details, form.asked)
        if not form.is_valid():
            raise WrongInput(by_question(form))
        return intake.from_form(form.cleaned_data, channel="api", requests=requests, client=self.client)

    def _taken(self, external_id: str) -> Problem:
        """Sent before, under its own number at the sender: say which ticket that is."""
        first = Ticket.objects.filter(client=self.client, external_id=external_id).first() if external_id else None
        if first is None:
            return Problem(409, "conflict", _("Someone else was first. Nothing was changed; please try again."))
        return Problem(409, "external_id", _("A ticket with this external_id exists already."), number=first.number)


@schema.ticket
class TicketDetail(TicketsView):
    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number, *BELONGING, *WHOSE)
        models.prefetch_related_objects([ticket], "requests", clocks.WITH_CALENDAR)
        story = Story(ticket)
        story.fetch(*UNDER_A_TICKET)
        disclosure = self.shown(ticket)
        context = {
            "at": self.at,
            "to_client": self.client is not None,
            "customer": _customer(ticket, disclosure),
            "account": disclosure.account,
            "tied": ties.told_of(ticket, self.visible()) if story.may_be_tied else [],
            "similar": similar.similar_to(ticket, self.visible(), knows_customer=disclosure.name),
            "details": questions.told(ticket),
            "callbacks": callback_told.of(ticket),
            "rectifications": rectifications.of(ticket),
            "proposal": decisions.asked_on(ticket),
            "allowed_moves": offer(ticket, self.actor, self.at, story.own),
            "timeline": tell(story, disclosure, self.at, to_client=self.client is not None),
        }
        return Response(TicketSerializer(ticket, context=context).data)


@schema.deadlines
class Deadlines(TicketsView):
    """Why each deadline is when it is, day by day."""

    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        return Response(DeadlineSerializer(explain_ticket(self.find(number)), many=True).data)


@schema.hidden
class Nowhere(ApiView):
    """An address that is none, told in the API's own terms."""

    permission_classes = [AllowAny]
    authentication_classes = ()

    def initial(self, request: Request, *args, **kwargs) -> None:
        raise Http404


def _account_apart(body: Mapping[str, Any]) -> tuple[dict[str, Any], Account | None]:
    """The rest of the body, and the account it names: by its number, or as billing:ID by billing's own reference.

    Raises WrongInput for what is no text, Problem 422 for an account nobody knows: a ticket is never made without it.
    """
    rest = {**body}
    named = rest.pop("account", None)
    if named is None or named == "":
        return rest, None
    if not isinstance(named, str) or len(named) > LONGEST_REFERENCE or "\x00" in named:
        raise WrongInput({"account": [_("Must be a text.")]})
    own, _colon, reference = named.partition(":")
    column = {"billing_id": reference} if own == "billing" and reference else {"number": named}
    account = Account.objects.filter(**column).first()
    if account is None:
        told = {"account": [_("There is no account with this number.")]}
        raise Problem(422, "account", _("There is no account with this number."), errors=told)
    return rest, account


def _customer(ticket: Ticket, disclosure: Disclosure) -> dict[str, str] | None:
    if ticket.customer is None:
        return None
    point = ticket.contact_point if disclosure.contact else None
    return {
        "name": ticket.customer.name if disclosure.name else "",
        "contact": contact_points.mask(point.kind, str(point.value)) if point else "",
    }


def _shown_in_lists() -> list[str]:
    own = (
        "number",
        "stage",
        "version",
        "round",
        "nature",
        "priority",
        "title",
        "channel",
        "external_id",
        "decision_asked",
    )
    moments = ("received_at", "next_due_at", "held_at")
    return [*own, *moments, "category__code", "region__code", "team__code", "handler__username"]
