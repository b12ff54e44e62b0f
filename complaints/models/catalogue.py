"""What a ticket can be about, and the lists reasons are chosen from. Data, edited in both languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.choices import Nature
from servicecenter.labels import Labelled


class Category(Labelled):
    """A kind of matter under a nature: "brown water" under complaint or repair."""

    code = models.SlugField(unique=True, max_length=60)
    nature = models.CharField(max_length=20, choices=Nature)
    utility = models.CharField(max_length=20, blank=True)
    # The public form offers it; the others are for staff.
    is_public = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["nature", "position", "code"]


class Reason(Labelled):
    """One choice of a list: why a ticket is held, how it was closed."""

    class List(models.TextChoices):
        HOLD = "hold", _("Hold")
        CLOSING = "closing", _("Closing code")
        ESCALATION = "escalation", _("Escalation")
        CAUSE = "cause", _("Cause")
        REOPENING = "reopening", _("Reopening")
        AUTHORITY = "authority", _("Authority")
        OUTSIDE = "outside", _("Outside body")
        NO_CALLBACK = "no_callback", _("No callback")
        CONTACT_OUTCOME = "contact_outcome", _("How a contact ended")
        VERIFICATION = "verification", _("How a caller was verified")
        WARNING = "warning", _("Words to an abusive caller")
        DECLINE = "decline", _("Ground for not accepting")
        MONEY = "money", _("Kind of money")

    list = models.CharField(max_length=20, choices=List)
    code = models.SlugField(max_length=60)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["list", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="reason_once_per_list")]
