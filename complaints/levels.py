"""The five levels a customer chooses from, for the result and for the service; the first three count as satisfied."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """5 is the best, so that more is better."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, pgettext_lazy("level", "Satisfied")
    FAIRLY_SATISFIED = 3, _("Fairly satisfied")
    UNSATISFIED = 2, _("Unsatisfied")
    VERY_UNSATISFIED = 1, _("Very unsatisfied")


TOP_THREE, TOP_TWO = Level.FAIRLY_SATISFIED, Level.SATISFIED
LEVELS = dict(Level.choices)
