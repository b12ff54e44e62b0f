"""What waits for the caller, over REST: decisions, and alerts to acknowledge. Programs do neither; both are moves."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import desk_schema
from complaints.api.desk_serializers import AlertSerializer, WaitingDecisionSerializer
from complaints.api.views import TicketsView
from complaints.desk import alerts, approvals
from servicecenter.problems import Problem


@desk_schema.approvals
class Approvals(TicketsView):
    scopes: dict[str, Any] = {"GET": ()}

    def get(self, request: Request) -> Response:
        if not self.actor.roles & approvals.DECIDERS:
            raise Problem(403, "role", _("Your role does not allow this."))
        return Response(WaitingDecisionSerializer(approvals.waiting(self.actor.user, self.at), many=True).data)


@desk_schema.alerts
class Alerts(TicketsView):
    scopes: dict[str, Any] = {"GET": ()}

    def get(self, request: Request) -> Response:
        if not self.actor.roles & alerts.HEARERS:
            raise Problem(403, "role", _("Your role does not allow this."))
        rows = alerts.unacknowledged(self.actor.user, self.at)[: alerts.MOST]
        return Response(AlertSerializer(rows, many=True).data)
