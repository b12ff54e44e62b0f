"""Regions, teams, people, the roles they hold and the hours they are on duty."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicecenter.labels import Labelled
from servicecenter.roles import ROLES


class Region(Labelled):
    """A part of the supply area: its zone and calendar decide what "a working day" means there."""

    class AreaClass(models.TextChoices):
        URBAN = "urban", _("Urban")
        RURAL = "rural", _("Rural")
        REMOTE = "remote", _("Remote")

    code = models.SlugField(unique=True)
    area_class = models.CharField(max_length=10, choices=AreaClass, default=AreaClass.URBAN)
    calendar = models.ForeignKey("servicecenter.Calendar", on_delete=models.PROTECT, related_name="regions")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]


class Team(Labelled):
    """A department (no parent) or a team inside one. Tickets are dispatched to either."""

    code = models.SlugField(unique=True)
    department = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["code"]


class User(AbstractUser):
    """A member of staff. Customers have no account: they have a number and a code."""

    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    language = models.CharField(max_length=10, blank=True)
    # Lists of the desk under names of their own: [{"name", "query"}] (complaints/desk/saved_views.py).
    saved_views = models.JSONField(default=list, blank=True, editable=False)
    reports_to = models.ForeignKey(
        "self", verbose_name=_("reports to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def held_at(self, at: datetime) -> "list[RoleHeld]":
        """The roles in force, with their regions; asked of the database once a request."""
        if getattr(self, "_held", None) is None:
            self._held = list(self.roles_held.select_related("region"))
        return [held for held in self._held if held.since <= at and (held.until is None or at < held.until)]

    def teams_led(self) -> list[int]:
        """Their own team and, of a department, the teams in it; asked of the database once a request."""
        if getattr(self, "_teams_led", None) is None:
            self._teams_led = list(
                Team.objects.filter(Q(pk=self.team_id) | Q(department=self.team_id)).values_list("pk", flat=True)
            )
        return self._teams_led

    def roles_at(self, at: datetime) -> frozenset[str]:
        return frozenset(held.role for held in self.held_at(at))


class RoleHeldQuerySet(models.QuerySet):
    def at(self, moment: Any) -> "RoleHeldQuerySet":
        """In force at a moment, or at the database's own (functions.Now)."""
        return self.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)


class RoleHeld(models.Model):
    """This person holds this role, in this region (none = all), from then until then (none = open)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = RoleHeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Duty(models.Model):
    """On duty: whom an alarm reaches at this hour. A plain table; hand-over comes with the shifts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        indexes = [models.Index(fields=["role", "until"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="duty_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {localize(timezone.localtime(self.since))}"

    # Several rows are changed at once and looked at together (admin.PeriodsFormSet).
    looked_at_together = False

    def clean(self) -> None:
        if not (self.since and self.until):
            return
        if self.until <= self.since:
            raise ValidationError({"until": gettext("It must end after it begins.")})
        if not self.looked_at_together and self._beside().exists():
            raise ValidationError({"since": gettext("The same role in the same region is given twice at this time.")})

    def _beside(self) -> "models.QuerySet[Duty]":
        """Duties of the same person in the same role and region at the same time."""
        same = Duty.objects.filter(user=self.user_id, role=self.role, region=self.region_id).exclude(pk=self.pk)
        return same.filter(since__lt=self.until, until__gt=self.since)
