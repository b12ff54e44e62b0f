"""Lists of the desk under names of the caller's own, over REST. A program has no desk."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, work
from complaints.api.schema import TOO_LARGE, problems
from complaints.api.views import TicketsView
from complaints.api.work_schema import FOR_PEOPLE
from complaints.desk import saved_views
from complaints.inputs.saved_views import LONGEST_NAME, SavedViewInput
from servicecenter.problems import WrongInput

LONGEST_QUERY = 2000  # characters
NAME = OpenApiParameter("name", OpenApiTypes.STR, OpenApiParameter.PATH, description=f"At most {LONGEST_NAME} letters.")
NO_SUCH = {404: "There is no such saved view."}
ASKED = {
    "type": "object",
    "properties": {
        "query": {
            "type": "string", "maxLength": LONGEST_QUERY, "example": "view=all&stage=received",
            "description": "What /api/v1/worklist/ is asked with, without after.",
        }
    },
    "required": ["query"],
    "additionalProperties": False,
}  # fmt: skip


class SavedViewSerializer(serializers.Serializer):
    name = serializers.CharField()
    query = serializers.CharField(help_text="For /api/v1/worklist/ as for /desk/.")


@extend_schema_view(
    get=extend_schema(
        operation_id="list_saved_views", tags=["tickets"], summary="The caller's saved views of the list of work",
        description=FOR_PEOPLE, responses={200: SavedViewSerializer(many=True), **problems()},
    )
)  # fmt: skip
class SavedViews(TicketsView):
    scopes: dict[str, Any] = {"GET": ()}

    def get(self, request: Request) -> Response:
        return Response(SavedViewSerializer(saved_views.of(request.user), many=True).data)


@extend_schema_view(
    put=extend_schema(
        operation_id="save_view", tags=["tickets"], summary="Keep a list under a name, or change what the name shows",
        description=FOR_PEOPLE, parameters=[NAME], request={"application/json": ASKED},
        responses={200: SavedViewSerializer, **problems(TOO_LARGE, {422: "There are too many; remove one first."})},
    ),
    delete=extend_schema(
        operation_id="forget_view", tags=["tickets"], summary="Forget a saved view", description=FOR_PEOPLE,
        parameters=[NAME], responses={204: None, **problems(NO_SUCH)},
    ),
)  # fmt: skip
class OneSavedView(TicketsView):
    scopes: dict[str, Any] = {"PUT": (), "DELETE": ()}

    def put(self, request: Request, name: str) -> Response:
        told = bodies.valid(SavedViewInput({"name": name}))["name"]
        view, chosen = work.asked_in(QueryDict(_query(request.data)))
        query = saved_views.written(view, {facet: ticked for facet, ticked in chosen.items() if ticked})
        saved_views.keep(request.user, told, query)
        return Response(SavedViewSerializer(saved_views.SavedView(told, query)).data)

    def delete(self, request: Request, name: str) -> Response:
        if not saved_views.drop(request.user, name):
            raise Http404
        return Response(status=204)


def _query(body: Any) -> str:
    said = bodies.read(body, {}, query=bodies.text).get("query")
    if not said or len(said) > LONGEST_QUERY:
        raise WrongInput(
            {"query": [_("Give what the list is asked with, at most %(count)d characters.") % {"count": LONGEST_QUERY}]}
        )
    return said
