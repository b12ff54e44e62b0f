"""First-contact resolution over contacts: settled in it, with a ticket or without, and no further one for a week."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from complaints.calling.contacts import ABUSIVE, ANSWERED
from complaints.models import Contact, Ticket
from quality.figures import Indicator, Named, Scope, owned
from quality.indicators.first_contact import QUIET

# Contacts in which nothing was asked of us, or which somebody else took over.
NOTHING_ASKED = (ABUSIVE, "wrong-number", "silent", "dropped", "nobody-reached", "transferred")
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
    """Answered there, and neither heard from again by them nor from the same place in the same category."""
    week = {"gt": OuterRef("started_at"), "lte": OuterRef("started_at") + QUIET}
    later = Contact.objects.recorded().filter(
        customer=OuterRef("customer"), direction=Contact.Direction.IN,
        **{f"started_at__{name}": moment for name, moment in week.items()},
    )  # fmt: skip
    same = Q(tickets=None) | Q(tickets__category=OuterRef("about_category"))
    theirs = Q(customer=OuterRef("customer")) | Q(premise=OuterRef("about_premise"))
    written = Ticket.objects.filter(
        theirs, category=OuterRef("about_category"), **{f"received_at__{name}": moment for name, moment in week.items()}
    ).exclude(contacts=OuterRef("pk"))
    again = Q(Exists(later.filter(same))) | Q(Exists(written)) | (Q(about_category=None) & Q(Exists(later)))
    return Q(outcome__code=ANSWERED) & ~again


def _left_out(scope: Scope) -> Named:
    nothing = Q(outcome__code__in=NOTHING_ASKED) | Q(outcome=None)
    return {
        "nothing": (_("Nothing asked, or handed on"), nothing),
        "nobody": (_("Nobody known"), Q(customer=None) & ~nothing),
    }


INDICATOR = Indicator(
    code="contact-settled",
    label=_("Contacts settled at once"),
    rule=_(
        "Of the recorded contacts of the period, with or without a ticket, those answered there, with no further"
        " contact or ticket of that person or premise in that category for 7 days. What is younger than 7 days is not"
        " judged yet."
    ),
    version=1,
    rows=_rows,
    hit=_hit,
    hit_label=_("Settled at once"),
    miss_label=_("Not settled at once"),
    moment="started_at",
    ticket="",
    of_contacts=True,
    young=lambda scope: Q(started_at__gt=scope.now - QUIET),
    left_out=_left_out,
)
