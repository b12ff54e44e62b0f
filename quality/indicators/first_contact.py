"""First-contact resolution: settled at the first contact, and no further one on the same matter for seven days."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.models import Ticket
from quality.figures import Indicator, Named, Scope, owned
from quality.models import Handling
from servicecenter.models import Event

QUIET = timedelta(days=7)
ANOTHER_CONTACT = ("ticket.chased", "ticket.reopened", "message.received")


def same_matter(person: str, premise: str, category: str) -> QuerySet[Ticket]:
    """Tickets of the same person or premise in the same category as the outer row."""
    theirs = Q(customer=OuterRef(person)) | Q(premise=OuterRef(premise))
    return Ticket.objects.filter(theirs, category=OuterRef(category))


def _rows(scope: Scope) -> QuerySet[Ticket]:
    received = Ticket.objects.filter(
        pk__in=scope.tickets.values("pk"), received_at__gte=scope.since, received_at__lt=min(scope.until, scope.now)
    )
    return owned(received, "first_owner__team_id", "first_owner_id")


def _hit(scope: Scope) -> Q:
    settled = Handling.objects.filter(ticket=OuterRef("pk"), round=1, how="answer")
    again = same_matter("customer", "premise", "category").filter(
        received_at__gt=OuterRef("received_at"), received_at__lte=OuterRef("received_at") + QUIET
    )
    more = Event.objects.filter(
        subject_type="ticket", subject_id=OuterRef("pk"), kind__in=ANOTHER_CONTACT,
        at__gt=OuterRef("received_at"), at__lte=OuterRef("received_at") + QUIET,
    )  # fmt: skip
    return Q(Exists(settled)) & ~Q(Exists(again.exclude(pk=OuterRef("pk")))) & ~Q(Exists(more))


def nobody(scope: Scope) -> Named:
    """Without a person or a place a further contact cannot be recognised."""
    return {"nobody": (_("Anonymous, no premise"), Q(customer=None, premise=None))}


INDICATOR = Indicator(
    code="first-contact",
    label=_("Settled at the first contact"),
    rule=_(
        "Of the tickets received in the period, those answered on the spot without being dispatched, with no further"
        " ticket of that person or premise in that category, no chase, no message and no reopening for 7 days."
        " What is younger than 7 days is not judged yet."
    ),
    version=1,
    rows=_rows,
    hit=_hit,
    hit_label=_("Settled at the first contact"),
    miss_label=_("Not settled at the first contact"),
    moment="received_at",
    ticket="",
    young=lambda scope: Q(received_at__gt=scope.now - QUIET),
    left_out=nobody,
)
