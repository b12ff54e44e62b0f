"""What the API answers about shifts: hand-overs with the facts they kept."""

from rest_framework import serializers

from complaints.api.serializers import TicketRowSerializer
from complaints.desk.colleagues import MOST


class FactSerializer(serializers.Serializer):
    number = serializers.CharField()
    title = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="When its nearest promise was due then.")


class FactsSerializer(serializers.Serializer):
    """Of each sort at most 100, the nearest first."""

    emergencies = FactSerializer(many=True)
    breaking = FactSerializer(many=True, help_text="Due within four hours.")
    approvals = FactSerializer(many=True)
    callbacks = FactSerializer(many=True, help_text="Due within four hours.")
    broken = FactSerializer(many=True, help_text="Within the last 24 hours, and open still.")


class HandoverRowSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    region = serializers.CharField(source="region.code", allow_null=True, default=None, help_text="Null: all of them.")
    written_by = serializers.CharField(source="written_by.username")
    written_at = serializers.DateTimeField()
    words = serializers.CharField()
    absent = serializers.CharField()
    sites = serializers.CharField()
    read_by = serializers.CharField(source="read_by.username", allow_null=True, default=None)
    read_at = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField()
    alarmed_at = serializers.DateTimeField(
        allow_null=True, help_text="When those on duty were told that nobody had signed; null: in time, or not yet."
    )


class HandoverSerializer(HandoverRowSerializer):
    """With the tickets it told of, as far as the reader may see them."""

    facts = serializers.SerializerMethodField()

    def get_facts(self, row) -> FactsSerializer:
        return FactsSerializer(self.context["facts"]).data  # type: ignore[return-value]  # as the schema reads it


class DutySerializer(serializers.Serializer):
    role = serializers.CharField()
    region = serializers.CharField(source="region.code", allow_null=True, default=None, help_text="Null: all of them.")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class PersonSerializer(serializers.Serializer):
    """Somebody on duty, or with tickets in hand."""

    username = serializers.CharField(source="user.username")
    name = serializers.CharField()
    team = serializers.CharField(source="user.team.code", allow_null=True, default=None)
    on_duty = DutySerializer(source="duties", many=True)
    last_action_at = serializers.DateTimeField(source="last_at", allow_null=True, help_text="As the trail has it.")
    in_hand = serializers.IntegerField(help_text="Open tickets this person handles, of those the reader may see.")
    overdue = serializers.IntegerField()
    within_the_hour = serializers.IntegerField(source="hour")
    later_today = serializers.IntegerField(source="today")


class RoleNowSerializer(serializers.Serializer):
    role = serializers.CharField()
    label = serializers.CharField()


class ColleagueSerializer(serializers.Serializer):
    """One of the staff."""

    username = serializers.CharField()
    name = serializers.SerializerMethodField()
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    team_label = serializers.CharField(source="team.label", allow_null=True, default=None)
    roles = serializers.SerializerMethodField(help_text="Held now, in whatever region.")
    tickets = serializers.SerializerMethodField(
        help_text=f"Open ones in hand, of those the caller may see; the nearest due first, at most {MOST}."
    )

    def get_name(self, person) -> str:
        return person.get_full_name() or person.username

    def get_roles(self, person) -> RoleNowSerializer(many=True):  # type: ignore[valid-type]
        return [{"role": role, "label": label} for role, label in self.context["roles"].items()]

    def get_tickets(self, person) -> TicketRowSerializer(many=True):  # type: ignore[valid-type]
        return TicketRowSerializer(self.context["tickets"], many=True, context=self.context).data


class ReassignedTicketSerializer(serializers.Serializer):
    number = serializers.CharField()
    stage = serializers.CharField()
    version = serializers.IntegerField()
    allowed_moves = serializers.ListField(child=serializers.CharField())


class RefusedSerializer(serializers.Serializer):
    number = serializers.CharField()
    code = serializers.CharField(help_text="stage, role, version, missing or not_found.")
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)
    last_move = serializers.DictField(required=False, allow_null=True, help_text="Who was first, when outrun.")


class ReassignedSerializer(serializers.Serializer):
    done = ReassignedTicketSerializer(many=True)
    refused = RefusedSerializer(many=True)
