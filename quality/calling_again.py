"""One in twenty of the satisfied is called again by quality: who said Yes to please, or was never asked, shows here."""

from django.db.models import QuerySet

from quality.figures import Scope, owned
from quality.levels import TOP_THREE
from quality.models import Handling
from quality.second_looks import lot

ONE_IN = 20
WORD = "called again"


def drawn(scope: Scope) -> QuerySet[Handling]:
    """Those of the period, by a lot that never changes: whoever looks again finds the same."""
    satisfied = owned(Handling.objects.filter(
        said_at__gte=scope.since, said_at__lt=min(scope.until, scope.now), result__gte=TOP_THREE,
        ticket__in=scope.tickets,
    ))  # fmt: skip
    if scope.teams is not None:
        satisfied = satisfied.filter(by_team__in=scope.teams)
    keys = [key for key in satisfied.values_list("pk", flat=True) if int(lot(WORD, key), 16) % ONE_IN == 0]
    return Handling.objects.filter(pk__in=keys)
