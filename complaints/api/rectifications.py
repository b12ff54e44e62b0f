"""The causes still to be put right, over REST. What is done about them are moves."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.aftercare import rectifications
from complaints.api.after_serializers import RectificationSerializer
from complaints.api.schema import problems
from complaints.api.views import READ, TicketsView
from servicecenter.problems import Problem


@extend_schema_view(
    get=extend_schema(
        operation_id="list_rectifications", tags=["tickets"], summary="Causes still to be put right, the nearest first",
        responses={200: RectificationSerializer(many=True), **problems()},
    )
)  # fmt: skip
class Rectifications(TicketsView):
    scopes = {"GET": READ}

    def get(self, request: Request) -> Response:
        if self.client is None and not self.actor.roles & rectifications.WHO:
            raise Problem(403, "role", _("Your role does not allow this."))
        return Response(RectificationSerializer(rectifications.standing(self.visible()), many=True).data)
