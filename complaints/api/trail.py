"""The trail over REST, for administrators: what happened to what, by which role. Its words are not told here."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.pagination import MOST_DIGITS, PAGED, PAGING, NewestFirst
from complaints.api.policies import AdministratorView
from complaints.api.problem_schema import NO_SUCH_PAGE, problems
from complaints.api.rules_schema import does
from servicecenter.models import Event
from servicecenter.problems import WrongInput

EXACTLY = ("kind", "subject_type", "actor_role", "source")


class EventSerializer(serializers.ModelSerializer):
    class Meta:
        model = Event
        fields = (
            "id", "at", "recorded_at", "kind", "subject_type", "subject_id", "actor_id", "actor_role", "source",
            "request_id", "payload",
        )  # fmt: skip


class EventPageSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = EventSerializer(many=True)


@extend_schema_view(
    get=does(
        "list_events", "The trail, the newest first", {200: EventPageSerializer, **problems(NO_SUCH_PAGE)},
        parameters=[
            *(OpenApiParameter(name, OpenApiTypes.STR, description="Exactly this.") for name in EXACTLY),
            OpenApiParameter("subject_id", OpenApiTypes.INT), *PAGED,
        ],
        tags=["settings"],
    )
)  # fmt: skip
class Trail(AdministratorView):
    def get(self, request: Request) -> Response:
        pages = NewestFirst()
        rows = pages.paginate_queryset(Event.objects.filter(**_asked(request)), request, view=self)
        return pages.get_paginated_response(EventSerializer(rows, many=True).data)


def _asked(request: Request) -> dict[str, Any]:
    """Raises WrongInput by parameter."""
    params = request.query_params
    errors = {
        name[:100]: [_("There is no such filter.")] for name in sorted({*params} - {*EXACTLY, "subject_id", *PAGING})
    }
    errors |= {name: [_("This text cannot be kept.")] for name in EXACTLY if "\0" in params.get(name, "")}
    subject = params.get("subject_id", "")
    if subject and not (subject.isascii() and subject.isdigit() and len(subject) <= MOST_DIGITS):
        errors["subject_id"] = [_("Must be a whole number.")]
    if errors:
        raise WrongInput(errors)
    return {name: params[name] for name in (*EXACTLY, "subject_id") if params.get(name)}
