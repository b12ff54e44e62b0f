"""Chase: of the tickets open at some moment of the period, those whose customer asked again in it."""

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from complaints.choices import OPEN
from complaints.models import Ticket
from quality.figures import Indicator, Scope, owned
from quality.models import Handling
from servicecenter.models import Event

ID = BigIntegerField()


def _open_in(scope: Scope) -> QuerySet[Ticket]:
    """Open before the period ended and not answered before it began, in whichever round."""
    until = min(scope.until, scope.now)
    ended = Handling.objects.filter(ended_at__gte=scope.since, begun_at__lt=until).order_by().values("ticket")
    before = Handling.objects.filter(ticket=OuterRef("pk")).order_by("-round").values("reopened_at")[:1]
    still = Ticket.objects.filter(stage__in=OPEN).annotate(begun_at=Coalesce(Subquery(before), F("received_at")))
    listed = ended.union(still.filter(begun_at__lt=until).order_by().values("pk"))
    return Ticket.objects.filter(pk__in=listed).filter(pk__in=scope.tickets.values("pk"))


def _rows(scope: Scope) -> QuerySet[Ticket]:
    last = Handling.objects.filter(ticket=OuterRef("pk")).order_by("-round")
    return owned(
        _open_in(scope),
        Coalesce(F("team_id"), Subquery(last.values("team")[:1]), output_field=ID),
        Coalesce(F("handler_id"), Subquery(last.values("handler")[:1]), output_field=ID),
    )


def _hit(scope: Scope) -> Q:
    asked = Event.objects.filter(
        subject_type="ticket", subject_id=OuterRef("pk"), kind="ticket.chased",
        at__gte=scope.since, at__lt=min(scope.until, scope.now),
    )  # fmt: skip
    return Q(Exists(asked))


INDICATOR = Indicator(
    code="chased",
    label=_("Chased"),
    rule=_("Of the tickets open at some moment of the period, those whose customer asked again in it."),
    version=1,
    rows=_rows,
    hit=_hit,
    hit_label=_("Chased"),
    miss_label=_("Not chased"),
    moment="received_at",
    spans=True,
    ticket="",
    more_is_better=False,
)
