"""A customer as the desk sees them: who may look them up, what may be told, flags, open tickets, last contacts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import conflicts
from complaints.choices import OPEN, Nature
from complaints.models import Contact, Restriction, Ticket, Verification
from complaints.models.calls import ContactQuerySet
from complaints.queries import CENTRE, visible_to, visible_to_client
from customers import contact_points
from customers.models import Account, ContactPoint, Customer
from servicecenter.models import ApiClient, User
from servicecenter.roles import EVERY_REGION, REGION_WIDE

# Whoever speaks with customers, or watches over those who do; departments know the customers of their tickets.
MAY_LOOK_UP = CENTRE | {"auditor"}
MAY_RECORD = frozenset({"agent", "reviewer", "supervisor", "shift_leader", "complaint_manager"})
# How long after a verification account facts stay open to the agent who made it.
VERIFIED_FOR = timedelta(minutes=30)
FORTNIGHT = timedelta(days=14)
LAST = 5


def may_look_up(user: User, at: datetime) -> bool:
    return bool(user.roles_at(at) & MAY_LOOK_UP)


def may_record(user: User, at: datetime) -> bool:
    """Log calls and other contacts."""
    return bool(user.roles_at(at) & MAY_RECORD)


def regions_of(user: User, at: datetime) -> list[int] | None:
    """The regions this person watches over; None: all."""
    wide = [one for one in user.held_at(at) if one.role in REGION_WIDE]
    if any(one.region_id is None or one.role in EVERY_REGION for one in wide):
        return None
    return sorted({one.region_id for one in wide if one.region_id})


def customers_visible_to(user: User, at: datetime) -> QuerySet[Customer]:
    """Customers with a premise in their regions, with a ticket they may see, or who live nowhere yet."""
    if not may_look_up(user, at):
        return Customer.objects.none()
    regions = regions_of(user, at)
    if regions is None:
        return Customer.objects.all()
    accounts = Account.objects.filter(customer=OuterRef("pk"))
    return Customer.objects.filter(
        Exists(accounts.filter(premise__region__in=regions))
        | ~Exists(accounts)
        | Exists(visible_to(user, at).filter(customer=OuterRef("pk")))
    )


def known_among(pks: Collection[int | None], user: User, at: datetime) -> set[int]:
    """Of these customers, those this person may know of."""
    wanted = {pk for pk in pks if pk}
    return set(customers_visible_to(user, at).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def contacts_visible_to(user: User, at: datetime) -> ContactQuerySet:
    """Their own, and for who watches over regions those of their regions and of none; none about a matter
    that concerns them, and those about wrongdoing for the integrity role only.
    """
    contacts = Contact.objects.exclude(tickets__in=conflicts.outside(user))
    if "integrity_officer" not in user.roles_at(at):
        contacts = contacts.exclude(tickets__nature=Nature.REPORT)
    if not may_look_up(user, at):
        return contacts.filter(agent=user)
    regions = regions_of(user, at)
    if regions is None:
        return contacts
    return contacts.filter(Q(agent=user) | Q(region__in=regions) | Q(region=None))


def verified(customer: Customer, user: User, at: datetime) -> Verification | None:
    """How this person made sure of the caller lately; None: account facts stay covered."""
    rows = Verification.objects.filter(customer=customer, by=user, at__gte=at - VERIFIED_FOR, at__lte=at)
    return rows.select_related("method").order_by("-at").first()


@dataclass(frozen=True)
class Flag:
    """Something to know before speaking. look: "", "warn" or "grave"; icon: a name of _symbols.html."""

    words: str
    icon: str = ""
    look: str = ""


@dataclass
class Caller:
    """One line of the lookup, or the one that is chosen."""

    customer: Customer
    flags: list[Flag]
    accounts: list[str]
    address: str
    contact: str
    last_at: datetime | None = None
    verified_at: datetime | None = None
    open: list[Ticket] = field(default_factory=list)


def of_customers(customers: Iterable[Customer], reader: User | ApiClient, at: datetime) -> list[Caller]:
    """Lines for these customers (lookup.with_facts), in their order. Three statements, however many."""
    rows = list(customers)
    if not rows:
        return []
    reach = visible_to_client(reader) if isinstance(reader, ApiClient) else visible_to(reader, at)
    tickets = reach.filter(customer__in=rows, stage__in=OPEN).order_by("-received_at", "-pk")
    open_of: dict[int, list[Ticket]] = {one.pk: [] for one in rows}
    for ticket in tickets.only("number", "title", "customer", "round", "stage", "received_at", "priority")[:100]:
        open_of[ticket.customer_id].append(ticket)  # type: ignore[index]  # they are found by their customer
    last: dict[int, datetime] = {}
    for key, started in (
        Contact.objects.recorded()
        .filter(customer__in=rows)
        .order_by("started_at")
        .values_list("customer_id", "started_at")[:500]
    ):
        last[key] = started  # type: ignore[index]
    writing = set(
        Restriction.objects.filter(customer__in=rows, lifted_at=None, imposed_at__lte=at, until__gt=at).values_list(
            "customer_id", flat=True
        )
    )
    return [_caller(one, open_of[one.pk], last.get(one.pk), one.pk in writing) for one in rows]


def _caller(customer: Customer, tickets: list[Ticket], last_at: datetime | None, written_only: bool) -> Caller:
    accounts = list(customer.accounts.all())
    point = _preferred(customer)
    return Caller(
        customer=customer,
        flags=flags(customer, tickets, written_only=written_only),
        accounts=[f"{cover(one.number)} · {one.get_utility_display()}" for one in accounts],
        address=accounts[0].premise.address if accounts else "",
        contact=contact_points.mask(point.kind, str(point.value)) if point else "",
        last_at=last_at,
        open=tickets,
    )


def _preferred(customer: Customer) -> ContactPoint | None:
    points = sorted(customer.contact_points.all(), key=lambda one: (not one.preferred, one.pk))
    return points[0] if points else None


def cover(number: str) -> str:
    """An account number as it may be told before anybody made sure of the caller: its last four characters."""
    return f"**** {number[-4:]}"


def flags(customer: Customer, tickets: list[Ticket], *, written_only: bool = False) -> list[Flag]:
    """What must be known before speaking: dangers of the household first, then debts, rank, and what is open."""
    told = [Flag(_("Asked to write"), "mail", "warn")] if written_only else []
    told += [Flag(one.kind.label, "crew", "warn") for one in customer.cares.all() if one.ended_at is None]
    if customer.standing != Customer.Standing.ORDINARY:
        told.append(Flag(str(customer.get_standing_display()), "star"))
    if any(one.arrears > 0 for one in customer.accounts.all()):
        told.append(Flag(_("Arrears"), "coin", "warn"))
    if tickets:
        count = len(tickets)
        told.append(Flag(ngettext("%(n)d open", "%(n)d open", count) % {"n": count}, "again"))
    return told


def contacts_lately(customer: Customer, at: datetime) -> int:
    """Contacts of the last fortnight."""
    return Contact.objects.recorded().filter(customer=customer, started_at__gte=at - FORTNIGHT).count()


def last_contacts(customer: Customer, most: int = LAST) -> list[Contact]:
    """The newest recorded contacts with this customer."""
    rows = Contact.objects.recorded().filter(customer=customer).select_related("agent", "outcome")
    return list(rows.annotate(made=Count("tickets")).order_by("-started_at", "-pk")[:most])
