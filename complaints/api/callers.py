"""Customers over REST: looked up, read, verified; and what words suggest. A program needs customers:read."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import intake
from complaints.api import bodies, caller_schema
from complaints.api.bodies import valid
from complaints.api.caller_serializers import CallerSerializer, CustomerDetailSerializer, SuggestionsSerializer
from complaints.calling import callers, contacts, suggesting
from complaints.inputs.contacts import LookupInput, SuggestionInput, VerificationInput
from complaints.models import Category, Contact
from complaints.promises import promise_ahead
from customers import lookup
from customers.models import Customer
from servicecenter.api_views import ApiView, DoneOnce
from servicecenter.models import ApiClient, User
from servicecenter.problems import Problem, WrongInput

READ = ("customers:read",)


class CustomersView(ApiView):
    """For programs with the scope, and for those of the staff who may look customers up."""

    def reader(self) -> User | None:
        """The member of staff who asks; None: a program. Raises Problem 403 for who may not look anybody up."""
        if self.client:
            return None
        assert isinstance(self.request.user, User)
        if not callers.may_look_up(self.request.user, self.at):
            raise Problem(403, "role", _("Your role does not allow this."))
        return self.request.user

    def whoever(self) -> User | ApiClient:
        """A member of staff, or the program that asks."""
        asks = self.reader() or self.client
        assert asks is not None  # nobody else comes this far
        return asks

    def customers(self) -> QuerySet[Customer]:
        reader = self.reader()
        return callers.customers_visible_to(reader, self.at) if reader else Customer.objects.all()

    def find(self, pk: int) -> Customer:
        """The customer, or the same 404 for one in another region and for none."""
        found = self.customers().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def detail(self, pk: int, status: int = 200) -> Response:
        reader = self.reader()
        found = lookup.with_facts(self.customers().filter(pk=pk).values_list("pk", flat=True)[:1])
        if not found:
            raise Http404
        seen = callers.verified(found[0], reader, self.at) if reader else None
        caller = callers.of_customers(found, self.whoever(), self.at)[0]
        caller.verified_at = seen.at if seen else None
        return Response(CustomerDetailSerializer(caller, context={"verified": bool(seen)}).data, status=status)


@caller_schema.lookup
class Lookup(CustomersView):
    """By POST, so that no number stands in an address."""

    scopes = {"POST": READ}

    def post(self, request: Request) -> Response:
        reader = self.reader()
        typed = valid(LookupInput(bodies.read(request.data, LookupInput.base_fields)))["q"]
        regions = callers.regions_of(reader, self.at) if reader else None
        found = lookup.find_customers(typed, regions=regions).customers
        return Response(CallerSerializer(callers.of_customers(found, self.whoever(), self.at), many=True).data)


@caller_schema.customer
class CustomerDetail(CustomersView):
    scopes = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        return self.detail(pk)


@caller_schema.verification
class Verify(DoneOnce, CustomersView):
    """An agent's own contact; a program verifies nobody."""

    def act(self, request: Request, **kwargs: Any) -> Response:
        reader = self.reader()
        if reader is None or not callers.may_record(reader, self.at):
            raise Problem(403, "role", _("Your role does not allow this."))
        customer = self.find(kwargs["pk"])
        data = bodies.read(request.data, VerificationInput.base_fields, contact=bodies.whole_number)
        contact = Contact.objects.filter(agent=reader, pk=min(data.pop("contact", 0), 2**63 - 1)).first()
        method = valid(VerificationInput(data))["method"]
        if contact is None:
            raise WrongInput({"contact": [_("Choose a contact of your own.")]})
        contacts.verify_caller(contact, customer, method, actor=self.actor, at=self.at, source="api")
        return self.detail(customer.pk, status=201)


@caller_schema.suggestions
class Suggestions(CustomersView):
    """Kind, category, urgency with their reasons, and the promise; nothing is written."""

    scopes = {"POST": ("tickets:create", "customers:read")}

    def post(self, request: Request) -> Response:
        asked = valid(SuggestionInput(bodies.read(request.data, SuggestionInput.base_fields)))
        guesses = suggesting.suggest(asked["words"], nature=asked["nature"])
        ahead = None
        if nature := asked["nature"] or guesses.nature.value:
            ahead = promise_ahead.promise(
                nature=nature, category=Category.objects.filter(code=guesses.category.value).first(),
                priority=guesses.priority.value, region=asked["region"] or intake.home_region(), customer=None,
                language=get_language() or "en", received_at=self.at, now=self.at,
            )  # fmt: skip
        told = {name: getattr(guesses, name) for name in ("nature", "category", "priority")}
        return Response(SuggestionsSerializer({**told, "promise": ahead}).data)
