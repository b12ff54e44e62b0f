"""What the fields on the administrator's pages are called, in the reader's language.

One list for all models: a column called the same means the same, unless its model is named too. Only how a
field is shown is changed, never the model itself, so no migration follows from a word.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES = {
    "Target.amount": pgettext_lazy("column", "Length of time"),
    "actor_id": pgettext_lazy("column", "Person"),
    "actor_role": pgettext_lazy("column", "Role"),
    "amount": _("Amount"),
    "area_class": _("Area"),
    "at": _("When"),
    "attempts": pgettext_lazy("column", "Attempts"),
    "blocks": pgettext_lazy("column", "Hours"),
    "calendar": _("Calendar"),
    "category": _("Category"),
    "channel": _("Channel"),
    "claimed_at": pgettext_lazy("column", "Taken in hand"),
    "code": pgettext_lazy("column", "Code"),
    "contact": pgettext_lazy("column", "How to reach it"),
    "created_at": pgettext_lazy("column", "Made on"),
    "customer_class": _("Customer class"),
    "danger": pgettext_lazy("column", "Danger to life"),
    "date": pgettext_lazy("column", "Day"),
    "department": pgettext_lazy("column", "Department above it"),
    "email": pgettext_lazy("column", "Email"),
    "error": pgettext_lazy("column", "Error"),
    "event": pgettext_lazy("column", "Event"),
    "expires_at": pgettext_lazy("column", "Valid until"),
    "first_name": pgettext_lazy("column", "First name"),
    "holidays_of": pgettext_lazy("column", "Public holidays of"),
    "hours": pgettext_lazy("column", "Hours"),
    "how": pgettext_lazy("column", "How, until when and at what cost"),
    "is_active": pgettext_lazy("column", "In use"),
    "is_public": pgettext_lazy("column", "Offered to customers"),
    "is_superuser": pgettext_lazy("column", "Superuser"),
    "kind": _("Kind"),
    "labels": pgettext_lazy("column", "Name"),
    "language": _("Language"),
    "last_error": pgettext_lazy("column", "Last error"),
    "last_name": pgettext_lazy("column", "Last name"),
    "list": pgettext_lazy("column", "List"),
    "milestone": pgettext_lazy("column", "Milestone"),
    "name": pgettext_lazy("column", "Name"),
    "nature": _("Nature"),
    "networks": pgettext_lazy("column", "Addresses it may come from"),
    "next_attempt_at": pgettext_lazy("column", "Next try"),
    "number": pgettext_lazy("column", "Number"),
    "payload": pgettext_lazy("column", "Data"),
    "poisoned_at": pgettext_lazy("column", "Given up"),
    "policy": _("Policy"),
    "position": pgettext_lazy("column", "Position"),
    "prefix": pgettext_lazy("column", "Begins with"),
    "priority": _("Priority"),
    "provisional": pgettext_lazy("column", "Provisional"),
    "queued_at": pgettext_lazy("column", "Queued"),
    "recorded_at": pgettext_lazy("column", "Recorded"),
    "region": _("Region"),
    "request_id": pgettext_lazy("column", "Request"),
    "role": pgettext_lazy("column", "Role"),
    "scopes": pgettext_lazy("column", "May"),
    "settled_at": pgettext_lazy("column", "Settled"),
    "since": pgettext_lazy("column", "From"),
    "sort": pgettext_lazy("column", "Sort"),
    "source": pgettext_lazy("column", "Source"),
    "state": _("State"),
    "steps": pgettext_lazy("column", "Steps"),
    "subject_id": pgettext_lazy("column", "Number of the subject"),
    "subject_type": pgettext_lazy("column", "Subject"),
    "subscriber": pgettext_lazy("column", "Subscriber"),
    "team": _("Team"),
    "template": pgettext_lazy("column", "Message"),
    "ticket": _("Ticket"),
    "unit": pgettext_lazy("column", "Unit"),
    "until": pgettext_lazy("column", "Until"),
    "user": pgettext_lazy("column", "Person"),
    "username": pgettext_lazy("column", "User name"),
    "utility": pgettext_lazy("column", "Utility"),
    "valid_from": _("In force from"),
    "valid_until": pgettext_lazy("column", "In force until"),
    "version": pgettext_lazy("column", "Version"),
    "zone": pgettext_lazy("column", "Time zone"),
}


def name_fields(shown: Iterable[type[models.Model]]) -> None:
    """Give the fields of these models their names. `_verbose_name`, which migrations read, stays as it is."""
    for model in shown:
        for field in model._meta.fields:
            name = NAMES.get(f"{model.__name__}.{field.name}") or NAMES.get(field.name)
            if name:
                field.verbose_name = name  # type: ignore[assignment]
