"""Restricting an abusive customer to writing, over REST: by supervisors only, never by a program."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import restrictions
from complaints.api import bodies, desk_schema
from complaints.api.bodies import valid
from complaints.api.callers import CustomersView
from complaints.api.desk_serializers import RestrictionSerializer
from complaints.api.refusals import as_problem
from complaints.inputs.restrictions import LiftInput, RestrictionInput, last_moment
from complaints.models import Contact
from complaints.refusals import Refused
from customers.models import Customer
from servicecenter.api_views import DoneOnce
from servicecenter.problems import Problem, WrongInput

MOST_CONTACTS = 50


class RestrictionView(CustomersView):
    """What both views share: who may, and whom it is about."""

    scopes: dict[str, Any] = {"GET": (), "POST": ()}

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_problem(exc, self.actor, self.at) if isinstance(exc, Refused) else exc)

    def customer(self, pk: int) -> Customer:
        if not self.actor.roles & restrictions.MAY_RESTRICT:
            raise Problem(403, "role", _("A supervisor restricts a customer."))
        return self.find(pk)

    def told(self, customer: Customer, status: int = 200) -> Response:
        """How it stands, and which contacts could be evidence."""
        row = restrictions.in_force(customer, self.at)
        found = list(row.evidence.all()) if row else restrictions.evidence_for(customer)
        return Response(RestrictionSerializer({"row": row, "evidence": found}).data, status=status)


@desk_schema.restriction
class CustomerRestriction(DoneOnce, RestrictionView):
    def get(self, request: Request, pk: int) -> Response:
        return self.told(self.customer(pk))

    def act(self, request: Request, **kwargs: Any) -> Response:
        customer = self.customer(kwargs["pk"])
        fields = {name: field for name, field in RestrictionInput.base_fields.items() if name != "evidence"}
        data = bodies.read(request.data, fields, evidence=_ids)
        chosen = data.pop("evidence", [])
        said = valid(_Said(data))
        contacts = list(Contact.objects.filter(pk__in=chosen, customer=customer))
        if len(contacts) != len(set(chosen)):
            raise WrongInput({"evidence": [_("Choose at least one contact of theirs that was ended as abusive.")]})
        until: date = said["until"]
        restrictions.impose(
            customer, evidence=contacts, until=last_moment(until), why=said["why"], letter=said["letter"],
            actor=self.actor, at=self.at, source="api",
        )  # fmt: skip
        return self.told(customer, status=201)


@desk_schema.restriction_lifted
class RestrictionLifted(DoneOnce, RestrictionView):
    scopes: dict[str, Any] = {"POST": ()}

    def act(self, request: Request, **kwargs: Any) -> Response:
        customer = self.customer(kwargs["pk"])
        row = restrictions.in_force(customer, self.at)
        if row is None:
            raise Problem(409, "stage", _("This customer is not restricted."))
        said = valid(LiftInput(bodies.read(request.data, LiftInput.base_fields)))
        restrictions.lift(row, why=said["why"], actor=self.actor, at=self.at, source="api")
        return self.told(customer)


class _Said(forms.Form):
    """The same fields as on the page; which contacts are evidence comes as ids."""

    until, why, letter = (RestrictionInput.base_fields[name] for name in ("until", "why", "letter"))


def _ids(value: Any) -> list[int]:
    if not isinstance(value, list) or len(value) > MOST_CONTACTS:
        raise ValueError(_("Must be a list."))
    return [min(bodies.whole_number(one), 2**63 - 1) for one in value]
