"""A customer's bills and payments over REST, newest first, a page at a time by key.

For people only, and as on the customer's page: once it is recorded how they verified the caller.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import account_pages
from complaints.api import customer_money_schema as schema
from complaints.api.callers import CustomersView
from complaints.calling import callers
from servicecenter.problems import Problem


class CustomerMoney(CustomersView):
    """Of the accounts that are theirs, for whoever may know."""

    scopes = {"GET": ()}

    def accounts(self, pk: int) -> list[int]:
        """Raises Problem 403 before the caller was verified, Http404 for a customer who is not there."""
        reader = self.reader()
        found = self.find(pk)
        if reader is None or not callers.verified(found, reader, self.at):
            told = _(
                "Number, tariff, meter and debts are told once it is recorded on the call how the caller was verified."
            )
            raise Problem(403, "role", told)
        return list(found.accounts.order_by("pk").values_list("pk", flat=True))


@schema.bills
class CustomerBills(CustomerMoney):
    def get(self, request: Request, pk: int) -> Response:
        return account_pages.bills(request, self.accounts(pk), timezone.localtime(self.at).date())


@schema.payments
class CustomerPayments(CustomerMoney):
    def get(self, request: Request, pk: int) -> Response:
        return account_pages.payments(request, self.accounts(pk))
