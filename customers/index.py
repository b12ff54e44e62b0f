"""What each customer is found by: name, addresses, account and meter numbers, and fingerprints of phone and email.

Whoever changes one of these calls `refresh`; what has no entry yet gets one after the next migrate.
"""

from collections.abc import Iterable

from django.db import transaction

from customers.models import Account, ContactPoint, Customer, Entry
from servicecenter import full_text, tokens

ENTRIES = full_text.FullText(table="customers_entry", key="customer_id", words="words")
BATCH = 1000
FINGERPRINT = 16  # hexadecimal digits of a blind index: enough to find by, and checked against nothing else


def whole(index: str) -> str:
    """The token of a whole phone number or email address, from its blind index."""
    return f"{full_text.MARK}w{index[:FINGERPRINT]}"


def last_four(index: str) -> str:
    """The token of a phone number's last four digits, from their blind index."""
    return f"{full_text.MARK}f{index[:FINGERPRINT]}"


def region(pk: int | None) -> str:
    """The token of a region the customer has a premise in; None: they have none anywhere."""
    return f"{full_text.MARK}r{pk or 0}"


def number_tokens(written: str) -> list[str]:
    """An account or meter number as a whole, in its parts, without its letters, and by its last four digits."""
    parts = tokens.pieces(written)
    digits = "".join(char for char in "".join(parts) if char.isdigit())
    return list(filter(None, ["".join(parts), *parts, digits, digits[-4:]]))


def words_of(customer: Customer, points: Iterable[ContactPoint], accounts: Iterable[Account]) -> str:
    """The entry's text. `accounts` come with premise and meters."""
    found = tokens.tokens(customer.name)
    for point in points:
        found.append(whole(point.index_full))
        if point.index_last4:
            found.append(last_four(point.index_last4))
    regions = set()
    for account in accounts:
        regions.add(account.premise.region_id)
        found += tokens.tokens(account.premise.address) + number_tokens(account.number)
        for meter in account.meters.all():
            found += number_tokens(meter.number)
    found += [region(one) for one in sorted(regions)] or [region(None)]
    return " ".join(dict.fromkeys(found))


def write_new(customer: Customer, points: Iterable[ContactPoint]) -> None:
    """The entry of a customer just made, who has no account yet. One statement."""
    Entry.objects.bulk_create([Entry(customer=customer, words=words_of(customer, points, []))])


def refresh(customers: Iterable[int]) -> None:
    """Write the entries of these customers anew, all or none."""
    keys = list(customers)
    with transaction.atomic():
        for start in range(0, len(keys), BATCH):
            chosen = Customer.objects.filter(pk__in=keys[start : start + BATCH])
            rows = chosen.prefetch_related("contact_points", "accounts__premise", "accounts__meters")
            Entry.objects.bulk_create(
                [
                    Entry(customer=one, words=words_of(one, one.contact_points.all(), one.accounts.all()))
                    for one in rows
                ],
                update_conflicts=True,
                unique_fields=["customer"],
                update_fields=["words"],
            )


def install(**_kwargs) -> None:
    """After a migrate: the engine's index, and an entry for whoever has none."""
    ENTRIES.install()
    while missing := list(Customer.objects.filter(entry=None).values_list("pk", flat=True)[:BATCH]):
        refresh(missing)
