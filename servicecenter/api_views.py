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
    """For programs with a key and the scope, and for signed-in staff."""

    permission_classes = [HasScope]
    throttle_classes = [KeyThrottle]
    # What a program needs, by method.
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
    """Done whole or not at all, and once: the same Idempotency-Key again is answered as the first time."""

    # `act` does it. A view that answers PUT as well names `put = DoneOnce.post`.
    at: datetime

    def post(self, request: Request, **kwargs) -> HttpResponse:
        return idempotency.answer(request, lambda: self.act(request, **kwargs), self.at)

    def act(self, request: Request, **kwargs) -> Response:
        raise TypeError(f"{type(self).__name__} says nothing of what it does")
