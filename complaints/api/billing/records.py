"""The four records of billing as they are sent and read: what a field may hold, and how it is shown again."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.billing.strict import ID, MOST_MINOR, MOST_VERSION, Reading, StrictSerializer, Text, Whole
from customers import contact_points
from customers.billing.lines import Sort
from customers.models import Account, Bill, Customer, Payment
from servicecenter import money

MOST_CONTACTS = 10
MOST_METERS = 20
PURPOSE = r"^[a-z][a-z0-9_]{0,39}$"


def billing_id(**kwargs: Any) -> serializers.RegexField:
    return serializers.RegexField(ID, max_length=80, **kwargs)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217, such as CNY."})
class Currency(Text):
    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code not in money.CODES:
            raise serializers.ValidationError(_("There is no such currency; write its three letters, such as CNY."))
        return code


def amount(**kwargs: Any) -> Whole:
    told = {"help_text": "Whole minor units: 1234 is 12.34 CNY.", "max_value": MOST_MINOR, "min_value": 0}
    return Whole(**{**told, **kwargs})


class Contact(Text):
    """A phone number or an email address; as (kind, normal form) once it is read."""

    def to_internal_value(self, data: Any) -> tuple[str, str]:  # type: ignore[override]
        try:
            return contact_points.read(super().to_internal_value(data))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error

    def to_representation(self, value: Any) -> str:
        return str(value)


class Record(StrictSerializer):
    id = billing_id(help_text="Its id in the billing system.")
    version = Whole(min_value=0, max_value=MOST_VERSION, help_text="Grows with every change: a count or a moment.")


class CustomerRecord(Record):
    """A person or an organisation. Contacts are kept encrypted, added and never taken away; read, they are masked."""

    name = Text(max_length=200)
    kind = serializers.ChoiceField(choices=Customer.Kind.choices, default=Customer.Kind.PERSON)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    since = serializers.DateField(allow_null=True, default=None)
    contacts = serializers.ListField(
        child=Contact(max_length=200), max_length=MOST_CONTACTS, default=list, help_text="Phone numbers and emails."
    )
    consents = serializers.ListField(
        child=serializers.RegexField(PURPOSE), max_length=MOST_CONTACTS, allow_null=True, default=None,
        help_text="The purposes they agree to; null: billing says nothing of it.",
    )  # fmt: skip


class MeterRecord(StrictSerializer):
    number = Text(max_length=40)
    installed_on = serializers.DateField(allow_null=True, default=None)
    removed_on = serializers.DateField(allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["installed_on"] and attrs["removed_on"] and attrs["removed_on"] < attrs["installed_on"]:
            raise serializers.ValidationError({"removed_on": [_("A meter is not removed before it is installed.")]})
        return attrs


class AccountRecord(Record):
    customer = billing_id(help_text="The customer's id in the billing system.")
    number = Text(max_length=30)
    utility = serializers.ChoiceField(choices=Account.Utility.choices)
    address = Text(max_length=300)
    region = Text(max_length=60, help_text="A code of /api/v1/regions/.")
    tariff = Text(max_length=60, allow_blank=True, default="")
    status = serializers.ChoiceField(choices=Account.Status.choices, default=Account.Status.ACTIVE)
    opened_on = serializers.DateField(allow_null=True, default=None)
    closed_on = serializers.DateField(allow_null=True, default=None)
    arrears = amount(default=0, max_value=10**11, help_text="Owed past its due date, in whole minor units.")
    currency = Currency(default=lambda: settings.CURRENCY)
    meters = serializers.ListField(
        child=MeterRecord(), max_length=MOST_METERS, default=list,
        help_text="Those that count for it. One named here is this account's from now on; one not named stays.",
    )  # fmt: skip

    def validate_currency(self, code: str) -> str:
        if code != settings.CURRENCY:
            raise serializers.ValidationError(
                _("An account is kept in the house's own currency, %(code)s.") % {"code": settings.CURRENCY}
            )
        return code


class AccountShown(AccountRecord):
    """Read, its customer may be one billing never named: known here by other means, or put together with another."""

    customer = billing_id(allow_null=True, help_text="The customer's id in the billing system, where it has one.")


class BillRecord(Record):
    account = billing_id(help_text="The account's id in the billing system.")
    number = Text(max_length=60)
    state = serializers.ChoiceField(choices=Bill.State.choices, default=Bill.State.ISSUED)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    issued_on = serializers.DateField()
    due_on = serializers.DateField()
    amount = amount(min_value=-MOST_MINOR)
    currency = Currency()
    meter = Text(max_length=40, allow_blank=True, default="")
    reading_from = Reading(allow_null=True, default=None)
    reading_to = Reading(allow_null=True, default=None)
    unit = Text(max_length=12, allow_blank=True, default="", help_text="Of the readings: m³, kWh.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["period_to"] < attrs["period_from"]:
            raise serializers.ValidationError({"period_to": [_("The period ends before it begins.")]})
        return attrs


class PaymentRecord(Record):
    account = billing_id(help_text="The account's id in the billing system.")
    bill = billing_id(allow_null=True, default=None, help_text="The bill it pays; null: paid on account.")
    state = serializers.ChoiceField(choices=Payment.State.choices, default=Payment.State.RECEIVED)
    paid_on = serializers.DateField()
    amount = amount()
    currency = Currency()
    method = Text(
        max_length=40, allow_blank=True, default="",
        help_text=f"How it was paid: {', '.join(Payment.METHODS)}, or any word, which is shown as it is.",
    )  # fmt: skip


RECORDS: dict[Sort, type[Record]] = {
    Sort.CUSTOMER: CustomerRecord,
    Sort.ACCOUNT: AccountRecord,
    Sort.BILL: BillRecord,
    Sort.PAYMENT: PaymentRecord,
}
SHOWN: dict[Sort, type[Record]] = {**RECORDS, Sort.ACCOUNT: AccountShown}


def shown(sort: Sort, row: Any) -> dict[str, Any]:
    """The record as it stands here, in the fields it was sent in."""
    data = {"id": row.billing_id, "version": row.billing_version}
    fields = RECORDS[sort]().fields
    if sort == Sort.CUSTOMER:
        data["contacts"] = [contact_points.mask(one.kind, str(one.value)) for one in row.contact_points.all()]
        data["consents"] = sorted({one.purpose for one in row.consents.all() if one.withdrawn_at is None})
    if sort == Sort.ACCOUNT:
        data |= {"customer": row.customer.billing_id, "address": row.premise.address, "region": row.premise.region.code}
        data |= {"arrears": money.minor(row.arrears, settings.CURRENCY), "currency": settings.CURRENCY}
        data["meters"] = list(row.meters.order_by("number").values("number", "installed_on", "removed_on"))
    if sort in {Sort.BILL, Sort.PAYMENT}:
        data["account"] = row.account.billing_id
    if sort == Sort.PAYMENT:
        data["bill"] = row.bill.billing_id if row.bill else None
    data |= {name: getattr(row, name) for name in fields if name not in data}
    return {name: data[name] for name in fields}
