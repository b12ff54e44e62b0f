"""Response rate: of the surveys sent in the period, those that were answered, whenever that was."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality.figures import Indicator, Named, Scope, owned
from quality.models import Handling


def _sent(scope: Scope) -> QuerySet[Handling]:
    until = min(scope.until, scope.now)
    return owned(Handling.objects.filter(surveyed_at__gte=scope.since, surveyed_at__lt=until, ticket__in=scope.tickets))


def _beside(scope: Scope) -> Named:
    return {"open": (_("Can still be answered"), Q(survey_said_at=None, survey_until__gt=scope.now))}


INDICATOR = Indicator(
    code="survey-response",
    label=_("Surveys answered"),
    rule=_("Of the surveys sent in the period, those that were answered, whenever that was. Silence is no answer."),
    version=1,
    rows=_sent,
    hit=lambda scope: Q(survey_said_at__isnull=False),
    hit_label=pgettext_lazy("survey", "Answered"),
    miss_label=pgettext_lazy("survey", "Not answered"),
    moment="surveyed_at",
    beside=_beside,
)
