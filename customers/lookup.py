"""A caller found while somebody types: by phone, account, meter, name or address, in either language.

One query string, one statement for the search and a fixed number for what is shown. What of it may be shown, and
to whom, is the caller's to say; `regions` keeps to those with a premise there, and to those with none anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from customers import contact_points, index
from customers.models import Account, Care, ContactPoint, Customer
from servicecenter import tokens
from servicecenter.full_text import Group, Query

SHOWN = 8
CANDIDATES = 40  # of what fits, so many are ranked
SHORTEST = 2  # characters; a single Chinese one is enough
NUMBER = 4  # digits from which on a query may be the number of an account or a meter


@dataclass(frozen=True)
class Found:
    """more: not all that fits was ranked; words: what was looked for, to be marked where it stands."""

    customers: list[Customer] = field(default_factory=list)
    more: bool = False
    words: tuple[str, ...] = ()


def find_customers(typed: str, *, regions: Iterable[int] | None = None) -> Found:
    """Customers that fit, the best first, at most SHOWN. `regions` None: everywhere.

    Each comes with accounts, premises, meters, contact points and living cares prefetched: eight statements at most.
    """
    typed = " ".join(typed.replace("\0", " ").split())[:200]
    words = tokens.sought(typed)
    if not words or (len(typed) < SHORTEST and not tokens.is_han(typed)):
        return Found()
    exact = _query(typed, words, regions, exact=True) if any(map(_is_figure, words)) and len(words) > 1 else None
    keys = index.ENTRIES.find(exact, CANDIDATES + 1) if exact else []
    keys = keys or index.ENTRIES.find(_query(typed, words, regions), CANDIDATES + 1)
    names = Customer.objects.filter(pk__in=keys).values_list("pk", "name")
    best = sorted(names, key=lambda one: (_rank(one[1], typed, words), one[1], one[0]))[:SHOWN] if keys else []
    place = {key: n for n, (key, _name) in enumerate(best)}
    customers = sorted(with_facts(place), key=lambda one: (not _has_number(one, typed), place[one.pk]))
    return Found(customers, more=len(keys) > SHOWN, words=tuple(words))


def with_facts(keys: Iterable[int]) -> list[Customer]:
    """These customers with all that a line about them is made of."""
    wanted = list(keys)
    if not wanted:
        return []
    return list(
        Customer.objects.filter(pk__in=wanted).prefetch_related(
            "contact_points",
            Prefetch("accounts", Account.objects.select_related("premise__region")),
            "accounts__meters",
            Prefetch("cares", Care.objects.filter(ended_at=None).select_related("kind")),
        )
    )


def _is_figure(word: str) -> bool:
    """A single figure: the house of "9 kelp", or the first of "45 kelp" while it is typed."""
    return len(word) == 1 and word.isdecimal()


def _query(typed: str, words: list[str], regions: Iterable[int] | None, *, exact: bool = False) -> Query:
    """`exact`: a single figure is a whole number of theirs; else it says nothing yet."""
    within: list[Group] = []
    if regions is not None:
        within = [[(index.region(one), False) for one in (*regions, None)]]
    # A letter alone says next to nothing beside other words, and half the house begins with it.
    told = [word for word in words if len(word) > 1 or tokens.is_han(word) or (exact and _is_figure(word))]
    telling = told or words
    ways: list[list[Group]] = [[_either(word) for word in telling]]
    digits = "".join(char for char in typed if char.isdigit())
    if len(digits) >= NUMBER and len(words) > 1:
        # "40 2217 8806" as one number, however it was grouped.
        ways.append([[("".join(tokens.pieces(typed)), True), (digits, True)]])
    if contact := contact_points.full_index_of(typed):
        ways.append([[(index.whole(contact), False)]])
    return [[*way, *within] for way in ways]


def _either(word: str) -> Group:
    """A word's beginning; a Chinese pair and a single figure as they are; four digits may also end a phone number."""
    if _is_figure(word) or (len(word) == 2 and tokens.is_han(word)):
        return [(word, False)]
    if len(word) == 4 and word.isascii() and word.isdigit():
        return [(word, True), (index.last_four(ContactPoint.last4_index(word)), False)]
    return [(word, True)]


def _rank(name: str, typed: str, words: list[str]) -> int:
    """0: it is the whole name; 1: the name begins so; 2: a word of it does; 3: it stands elsewhere."""
    whole, wanted = tokens.normal(name), tokens.normal(typed)
    if whole.startswith(wanted):
        return 0 if whole == wanted else 1
    known = tokens.tokens(name)
    return 2 if any(one.startswith(word) for word in words for one in known) else 3


def _has_number(customer: Customer, typed: str) -> bool:
    """What was typed is an account, meter, phone number or address of theirs."""
    plain = "".join(tokens.pieces(typed))
    numbers = [one.number for one in customer.accounts.all()]
    numbers += [meter.number for one in customer.accounts.all() for meter in one.meters.all()]
    contact = contact_points.full_index_of(typed)
    return plain in {"".join(tokens.pieces(one)) for one in numbers} or any(
        one.index_full == contact for one in customer.contact_points.all()
    )
