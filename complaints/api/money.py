"""Money on one ticket over REST: which account it is about, its bills, and what is asked of billing."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import about, adjusting, messages
from complaints.api import account_pages, bodies, money_schema
from complaints.api.billing.adjustment_serializers import AdjustmentRecord
from complaints.api.moves import Change
from complaints.api.views import READ, TicketsView
from complaints.fields import MoveInput
from complaints.inputs.money import AdjustmentInput, NameAccountInput, RestInput
from complaints.models import Ticket
from servicecenter.models import Event
from servicecenter.problems import Problem, WrongInput


class MoneyChange(Change):
    """A POST about money, for whoever may know account facts on this ticket."""

    asks: type[MoveInput]

    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region", "account", "bill")
        if self.client is None and not self.shown(ticket).account:
            raise Problem(403, "role", _("Your role does not allow this."))
        fields = self.asks(ticket=ticket).fields
        plain = {**request.data}
        if isinstance(plain.get("amount"), int) and not isinstance(plain["amount"], bool):
            plain["amount"] = str(plain["amount"])
        form = self.asks(bodies.read(plain, fields), ticket=ticket)
        if not form.is_valid():
            raise WrongInput({name: [str(one) for one in errors] for name, errors in form.errors.items()}, "missing")
        return self.stand(ticket, self.do(ticket, form.cleaned_data, **kwargs), status=201)

    def do(self, ticket: Ticket, said: dict[str, Any], **kwargs: Any) -> Event:
        raise TypeError(f"{type(self).__name__} does nothing")

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at, "source": "api"}


@money_schema.account
class NameAccount(MoneyChange):
    asks = NameAccountInput

    def do(self, ticket: Ticket, said: dict[str, Any], **kwargs: Any) -> Event:
        if not messages.may_write(self.actor):
            raise Problem(403, "role", _("Your role does not allow this."))
        return about.name_account(ticket, **said, **self.who_and_when)


@money_schema.adjustments
class TicketAdjustments(MoneyChange):
    scopes = {"GET": READ, "POST": ("tickets:move",)}
    asks = AdjustmentInput

    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number)
        if not self.shown(ticket).account:
            raise Http404
        return Response(
            AdjustmentRecord(ticket.adjustments.select_related("ticket", "account", "bill"), many=True).data
        )

    def do(self, ticket: Ticket, said: dict[str, Any], **kwargs: Any) -> Event:
        return adjusting.request_adjustment(ticket, **said, **self.who_and_when)


@money_schema.rest
class RestAdjustment(MoneyChange):
    asks = RestInput

    def do(self, ticket: Ticket, said: dict[str, Any], **kwargs: Any) -> Event:
        mine = ticket.adjustments.select_related("ticket").filter(pk=kwargs["pk"]).first()
        if mine is None:
            raise Http404
        return adjusting.let_rest(mine, **said, **self.who_and_when)


class TicketMoney(TicketsView):
    """Of the accounts whose facts the reader may know on this ticket, the newest first."""

    scopes = {"GET": READ}

    def accounts(self, ticket: Ticket) -> list[int]:
        """Raises Http404 where they are to be kept from the reader."""
        shown = self.shown(ticket)
        if not shown.account:
            raise Http404
        return [one.pk for one in about.accounts_shown(ticket, shown)]


@money_schema.bills
class TicketBills(TicketMoney):
    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number, "region__calendar")
        today = self.at.astimezone(ZoneInfo(ticket.region.calendar.zone)).date()
        return account_pages.bills(request, self.accounts(ticket), today)


@money_schema.payments
class TicketPayments(TicketMoney):
    def get(self, request: Request, number: str) -> Response:
        return account_pages.payments(request, self.accounts(self.find(number)))
