"""The REST door: a complaint sent by a program is kept as it came, in the transaction that makes its ticket."""

import hashlib

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from channels_hub.models import Inbound
from complaints.api import schema, views

CHANNEL = "api"


@schema.tickets
class Tickets(views.Tickets):
    def post(self, request: Request, **kwargs) -> HttpResponse:
        self.raw = request.body  # before the parser has read it, when it could not be had any more
        return super().post(request, **kwargs)

    def act(self, request: Request, **kwargs) -> Response:
        response = super().act(request, **kwargs)
        Inbound.objects.create(
            channel=CHANNEL,
            source_id=self.received.number,
            digest=hashlib.sha256(self.raw).hexdigest(),
            raw=self.raw,
            received_at=self.at,
            ticket=self.received,
        )
        return response
