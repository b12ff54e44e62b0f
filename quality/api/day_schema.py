"""The OpenAPI description of a day in figures, and of the promises broken within the last one."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import problems
from complaints.promises.milestones import Milestone
from quality import yesterday
from quality.api.schema import NONE_SUCH

DAY = OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH, description="A day that is over.")
CODE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(yesterday.LINES))


class DayFiguresSerializer(serializers.Serializer):
    day = serializers.DateField()
    figures = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(yesterday.LINES))


class DayCaseSerializer(serializers.Serializer):
    number = serializers.CharField()
    stage = serializers.CharField()
    at = serializers.DateTimeField(help_text="The moment that put it into the day.")


class DayCasesSerializer(serializers.Serializer):
    cases = DayCaseSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


day = extend_schema_view(
    get=extend_schema(
        operation_id="read_day", tags=["quality"], summary="A day in figures", parameters=[DAY],
        responses={200: DayFiguresSerializer, **problems(NONE_SUCH)},
    )
)  # fmt: skip
day_cases = extend_schema_view(
    get=extend_schema(
        operation_id="list_day_cases", tags=["quality"], summary="The cases behind one figure of a day",
        parameters=[DAY, CODE, OpenApiParameter("after", OpenApiTypes.STR)],
        responses={200: DayCasesSerializer, **problems(NONE_SUCH)},
    )
)  # fmt: skip


class BrokenCaseSerializer(serializers.Serializer):
    number = serializers.CharField()
    stage = serializers.CharField()
    milestone = serializers.CharField()
    due_at = serializers.DateTimeField()


class BrokenCasesSerializer(serializers.Serializer):
    cases = BrokenCaseSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


broken = extend_schema_view(
    get=extend_schema(
        operation_id="list_broken_promises", tags=["quality"],
        summary="The tickets whose promises broke within the last 24 hours",
        parameters=[
            OpenApiParameter("milestone", OpenApiTypes.STR, enum=Milestone.values, description="All when not given."),
            OpenApiParameter("after", OpenApiTypes.STR),
        ],
        responses={200: BrokenCasesSerializer, **problems()},
    )
)  # fmt: skip
