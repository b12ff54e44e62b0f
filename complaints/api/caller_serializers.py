"""Customers, contacts and suggestions as the API answers them. What is covered on the page is covered here."""

from rest_framework import serializers

from complaints.api.serializers import MovedSerializer
from complaints.calling.callers import Caller, cover


class FlagSerializer(serializers.Serializer):
    words = serializers.CharField()
    look = serializers.CharField(help_text="Empty, warn or grave.")


class CallerSerializer(serializers.Serializer):
    """A customer as the lookup shows them: contact masked, account numbers covered."""

    id = serializers.IntegerField(source="customer.pk")
    name = serializers.CharField(source="customer.name")
    kind = serializers.CharField(source="customer.kind")
    standing = serializers.CharField(source="customer.standing")
    language = serializers.CharField(source="customer.language")
    accounts = serializers.ListField(child=serializers.CharField())
    address = serializers.CharField()
    contact = serializers.CharField(help_text="Masked.")
    flags = FlagSerializer(many=True)
    open_tickets = serializers.SerializerMethodField()
    last_contact_at = serializers.DateTimeField(source="last_at", allow_null=True)

    def get_open_tickets(self, caller: Caller) -> list[str]:
        return [one.number for one in caller.open]


class AccountSerializer(serializers.Serializer):
    """Number, tariff, meters and debts only once it is recorded how the caller was verified."""

    number = serializers.SerializerMethodField()
    utility = serializers.CharField()
    status = serializers.CharField()
    address = serializers.CharField(source="premise.address")
    region = serializers.CharField(source="premise.region.code")
    tariff = serializers.SerializerMethodField()
    arrears = serializers.SerializerMethodField()
    meters = serializers.SerializerMethodField()

    @property
    def _open(self) -> bool:
        return self.context["verified"]

    def get_number(self, account) -> str:
        return account.number if self._open else cover(account.number)

    def get_tariff(self, account) -> str:
        return account.tariff if self._open else ""

    def get_arrears(self, account) -> str:
        return str(account.arrears) if self._open else ""

    def get_meters(self, account) -> list[str]:
        return [one.number for one in account.meters.all()] if self._open else []


class CustomerDetailSerializer(CallerSerializer):
    verified_at = serializers.DateTimeField(allow_null=True, help_text="By the one who asks, in the last half hour.")
    accounts = AccountSerializer(many=True, source="customer.accounts.all")  # type: ignore[assignment]


class ContactSerializer(serializers.Serializer):
    """One contact, whether or not it made a ticket."""

    id = serializers.IntegerField(source="pk")
    channel = serializers.CharField()
    direction = serializers.CharField()
    agent = serializers.CharField(source="agent.username", allow_null=True, default=None)
    customer = serializers.SerializerMethodField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    waited_seconds = serializers.IntegerField(allow_null=True)
    after_call_seconds = serializers.SerializerMethodField()
    outcome = serializers.CharField(source="outcome.code", allow_null=True, default=None)
    tickets = serializers.SerializerMethodField()
    warnings = serializers.IntegerField()
    note = serializers.SerializerMethodField(help_text="For colleagues; empty for a program.")

    def get_note(self, contact) -> str:
        return "" if self.context["to_client"] else contact.note

    def get_customer(self, contact) -> int | None:
        return contact.customer_id if contact.customer_id in self.context["known"] else None

    def get_after_call_seconds(self, contact) -> int | None:
        return int(contact.after_call.total_seconds()) if contact.after_call is not None else None

    def get_tickets(self, contact) -> list[str]:
        return [one.number for one in contact.tickets.all() if one.pk in self.context["readable"]]


class GuessSerializer(serializers.Serializer):
    value = serializers.CharField(help_text="Empty when nothing speaks for any.")
    label = serializers.CharField()
    because = serializers.CharField()


class PromiseLineSerializer(serializers.Serializer):
    label = serializers.CharField()
    amount = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)


class AheadSerializer(serializers.Serializer):
    """What such a ticket would promise, in words to be read aloud."""

    words = serializers.CharField()
    policy = serializers.CharField()
    because = serializers.ListField(child=serializers.CharField())
    lines = PromiseLineSerializer(many=True)
    statutory = serializers.BooleanField()


class SuggestionsSerializer(serializers.Serializer):
    nature = GuessSerializer()
    category = GuessSerializer()
    priority = GuessSerializer()
    promise = AheadSerializer(allow_null=True)


class ContactNotedSerializer(MovedSerializer):
    """How the ticket stands, and how far its log is with the promise to talk with the customer."""

    contact = serializers.IntegerField(help_text="The contact in the log.")
    contacted_at = serializers.DateTimeField(allow_null=True, help_text="When the log had enough; null: not yet.")
    standing = serializers.CharField(help_text="In words: 2 of 3 attempts, 1 of 2 channels.")
