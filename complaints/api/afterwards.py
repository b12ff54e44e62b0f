"""What follows the reply, over REST: the callbacks that wait, and the customer's own rating. Recording is a move."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from complaints.aftercare import callback_list
from complaints.api import after_schema, bodies
from complaints.api.after_serializers import CallbackSerializer
from complaints.api.moves import Change
from complaints.api.views import READ, TicketsView
from complaints.inputs.rating import RatingInput
from complaints.queries import disclose
from complaints.stages import rating
from servicecenter import actors


@after_schema.callbacks
class Callbacks(TicketsView):
    """Those a person has to ring, the nearest first."""

    scopes = {"GET": READ}

    def get(self, request: Request) -> Response:
        waiting = callback_list.waiting(self.visible(), self.at)
        context = {"who": {one.ticket.pk: self._name(one) for one in waiting}}
        return Response(CallbackSerializer(waiting, many=True, context=context).data)

    def _name(self, one: callback_list.Waiting) -> str:
        if self.client or one.ticket.customer is None or not disclose(self.request.user, one.ticket, self.at).name:
            return ""
        return one.ticket.customer.name


@after_schema.ratings
class Ratings(Change):
    """What the customer says through a program of theirs: solved or not, result and service."""

    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region")
        said = bodies.valid(RatingInput(bodies.read(request.data, RatingInput.base_fields)))
        who = actors.customer() if self.client else self.actor
        event = rating.rate(ticket, **said, actor=who, at=self.at, source="api")
        return self.stand(ticket, event)
