"""Asked afterwards whether it is settled (回访): who is asked, each attempt, the answer, and what followed from it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import TOP_THREE, Nature, Priority, Satisfaction
from customers.models import Customer
from servicecenter.crypto import EncryptedTextField
from servicecenter.labels import Labelled


class CallbackRule(Labelled):
    """Who is called back, and how. Empty selectors fit all; the most particular rule counts."""

    class First(models.TextChoices):
        PERSON = "person", _("A person rings")
        MESSAGE = "message", _("A message first, a call when it stays silent")

    code = models.SlugField(unique=True, max_length=60)
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    priority = models.CharField(max_length=20, choices=Priority, blank=True)
    customer_class = models.CharField(max_length=20, choices=Customer.Standing, blank=True)
    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Of a hundred tickets; which ones follows from their numbers, so that anybody can draw them again.
    share = models.PositiveSmallIntegerField(default=100, validators=[MaxValueValidator(100)])
    first = models.CharField(max_length=10, choices=First, default=First.PERSON)
    # Every unsatisfied customer gets a second handling, whatever a triage would say.
    strict = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("callback rule")
        verbose_name_plural = _("callback rules")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(share__lte=100), name="callback_share_of_a_hundred")]


class Callback(models.Model):
    """One round's question to the customer. Silence is never satisfaction: unanswered it ends *unverified*."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        VERIFIED = "verified", pgettext_lazy("callback", "Verified")
        UNSATISFIED = "unsatisfied", _("Not satisfied")
        UNVERIFIED = "unverified", _("Not verified")
        WAIVED = "waived", _("Waived")
        DROPPED = "dropped", _("Taken up again first")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="callbacks")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    first = models.CharField(max_length=10, choices=CallbackRule.First, default=CallbackRule.First.PERSON)
    strict = models.BooleanField(default=False)
    planned_at = models.DateTimeField()
    # The next attempt is offered from then on.
    next_at = models.DateTimeField()
    # The number given at receipt.
    contact_point = models.ForeignKey(
        "customers.ContactPoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    waiver = models.ForeignKey("complaints.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=Satisfaction, blank=True)
    service = models.CharField(max_length=20, choices=Satisfaction, blank=True)
    words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    # The customer said it themselves, on the follow page or by the link.
    by_customer = models.BooleanField(default=False)
    # From then on the system may file the ticket with what the finding filled; None leaves it to people.
    file_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "round"], name="one_callback_per_round")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="planned"), name="callback_planned"),
            models.Index(fields=["file_from"], condition=Q(file_from__isnull=False), name="callback_to_file"),
        ]

    def __str__(self) -> str:
        return f"callback of {self.ticket_id}"

    @property
    def satisfied(self) -> bool:
        """With the result and with the service: each among the top three of the five levels."""
        return {self.result, self.service} <= TOP_THREE


class CallbackAttempt(models.Model):
    """One call, or one try. `counts`: within the hours, so that it is one of the three."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        ENGAGED = "engaged", _("Engaged")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        DECLINED = "declined", _("Declined to answer")
        LATER = "later", _("Wants a later call")
        WAIVED = "waived", _("Not called, with a reason")

    callback = models.ForeignKey(Callback, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome)
    counts = models.BooleanField(default=False)
    # Another number than the one given at receipt.
    other_number = EncryptedTextField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%F %T}"


class Triage(models.Model):
    """What follows from an answer that was not satisfied; decided by someone who took no part."""

    class Decision(models.TextChoices):
        SECOND = "second", _("Our result or conduct was wanting: second handling")
        EXPLAINED = "explained", _("Right and lawful: internal review, once")
        NEW_MATTER = "new_matter", _("A new matter: a new ticket")
        FINAL = "final", _("The rounds are over: the final reply")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="triages")
    callback = models.OneToOneField(Callback, on_delete=models.CASCADE, related_name="triage")
    round = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=12, choices=Decision)
    why = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Born of it, and linked with it.
    new_ticket = models.ForeignKey(
        "complaints.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="born_of"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision} {self.ticket_id}"
