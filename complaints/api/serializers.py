"""What the API answers, field by field. Nothing here asks the database for more than it was given."""

from rest_framework import serializers

from complaints.api.after_serializers import (
    AskedSerializer,
    FollowUpSerializer,
    PartsSerializer,
    RectificationSerializer,
)
from complaints.api.between_serializers import (
    ExternalReviewSerializer,
    PartySerializer,
    SimilarSerializer,
    TaskSerializer,
    TiedSerializer,
)
from complaints.api.billing.adjustment_serializers import WithMoney
from complaints.api.details_serializers import DetailSerializer
from complaints.api.proposal_serializers import ProposalSerializer
from complaints.choices import About, Channel, Met, Nature, Outcome, Priority, Stage
from complaints.lifecycle import TABLE
from complaints.models import Clock, Proposal, Target
from complaints.promises.milestones import Milestone

MOVE_NAMES = [row.name for row in TABLE if row.sources]


class LinksSerializer(serializers.Serializer):
    self = serializers.CharField()
    moves = serializers.CharField()
    deadlines = serializers.CharField()


def links(number: str) -> dict[str, str]:
    own = f"/api/v1/tickets/{number}/"
    return {"self": own, "moves": f"{own}moves/", "deadlines": f"{own}deadlines/"}


class ClockSerializer(serializers.Serializer):
    """One promise: when it was due at first, when it is due now, and how it stands."""

    milestone = serializers.ChoiceField(choices=Milestone.choices)
    label = serializers.CharField(source="get_milestone_display")
    round = serializers.IntegerField()
    sort = serializers.ChoiceField(choices=Target.Sort.choices)
    state = serializers.ChoiceField(choices=Clock.State.choices)
    started_at = serializers.DateTimeField()
    original_due_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    paused_at = serializers.DateTimeField(allow_null=True)
    recomputed = serializers.BooleanField()


class RequestSerializer(serializers.Serializer):
    request = serializers.IntegerField(source="position")
    words = serializers.CharField()
    result = serializers.ChoiceField(choices=Met.choices, allow_blank=True)
    why = serializers.CharField()


class AttachmentSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    internal = serializers.BooleanField()
    added_at = serializers.DateTimeField()
    href = serializers.SerializerMethodField()

    def get_href(self, attachment) -> str:
        return f"/api/v1/tickets/{self.context['number']}/attachments/{attachment.pk}/"


class ResultSerializer(serializers.Serializer):
    words = serializers.CharField()
    result = serializers.ChoiceField(choices=Met.choices)
    why = serializers.CharField()
    measure = serializers.CharField()


class EntrySerializer(serializers.Serializer):
    """One thing that happened, told in the language asked for."""

    event = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    on = serializers.CharField(help_text="The number of the ticket merged into this one, when it happened on that one.")
    side = serializers.ChoiceField(choices=["in", "out", "note", "late", "act"])
    who = serializers.CharField()
    sentence = serializers.CharField()
    words = serializers.CharField()
    because = serializers.CharField()
    erased = serializers.BooleanField(help_text="It had words once; only their fingerprint is left.")
    channel = serializers.CharField()
    results = ResultSerializer(many=True)
    parts = PartsSerializer(allow_null=True, help_text="Of an answer: apology, findings, promises, where to go.")
    files = AttachmentSerializer(many=True)


class ChoiceSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class MoveFieldSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    type = serializers.ChoiceField(choices=["text", "date-time", "choice", "choices", "code"])
    required = serializers.BooleanField()
    choices = ChoiceSerializer(many=True, required=False)
    codes_from = serializers.CharField(required=False, help_text="The list a code is chosen from.")


class AllowedMoveSerializer(serializers.Serializer):
    name = serializers.ChoiceField(choices=MOVE_NAMES)
    label = serializers.CharField()
    needs_version = serializers.BooleanField()
    inputs = MoveFieldSerializer(many=True)


class TicketRowSerializer(serializers.Serializer):
    """A ticket as lists show it. No words of the customer, no contact data."""

    number = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    stage_label = serializers.CharField(source="get_stage_display")
    version = serializers.IntegerField()
    round = serializers.IntegerField()
    nature = serializers.ChoiceField(choices=Nature.choices)
    category = serializers.CharField(source="category.code", allow_null=True, default=None)
    priority = serializers.ChoiceField(choices=Priority.choices)
    title = serializers.CharField()
    region = serializers.CharField(source="region.code")
    channel = serializers.ChoiceField(choices=Channel.choices)
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    handler = serializers.CharField(source="handler.username", allow_null=True, default=None)
    received_at = serializers.DateTimeField()
    next_due_at = serializers.DateTimeField(allow_null=True)
    decision_asked = serializers.ChoiceField(
        choices=Proposal.Kind.choices, allow_blank=True, help_text="What waits for a second person."
    )
    on_hold = serializers.SerializerMethodField()
    overdue = serializers.SerializerMethodField()
    external_id = serializers.CharField()
    links = serializers.SerializerMethodField()

    def get_on_hold(self, ticket) -> bool:
        return ticket.held_at is not None

    def get_overdue(self, ticket) -> bool:
        return ticket.next_due_at is not None and ticket.next_due_at < self.context["at"]

    def get_links(self, ticket) -> LinksSerializer:
        return links(ticket.number)  # type: ignore[return-value]  # the annotation is for the schema


class CustomerSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True, help_text="Empty when it may not be shown.")
    contact = serializers.CharField(allow_blank=True, help_text="Masked; empty when it may not be shown.")


class TicketSerializer(WithMoney, TicketRowSerializer):
    """A ticket with all that belongs to it."""

    sensitive = serializers.BooleanField()
    about = serializers.ChoiceField(choices=About.choices, allow_blank=True)
    proposal = serializers.SerializerMethodField()

    nature_received = serializers.ChoiceField(choices=Nature.choices)
    words = serializers.CharField()
    language = serializers.CharField()
    place = serializers.CharField()
    happened_on = serializers.CharField()
    anonymous = serializers.BooleanField()
    confidential = serializers.BooleanField()
    stage_since = serializers.DateTimeField()
    held_until = serializers.DateTimeField(allow_null=True)
    hold_reason = serializers.CharField(source="hold_reason.code", allow_null=True, default=None)
    escalation_level = serializers.IntegerField()
    replied_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    reply_words = serializers.CharField()
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    root_cause = serializers.CharField(source="root_cause.code", allow_null=True, default=None)
    closing_code = serializers.CharField(source="closing_code.code", allow_null=True, default=None)
    requests = RequestSerializer(many=True, source="requests.all")
    details = serializers.SerializerMethodField()
    clocks = ClockSerializer(many=True, source="clocks.all")
    follow_ups = FollowUpSerializer(many=True, source="follow_ups.all")
    callbacks = serializers.SerializerMethodField()
    rectifications = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    customer = serializers.SerializerMethodField()
    first_owner = serializers.CharField(source="first_owner.username", allow_null=True, default=None)
    tasks = TaskSerializer(many=True, source="tasks.all")
    parties = PartySerializer(many=True, source="parties.all")
    external_reviews = ExternalReviewSerializer(many=True, source="external_reviews.all")
    lead = serializers.CharField(source="lead.number", allow_null=True, default=None)
    own_way = serializers.BooleanField()
    legal_hold = serializers.BooleanField()
    is_repeat = serializers.BooleanField()
    tied = serializers.SerializerMethodField()
    similar = serializers.SerializerMethodField()
    allowed_moves = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()

    def get_proposal(self, ticket) -> ProposalSerializer(allow_null=True):  # type: ignore[valid-type]
        asked = self.context["proposal"]
        return ProposalSerializer(asked).data if asked else None

    def get_details(self, ticket) -> DetailSerializer(many=True):  # type: ignore[valid-type]
        return DetailSerializer(self.context["details"], many=True).data

    def get_callbacks(self, ticket) -> AskedSerializer(many=True):  # type: ignore[valid-type]
        return AskedSerializer(self.context["callbacks"], many=True, context=self.context).data

    def get_rectifications(self, ticket) -> RectificationSerializer(many=True):  # type: ignore[valid-type]
        return RectificationSerializer(self.context["rectifications"], many=True).data

    def get_attachments(self, ticket) -> AttachmentSerializer(many=True):  # type: ignore[valid-type]
        shown = [one for one in ticket.attachments.all() if not (self.context["to_client"] and one.internal)]
        return AttachmentSerializer(shown, many=True, context={"number": ticket.number}).data

    def get_customer(self, ticket) -> CustomerSerializer(allow_null=True):  # type: ignore[valid-type]
        return self.context["customer"]

    def get_tied(self, ticket) -> TiedSerializer(many=True):  # type: ignore[valid-type]
        return TiedSerializer(self.context["tied"], many=True).data

    def get_similar(self, ticket) -> SimilarSerializer(many=True):  # type: ignore[valid-type]
        return SimilarSerializer(self.context["similar"], many=True).data

    def get_allowed_moves(self, ticket) -> AllowedMoveSerializer(many=True):  # type: ignore[valid-type]
        return self.context["allowed_moves"]

    def get_timeline(self, ticket) -> EntrySerializer(many=True):  # type: ignore[valid-type]
        return EntrySerializer(self.context["timeline"], many=True, context={"number": ticket.number}).data


class CreatedSerializer(serializers.Serializer):
    """The answer to a new ticket: the only time the access code is shown."""

    number = serializers.CharField()
    access_code = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    version = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    promises = ClockSerializer(many=True)
    links = LinksSerializer()


class MovedSerializer(serializers.Serializer):
    """How the ticket stands after a move or a milestone."""

    number = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    version = serializers.IntegerField()
    next_due_at = serializers.DateTimeField(allow_null=True)
    allowed_moves = serializers.ListField(child=serializers.ChoiceField(choices=MOVE_NAMES))
    event = serializers.IntegerField(help_text="Id of the event in the timeline.")


class StandingSerializer(serializers.Serializer):
    number = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    version = serializers.IntegerField()
    allowed_moves = serializers.ListField(child=serializers.ChoiceField(choices=MOVE_NAMES))


class LastMoveSerializer(serializers.Serializer):
    move = serializers.CharField()
    by = serializers.CharField()
    role = serializers.CharField()
    at = serializers.DateTimeField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="By this a program tells one error from another.")
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)
    lines = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Of a batch that was to be stored whole: every error."
    )
    ticket = StandingSerializer(required=False, help_text="With 409: how the ticket stands now.")
    last_move = LastMoveSerializer(required=False, allow_null=True, help_text="With 409: who was first.")
