"""A clock: one milestone of one ticket, counted in one round, with every change of its end on record."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.policies import Target
from complaints.promises.milestones import Milestone


class ClockQuerySet(models.QuerySet):
    def running(self) -> "ClockQuerySet":
        return self.filter(state=Clock.State.RUNNING)

    def alive(self) -> "ClockQuerySet":
        """Running or paused: not yet judged."""
        return self.filter(state__in=[Clock.State.RUNNING, Clock.State.PAUSED])

    def alarming(self, at: datetime) -> "ClockQuerySet":
        """Running, with a warning or an escalation due, and not in a replay's own time."""
        return self.running().filter(next_alarm_at__lte=at, replayed=False)


class Clock(models.Model):
    """State *running* holds past its due time too: whether it broke is `due_at < now`, not a state."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Met")
        LATE = "late", _("Late")
        CANCELLED = "cancelled", _("Cancelled")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="clocks")
    milestone = models.CharField(max_length=20, choices=Milestone)
    round = models.PositiveSmallIntegerField(default=1)
    # A follow-up, task or order of the ticket; empty for the ticket's own.
    subject = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=10, choices=Target.Sort, default=Target.Sort.PROMISE)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    # The step of the ladder to be climbed next (alarms.py); each is climbed once.
    alarm_step = models.PositiveSmallIntegerField(default=0)
    # The version that was in force when it began; none: as shipped (ladders.py).
    ladder = models.ForeignKey(
        "complaints.AlarmLadder", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Recomputed after a re-classification: one that was past by then fires once and says so.
    recomputed = models.BooleanField(default=False)
    # In a replay's own time: only the replay sweeps it.
    replayed = models.BooleanField(default=False)
    # The promise as it was made; the policy may change later, the clock does not.
    policy_version = models.ForeignKey(
        "complaints.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=Target.Unit)
    calendar = models.ForeignKey("servicecenter.Calendar", on_delete=models.PROTECT, related_name="+")

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "milestone", "round", "subject"], name="clock_once_per_milestone_and_round"
            )
        ]
        indexes = [
            models.Index(fields=["next_alarm_at"], condition=Q(state="running", replayed=False), name="clock_alarming"),
            models.Index(fields=["next_alarm_at"], condition=Q(state="running", replayed=True), name="clock_replaying"),
            models.Index(fields=["milestone", "original_due_at"], name="clock_promised"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} of {self.ticket_id}"

    @property
    def is_alive(self) -> bool:
        return self.state in {self.State.RUNNING, self.State.PAUSED}

    @property
    def has_been_judged(self) -> bool:
        """Met or late stays so; a cancelled one was never judged."""
        return self.state in {self.State.MET, self.State.LATE}


class ClockPause(models.Model):
    """The ledger of pauses: since when, until when, who and why."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey("complaints.Reason", on_delete=models.PROTECT, related_name="+")
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30)

    class Meta:
        ordering = ["since"]

    def __str__(self) -> str:
        return f"pause of {self.clock_id}"
