"""Satisfaction: of the customers who answered in the period, those in the top three of five levels.

The top two stand beside it; so do the reached, the refused and the unreachable, for silence is no satisfaction.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality.figures import Indicator, Named, Scope, owned
from quality.levels import TOP_THREE, TOP_TWO
from quality.models import Handling


def _asked(scope: Scope) -> QuerySet[Handling]:
    """Rounds whose customer answered, or was called in vain, in the period."""
    until = min(scope.until, scope.now)
    said = Q(said_at__gte=scope.since, said_at__lt=until)
    in_vain = Q(said_at=None, callback_at__gte=scope.since, callback_at__lt=until)
    return owned(
        Handling.objects.filter(said | in_vain, ticket__in=scope.tickets).annotate(
            asked_at=Coalesce("said_at", "callback_at")
        )
    )


def _silent(level: str) -> Named:
    unsaid = Q(**{f"{level}__isnull": True})
    known = {one: (one.label, unsaid & Q(callback=one)) for one in Handling.Reached}
    return {
        **{one.value: told for one, told in known.items()},
        "unsaid": (_("Answered nothing on this"), unsaid & Q(callback="")),
    }


def _satisfied(level: str, code: str, label: Any, rule: Any) -> Indicator:
    return Indicator(
        code=code,
        label=label,
        rule=rule,
        version=2,
        rows=_asked,
        hit=lambda scope: Q(**{f"{level}__gte": TOP_THREE}),
        hit_label=pgettext_lazy("customers", "Satisfied"),
        miss_label=pgettext_lazy("customers", "Not satisfied"),
        moment="asked_at",
        companion="survey-response",
        left_out=lambda scope: _silent(level),
        beside=lambda scope: {"top_two": (_("Top two of five"), Q(**{f"{level}__gte": TOP_TWO}))},
    )


WITH_RESULT = _satisfied(
    "result", "satisfied-result", _("Satisfied with the result"),
    _("Of the customers who judged the result in the period, by survey, link or callback, those in the top three of"
      " five levels. One answer a round: the customer's last word counts."),
)  # fmt: skip
WITH_SERVICE = _satisfied(
    "service", "satisfied-service", _("Satisfied with the service"),
    _("Of the customers who judged the service in the period, by survey, link or callback, those in the top three of"
      " five levels. One answer a round: the customer's last word counts."),
)  # fmt: skip
