"""The OpenAPI description of quality's views."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import problems

NONE_SUCH = {404: "There is no such thing, or not for you."}


def question(**more: str) -> list[OpenApiParameter]:
    told = {
        "since": "First day, such as 2026-03-01; 30 days before the last one when not given.",
        "until": "Last day, such as 2026-03-31; today when not given.",
        "region": "A code of /api/v1/regions/.",
        "team": "A code of /api/v1/teams/; the teams inside it are counted with it; - for what no team had.",
        "person": "A user name; - for what was nobody's.",
        "channel": "phone, web …",
        **more,
    }
    return [OpenApiParameter(name, OpenApiTypes.STR, description=words) for name, words in told.items()]


CODE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="on-time, reopened …")


class FigureSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    rule = serializers.CharField(help_text="How it is counted, in words.")
    rule_version = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True, help_text="Null when there was no case.")
    hits = serializers.IntegerField()
    cases = serializers.IntegerField()
    not_judged_yet = serializers.IntegerField(help_text="Too young to be counted.")
    beside = serializers.DictField(child=serializers.IntegerField(), help_text="Other hits among the same cases.")
    left_out = serializers.DictField(child=serializers.IntegerField(), help_text="Not counted, by reason.")
    companion = serializers.CharField(allow_blank=True, help_text="The figure without which this one says little.")


class FiguresSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    figures = FigureSerializer(many=True)
    milestones = FigureSerializer(many=True, help_text="On time, for each milestone that had a clock due.")


class FigureRowSerializer(serializers.Serializer):
    name = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    too_few = serializers.BooleanField(help_text="A person with fewer than 30 cases: no share is told.")
    share = serializers.FloatField(allow_null=True)
    hits = serializers.IntegerField(allow_null=True)
    cases = serializers.IntegerField()


class FigureByTableSerializer(serializers.Serializer):
    team = FigureRowSerializer(many=True)
    person = FigureRowSerializer(many=True)
    region = FigureRowSerializer(many=True)
    channel = FigureRowSerializer(many=True)


class FigureDetailSerializer(FigureSerializer):
    since = serializers.DateField()
    until = serializers.DateField()
    by = FigureByTableSerializer()


class FigureCaseSerializer(serializers.Serializer):
    number = serializers.CharField(allow_null=True, help_text="Null for a contact that made no ticket.")
    stage = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(help_text="The moment that put it into the period.")
    hit = serializers.BooleanField(allow_null=True, help_text="Null when it is not counted.")


class FigureCasesSerializer(serializers.Serializer):
    cases = FigureCaseSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


def reads(operation: str, summary: str, answer: Any, parameters: list[OpenApiParameter], *more: dict[int, str]) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=["quality"], summary=summary, parameters=parameters,
            responses={200: answer, **problems(*more)},
        )
    )  # fmt: skip


figures = reads("list_figures", "The figures of a period", FiguresSerializer, question())
figure = reads(
    "read_figure", "One figure, told apart by team, person, region and channel", FigureDetailSerializer,
    [CODE, *question()], NONE_SUCH,
)  # fmt: skip
cases = reads(
    "list_figure_cases", "The cases behind a number", FigureCasesSerializer,
    [CODE, *question(
        part="all, hits, misses, young, or a name of beside or left_out.", after="The next of the page before.",
    )],
    NONE_SUCH,
)  # fmt: skip


class TrendPointSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField(help_text="Its last day; the newest has gone only as far as today.")
    share = serializers.FloatField(allow_null=True, help_text="Null when there was no case.")
    hits = serializers.IntegerField()
    cases = serializers.IntegerField()
    not_judged_yet = serializers.IntegerField()


class TrendSerializer(serializers.Serializer):
    code = serializers.CharField()
    by = serializers.ChoiceField(choices=["week", "month"])
    points = TrendPointSerializer(many=True)


trend = reads(
    "read_figure_trend", "One figure over the last 13 weeks or 12 months", TrendSerializer,
    [CODE, *question(by="week, or month.")], NONE_SUCH,
)  # fmt: skip


class BoardStageSerializer(serializers.Serializer):
    stage = serializers.CharField()
    overdue = serializers.IntegerField()
    hour = serializers.IntegerField(help_text="Due within the hour.")
    today = serializers.IntegerField()
    later = serializers.IntegerField()
    paused = serializers.IntegerField()
    none = serializers.IntegerField(help_text="Without a deadline.")


class BoardHourSerializer(serializers.Serializer):
    hour = serializers.DateTimeField()
    came = serializers.IntegerField(allow_null=True, help_text="Null while the hour has not begun.")
    usual = serializers.FloatField(help_text="Median of the same hour of the same weekday of eight weeks.")


class BoardSoonSerializer(serializers.Serializer):
    number = serializers.CharField()
    due_at = serializers.DateTimeField()


class BoardBrokenSerializer(serializers.Serializer):
    milestone = serializers.CharField()
    count = serializers.IntegerField()


class BoardSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    backlog = BoardStageSerializer(many=True)
    arrivals = BoardHourSerializer(many=True)
    about_to_break = BoardSoonSerializer(many=True)
    broken = BoardBrokenSerializer(many=True)


class LookSortSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class LookSortsSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    sorts = LookSortSerializer(many=True)


class LookSerializer(serializers.Serializer):
    event = serializers.IntegerField()
    number = serializers.CharField()
    at = serializers.DateTimeField()
    role = serializers.CharField()


class LooksSerializer(serializers.Serializer):
    seed = serializers.CharField(help_text="Whoever draws with the same one draws the same sample.")
    count = serializers.IntegerField()
    sample = LookSerializer(many=True)


board = reads("read_board", "The live board", BoardSerializer, [])
second_looks = reads("list_second_looks", "What makes figures look better", LookSortsSerializer, question())
second_look = reads(
    "draw_second_looks", "A reproducible sample of one sort", LooksSerializer,
    [OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH), *question(seed="The word that draws.")],
    NONE_SUCH,
)  # fmt: skip


class ScorecardSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    of = serializers.CharField(help_text="person, team or department")


class ScoreLineSerializer(serializers.Serializer):
    indicator = serializers.CharField()
    weight = serializers.IntegerField()
    cases = serializers.IntegerField()
    too_few = serializers.BooleanField()
    share = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True, help_text="Null when its base period had no case.")
    points = serializers.FloatField(allow_null=True)


class ScoreSerializer(serializers.Serializer):
    name = serializers.CharField()
    key = serializers.CharField()
    total = serializers.FloatField(allow_null=True, help_text="Null with fewer than 30 cases in any line.")
    lines = ScoreLineSerializer(many=True)


class ScoresSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    version = serializers.IntegerField(allow_null=True, help_text="In force at the end of the period.")
    scores = ScoreSerializer(many=True)


class InspectionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    round = serializers.IntegerField()
    form = serializers.CharField()
    form_version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    score = serializers.FloatField(help_text="Of 100.")
    appealed_at = serializers.DateTimeField(allow_null=True)
    upheld = serializers.BooleanField(allow_null=True, help_text="Null while no appeal is answered.")


CARD = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH)
scorecards = reads("list_scorecards", "The scorecards", ScorecardSerializer(many=True), [])
scorecard = reads("read_scores", "The scores of a period", ScoresSerializer, [CARD, *question()], NONE_SUCH)
inspections = reads("list_inspections", "Results of inspections", InspectionSerializer(many=True), [])
