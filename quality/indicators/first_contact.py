"""First-contact resolution: contacts settled there, with a ticket or without, and nothing further for seven days."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from complaints.calling.contact_outcomes import (
    ABUSIVE,
    ANSWERED,
    DROPPED,
    NOBODY,
    REGISTERED,
    SILENT,
    TRANSFERRED,
    WRONG_NUMBER,
)
from complaints.models import Contact, Ticket
from quality.figures import Indicator, Named, Scope, owned
from quality.models import Handling

QUIET = timedelta(days=7)
# Contacts in which nothing was asked of us, or which somebody else took over.
NOTHING_ASKED = (ABUSIVE, WRONG_NUMBER, SILENT, DROPPED, NOBODY, TRANSFERRED)
Between = Contact.tickets.through


def _rows(scope: Scope) -> QuerySet[Contact]:
    """Recorded contacts of the period from customers; one about a ticket the reader may not see is not there."""
    hidden = Between.objects.filter(contact=OuterRef("pk")).exclude(ticket__in=scope.tickets.values("pk"))
    about = Ticket.objects.filter(contacts=OuterRef("pk")).order_by("pk")
    recorded = scope.contacts.recorded().filter(
        direction=Contact.Direction.IN, started_at__gte=scope.since, started_at__lt=min(scope.until, scope.now)
    )
    return owned(
        recorded.exclude(Exists(hidden)).annotate(
            about_category=Subquery(about.values("category")[:1]), about_premise=Subquery(about.values("premise")[:1])
        ),
        "agent__team_id",
        "agent_id",
    )


def _hit(scope: Scope) -> Q:
    """Settled there, and neither heard from again by them nor from the same place in the same category."""
    return _settled() & ~_again()


def _settled() -> Q:
    """Answered in the contact, or every ticket it brought was answered without being dispatched."""
    mine = Between.objects.filter(contact=OuterRef("pk"))
    answered = Handling.objects.filter(ticket=OuterRef("ticket"), round=1, how="answer")
    brought = Q(outcome__code=REGISTERED) & Q(Exists(mine)) & ~Q(Exists(mine.exclude(Exists(answered))))
    return Q(outcome__code=ANSWERED) | brought


def _again() -> Q:
    week = {"gt": OuterRef("started_at"), "lte": OuterRef("started_at") + QUIET}
    theirs = Q(customer=OuterRef("customer"))
    heard = Contact.objects.recorded().filter(
        direction=Contact.Direction.IN, **{f"started_at__{name}": moment for name, moment in week.items()}
    )
    same = Q(tickets__category=OuterRef("about_category"))
    from_there = heard.filter(same, tickets__premise=OuterRef("about_premise"))
    written = Ticket.objects.filter(
        theirs | Q(premise=OuterRef("about_premise")), category=OuterRef("about_category"),
        **{f"received_at__{name}": moment for name, moment in week.items()},
    ).exclude(contacts=OuterRef("pk"))  # fmt: skip
    # A contact about nothing we know of may have been about this; so may any after such a one.
    unknown = Q(about_category=None) & Q(Exists(heard.filter(theirs)))
    found = (heard.filter(theirs & (same | Q(tickets=None))), from_there, written)
    return unknown | Q(Exists(found[0])) | Q(Exists(found[1])) | Q(Exists(found[2]))


def _left_out(scope: Scope) -> Named:
    """Without a person or a place a further contact cannot be recognised."""
    nothing = Q(outcome__code__in=NOTHING_ASKED) | Q(outcome=None)
    return {
        "nothing": (_("Nothing asked, or handed on"), nothing),
        "nobody": (_("Anonymous, no premise"), Q(customer=None, about_premise=None) & ~nothing),
    }


INDICATOR = Indicator(
    code="first-contact",
    label=_("Settled at the first contact"),
    rule=_(
        "Of the recorded contacts of the period, those settled there: answered in the contact, or with tickets that"
        " were all answered without being dispatched; and with no further contact or ticket of that person or premise"
        " in that category for 7 days. What is younger than 7 days is not judged yet."
    ),
    version=2,
    rows=_rows,
    hit=_hit,
    hit_label=_("Settled at the first contact"),
    miss_label=_("Not settled at the first contact"),
    moment="started_at",
    ticket="",
    of_contacts=True,
    young=lambda scope: Q(started_at__gt=scope.now - QUIET),
    left_out=_left_out,
)
