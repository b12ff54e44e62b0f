"""Repeat: the same premise or person comes with the same matter within thirty days after an answer."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Ticket
from quality.figures import Indicator, Named, Scope
from quality.indicators.reopened import ended, withdrawn

WITHIN = timedelta(days=30)


def _hit(scope: Scope) -> Q:
    theirs = Q(customer=OuterRef("ticket__customer")) | Q(premise=OuterRef("ticket__premise"))
    later = Ticket.objects.filter(
        theirs, category=OuterRef("ticket__category"),
        received_at__gt=OuterRef("ended_at"), received_at__lte=OuterRef("ended_at") + WITHIN,
    )  # fmt: skip
    return Q(Exists(later.exclude(pk=OuterRef("ticket"))))


def _left_out(scope: Scope) -> Named:
    nobody = Q(ticket__customer=None, ticket__premise=None)
    gone = withdrawn(scope)["withdrawn"]
    return {"withdrawn": gone, "nobody": (_("Anonymous, no premise"), nobody & ~gone[1])}


INDICATOR = Indicator(
    code="repeated",
    label=_("Repeat"),
    rule=_(
        "Of the rounds answered in the period, those after which the same premise or person brought the same"
        " category again within 30 days. What is younger than 30 days is not judged yet."
    ),
    version=1,
    rows=ended,
    hit=_hit,
    hit_label=_("Came again"),
    miss_label=_("Did not come again"),
    moment="ended_at",
    more_is_better=False,
    young=lambda scope: Q(ended_at__gt=scope.now - WITHIN),
    left_out=_left_out,
)
