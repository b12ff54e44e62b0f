"""What every API view stands on: one moment and one actor a request, nothing kept by caches, done once per key."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from servicecenter import actors, idempotency
from servicecenter.api import HasScope, actor_of
from servicecenter.models import ApiClient
from servicecenter.throttling import KeyThrottle


class ApiView(APIView):
    """A view for clients with a key and for signed-in staff; `scopes` names what a client needs, by method."""

    permission_classes = [HasScope]
    throttle_classes = [KeyThrottle]
    scopes: Mapping[str, tuple[str, ...]] = {}

    def initial(self, request: Request, *args, **kwargs) -> None:
        self.at = timezone.now()
        super().initial(request, *args, **kwargs)

    @property
    def client(self) -> ApiClient | None:
        return self.request.auth if isinstance(self.request.auth, ApiClient) else None

    @property
    def actor(self) -> actors.Actor:
        return actor_of(self.request, self.at)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class DoneOnce:
    """Mixin of a view whose POST changes something: `act` does it, in one transaction, once per Idempotency-Key.

    A view that answers PUT as well names `put = DoneOnce.post`.
    """

    at: datetime

    def post(self, request: Request, **kwargs) -> HttpResponse:
        return idempotency.answer(request, lambda: self.act(request, **kwargs), self.at)

    def act(self, request: Request, **kwargs) -> Response:
        raise TypeError(f"{type(self).__name__} says nothing of what it does")
