"""Shift hand-over over REST: the facts of now, the log, one more page of it, and its signature.

Programs read; to hand over and to sign is for people.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, shift_schema
from complaints.api.bodies import valid
from complaints.api.pagination import NewestFirst
from complaints.api.shift_serializers import FactSerializer, HandoverRowSerializer, HandoverSerializer
from complaints.api.views import TicketsView
from complaints.desk import handovers
from complaints.inputs.handovers import HandoverInput, ReadInput
from complaints.models import Handover
from servicecenter.api_views import DoneOnce
from servicecenter.problems import Problem

READ = ("shift:read",)


class ShiftView(TicketsView):
    """For programs with the scope, and for those of the staff who write or read hand-overs."""

    def rows(self) -> QuerySet[Handover]:
        """Raises Problem 403 for staff who neither write nor read hand-overs."""
        if self.client:
            return Handover.objects.select_related("region", "written_by", "read_by").order_by("-pk")
        if not self.actor.roles & handovers.READERS:
            raise Problem(403, "role", _("Your role does not allow this."))
        return handovers.visible(self.request.user, self.at)

    def one(self, pk: int) -> Handover:
        row = self.rows().filter(pk=pk).first() if pk < 2**63 else None
        if row is None:
            raise Http404
        return row

    def whole(self, row: Handover, status: int = 200) -> Response:
        facts = {
            sort: [{"number": one.ticket.number, "title": one.ticket.title, "due_at": one.due_at} for one in lines]
            for sort, lines in handovers.kept(row, self.visible()).items()
        }
        return Response(HandoverSerializer(row, context={"facts": facts}).data, status=status)


@shift_schema.handovers
class Handovers(DoneOnce, ShiftView):
    scopes = {"GET": READ, "POST": ()}
    pagination_class = NewestFirst

    def get(self, request: Request) -> Response:
        paginator = self.pagination_class()
        page = paginator.paginate_queryset(self.rows(), request, view=self)
        return paginator.get_paginated_response(HandoverRowSerializer(page, many=True).data)

    def act(self, request: Request, **kwargs: Any) -> Response:
        self.rows()
        said = valid(HandoverInput(bodies.read(request.data, HandoverInput.base_fields)))
        return self.whole(handovers.write(**said, actor=self.actor, at=self.at, source="api"), status=201)


@shift_schema.handover_facts
class HandoverFacts(ShiftView):
    """What a hand-over written now would keep."""

    scopes = {"GET": READ}

    def get(self, request: Request) -> Response:
        self.rows()
        found = handovers.gather(self.visible(), self.at)
        return Response({
            sort: FactSerializer(
                [{"number": one.number, "title": one.title, "due_at": one.next_due_at} for one in tickets], many=True
            ).data
            for sort, tickets in found.items()
        })  # fmt: skip


@shift_schema.handover
class HandoverDetail(ShiftView):
    scopes = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        return self.whole(self.one(pk))


@shift_schema.handover_signature
class HandoverSigned(DoneOnce, ShiftView):
    """Whoever takes over says that it was read."""

    scopes = {"POST": ()}

    def act(self, request: Request, **kwargs: Any) -> Response:
        row = self.one(kwargs["pk"])
        said = valid(ReadInput(bodies.read(request.data, ReadInput.base_fields)))
        return self.whole(handovers.read(row, **said, actor=self.actor, at=self.at, source="api"))
