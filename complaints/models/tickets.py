"""The ticket and what its customer asks for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from complaints.choices import OPEN, About, Channel, Met, Nature, Outcome, Priority, Stage
from complaints.promises.milestones import Milestone

if TYPE_CHECKING:
    from complaints.models.clocks import Clock


# On the lists of work.
IN_WORK = Q(stage__in=[*OPEN, "replied"])


class TicketQuerySet(models.QuerySet):
    def open(self) -> "TicketQuerySet":
        return self.filter(stage__in=OPEN)


class Ticket(models.Model):
    """One matter of one customer. `stage` is written by moving.move and guarded by the database."""

    number = models.CharField(max_length=16, unique=True)
    access_code_hash = models.CharField(max_length=64)
    # Nobody has seen the code: access_codes.py tells it.
    code_untold = models.BooleanField(default=False)

    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    stage_since = models.DateTimeField()

    nature = models.CharField(max_length=20, choices=Nature)
    # What the customer called it; a re-classification never changes this.
    nature_received = models.CharField(max_length=20, choices=Nature)
    category = models.ForeignKey(
        "complaints.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.CharField(max_length=20, choices=Priority, default=Priority.NORMAL)
    title = models.CharField(max_length=200)
    words = models.TextField()
    language = models.CharField(max_length=10, default="en")
    channel = models.CharField(max_length=20, choices=Channel)
    # How it came in: web, api, desk, replay …
    source = models.CharField(max_length=20)
    client = models.ForeignKey(
        "servicecenter.ApiClient", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    external_id = models.CharField(max_length=80, blank=True)

    region = models.ForeignKey("servicecenter.Region", on_delete=models.PROTECT, related_name="+")
    premise = models.ForeignKey(
        "customers.Premise", null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    # What it is about, when it is about one (about.py).
    account = models.ForeignKey("customers.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey("customers.Bill", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    happened_on = models.CharField(max_length=120, blank=True)

    # Answers to the category's own questions (questions.py): {category: {question: answer}}.
    details = models.JSONField(default=dict, blank=True)

    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    contact_point = models.ForeignKey(
        "customers.ContactPoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    anonymous = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)

    team = models.ForeignKey(
        "servicecenter.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    handler = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    # Stays responsible through every transfer.
    first_owner = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    policy_version = models.ForeignKey(
        "complaints.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The nearest of its running clocks, or of its paused ones: the order and the filters of every list of
    # work. Written by clocks.point_at_nearest; only a running one has a due time here.
    next_due_at = models.DateTimeField(null=True, blank=True)
    waiting_for = models.CharField(max_length=20, choices=Milestone, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    hold_reason = models.ForeignKey(
        "complaints.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # How often the customer was asked, without an answer yet, for what only they can tell (information.py).
    information_asked = models.PositiveSmallIntegerField(default=0)
    # Sent back by whom it was given to: the second time a supervisor rules, and the ruling binds.
    dispatched_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    proposed_team = models.ForeignKey(
        "servicecenter.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    awaiting_ruling = models.BooleanField(default=False)
    ruled = models.BooleanField(default=False)
    chases = models.PositiveSmallIntegerField(default=0)
    # Something is open on it: the rows are in decisions.py.
    extension_asked = models.BooleanField(default=False)
    order_open = models.BooleanField(default=False)
    # Sent out in danger before anything else: somebody else confirms it within the hour.
    emergency_open = models.BooleanField(default=False)
    emergency_by = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=20, choices=About, blank=True)
    # Rows in named.py say whom; the department complained about hides the contact unless the customer agreed.
    names_staff = models.BooleanField(default=False)
    contact_agreed = models.BooleanField(default=False)
    # What waits for a second person: a kind of decisions.Proposal, or "".
    decision_asked = models.CharField(max_length=20, blank=True)
    # The round whose proposed measures were approved; 0 when none were.
    approved_round = models.PositiveSmallIntegerField(default=0)
    # Media, injury, petition or regulator: the duty supervisor hears at once, few read it, a supervisor unmarks it.
    sensitive = models.BooleanField(default=False)
    sensitive_unseen = models.BooleanField(default=False)
    # Promised in a reply: not done yet; done and not looked at by anyone else yet (promised.py).
    follow_ups_open = models.PositiveSmallIntegerField(default=0)
    follow_ups_unverified = models.PositiveSmallIntegerField(default=0)
    # The cause behind it is to be put right (rectifying.py): to be done; done and not looked at; any at all.
    rectify_open = models.PositiveSmallIntegerField(default=0)
    rectify_unverified = models.PositiveSmallIntegerField(default=0)
    rectify_known = models.BooleanField(default=False)
    # Asked of billing and not settled, or turned down and not dealt with yet (adjusting.py).
    adjustments_open = models.PositiveSmallIntegerField(default=0)
    # After the reply (callbacks.py): the customer is to be asked; was not satisfied; a second handling is owed.
    callback_open = models.BooleanField(default=False)
    triage_due = models.BooleanField(default=False)
    second_due = models.BooleanField(default=False)
    # Reviewed once by someone who took no part; the last word was spoken.
    reviewed_at = models.DateTimeField(null=True, blank=True)
    final_reply_at = models.DateTimeField(null=True, blank=True)
    escalation_level = models.PositiveSmallIntegerField(default=0)

    received_at = models.DateTimeField()
    # Staff did something about it: an unanswered alarm climbs, an answered one does not.
    touched_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    reply_words = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    closing_code = models.ForeignKey(
        "complaints.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What it came from, when it was filed: the finding's cause or, where nothing was investigated, as people said.
    root_cause = models.ForeignKey(
        "complaints.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Asked of other teams: the rows are in tasks.py. The reply waits for co-handlers, not for questions.
    co_handling_open = models.BooleanField(default=False)
    questions_open = models.BooleanField(default=False)
    # Others have a part in it (parties.py); an outside body reviews it, and nothing of it may go (outside.py).
    parties_known = models.BooleanField(default=False)
    review_open = models.BooleanField(default=False)
    review_decided = models.BooleanField(default=False)
    legal_hold = models.BooleanField(default=False)
    # The same again within thirty days of an answer (repeats.py).
    is_repeat = models.BooleanField(default=False)
    # A group: members go with their lead's answer, unless they go their own way.
    lead = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    leads_group = models.BooleanField(default=False)
    own_way = models.BooleanField(default=False)
    # Ties to other tickets: the rows are in ties.py. Who merged goes on under the other's number.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    can_undo = models.BooleanField(default=False)

    # In a replay's own time.
    replayed = models.BooleanField(default=False)

    # The first clocks of a ticket just received (stages/receive.py); no column.
    opening_clocks: Sequence["models.Model"]

    # Filled by clocks.settle while the ticket is in hand.
    settled_clocks: "list[Clock]"

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_due_at", "id"],
                condition=~Q(decision_asked="")
                | Q(extension_asked=True)
                | Q(awaiting_ruling=True)
                | Q(emergency_open=True)
                | Q(sensitive_unseen=True),
                name="ticket_decisions",
            ),
            models.Index(fields=["next_due_at", "id"], condition=IN_WORK, name="ticket_work"),
            models.Index(fields=["handler", "next_due_at", "id"], condition=IN_WORK, name="ticket_work_handler"),
            models.Index(fields=["team", "next_due_at", "id"], condition=IN_WORK, name="ticket_work_team"),
            models.Index(fields=["stage", "next_due_at", "id"], condition=IN_WORK, name="ticket_work_stage"),
            models.Index(fields=["waiting_for", "next_due_at", "id"], condition=IN_WORK, name="ticket_work_waiting"),
            # Few at a time, and the whole of a supervisor's own list.
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(stage__in=OPEN, escalation_level__gte=1),
                name="ticket_work_escalated",
            ),
            # Few, and read by one role from all regions at once.
            models.Index(
                fields=["next_due_at", "id"], condition=IN_WORK & Q(nature="report"), name="ticket_work_reports"
            ),
            models.Index(fields=["-received_at", "-id"], name="ticket_newest"),
            # What else is open at this place (similar.py).
            models.Index(fields=["place"], condition=IN_WORK & ~Q(place=""), name="ticket_place"),
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="ticket_held"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id="") & Q(client=None),
                name="ticket_once_per_external_id",
            ),
            # Two programs number their own matters as they like.
            models.UniqueConstraint(
                fields=["client", "external_id"],
                condition=~Q(external_id=""),
                name="ticket_once_per_external_id_of_client",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def follows_lead(self) -> bool:
        return self.lead_id is not None and not self.own_way

    @property
    def tasks_open(self) -> bool:
        return self.co_handling_open or self.questions_open

    @property
    def decline_asked(self) -> bool:
        return self.decision_asked == "decline"

    @property
    def reject_asked(self) -> bool:
        return self.decision_asked == "reject"

    @property
    def approval_asked(self) -> bool:
        return self.decision_asked in {"measures", "money"}

    @property
    def information_owed(self) -> bool:
        """Asked for twice, and nothing was heard."""
        return self.information_asked > 1

    @property
    def approval_missing(self) -> bool:
        """The measures wait for someone else's approval, or this ticket needs one and has none in this round."""
        needed = self.sensitive or self.round > 1
        return self.approval_asked or (needed and self.approved_round != self.round)


class RequestQuerySet(models.QuerySet):
    def to_answer(self) -> "RequestQuerySet":
        """Those answered on their own ticket."""
        return self.filter(handed_to=None)


class Request(models.Model):
    """One thing the customer asks for, in their words, and what became of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="requests")
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    result = models.CharField(max_length=10, choices=Met, blank=True)
    why = models.TextField(blank=True)
    # Merged or split: it is answered on that other ticket, where a copy of it stands that names its origin.
    handed_to = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["ticket", "position"], name="request_position_once")]

    def __str__(self) -> str:
        return self.words
