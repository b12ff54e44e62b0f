"""Papers over REST: as facts, or as the sheet that is printed when HTML is asked for.

For people only: the sheet names the customer and tells what was found. A program that posts letters has /letters/.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import papers, printing
from complaints.api import paper_facts
from complaints.api.paper_serializers import ANY
from complaints.api.reveals import reason_given
from complaints.api.schema import NOT_THERE, NUMBER, TOO_LARGE, form_schema, problems
from complaints.api.views import BELONGING, READ, WHOSE, TicketsView
from complaints.calling import reveals
from complaints.inputs.reveals import RevealInput
from complaints.models import Ticket
from complaints.papers import Paper
from complaints.queries import Disclosure
from servicecenter.problems import Problem

NAME = OpenApiParameter(
    "name", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(papers.PAPERS),
    description="There is a reply letter once there is a reply, and a visit slip until then.",
)  # fmt: skip
ANSWERS = {(200, "application/json"): ANY, (200, "text/html"): OpenApiTypes.STR}
NO_OTHER = {406: "Only JSON and HTML are answered; Accept asked for something else."}


class Sheet(BaseRenderer):
    """HTML that is written already."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: str, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return data.encode()


@extend_schema_view(
    get=extend_schema(
        operation_id="read_paper", tags=["tickets"], summary="A paper as facts, or as HTML to be printed",
        description="For people only. The contact on it is covered.",
        parameters=[NUMBER, NAME], responses={**ANSWERS, **problems(NOT_THERE, NO_OTHER)},
    ),
    post=extend_schema(
        operation_id="read_paper_with_contact", tags=["tickets"], summary="A paper with the contact on it in full",
        description="For people only. The reason, the name and the time are kept on the record, each time it is asked.",
        parameters=[NUMBER, NAME], request={"application/json": form_schema(RevealInput.base_fields)},
        responses={**ANSWERS, **problems(NOT_THERE, NO_OTHER, TOO_LARGE)},
    ),
)  # fmt: skip
class TicketPaper(TicketsView):
    scopes: Mapping[str, tuple[str, ...]] = {"GET": READ, "POST": ("tickets:move",)}
    renderer_classes = [JSONRenderer, Sheet]

    def get(self, request: Request, number: str, name: str) -> Response:
        return self._answer(*self._find(number, name), in_full=False)

    def post(self, request: Request, number: str, name: str) -> Response:
        """No answer is stored to be given again."""
        ticket, paper, shown = self._find(number, name)
        if ticket.contact_point is None or not printing.covers_contact(ticket, paper, shown):
            raise Http404
        why = reason_given(request)
        reveals.reveal(ticket, ticket.contact_point, why=why, actor=self.actor, at=self.at, source="api")
        return self._answer(ticket, paper, shown, in_full=True)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """An error is told as problem details, whatever the paper was to come as."""
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)

    def _find(self, number: str, name: str) -> tuple[Ticket, Paper, Disclosure]:
        ticket = self.find(number, *BELONGING, *WHOSE)
        if self.client:
            raise Problem(403, "role", _("Your role does not allow this."))
        paper = papers.find(ticket, name)
        if paper is None:
            raise Http404
        return ticket, paper, self.shown(ticket)

    def _answer(self, ticket: Ticket, paper: Paper, shown: Disclosure, *, in_full: bool) -> Response:
        if self.request.accepted_renderer.format != Sheet.format:
            return Response(paper_facts.of(ticket, paper, shown, in_full=in_full))
        with timezone.override(ZoneInfo(ticket.region.calendar.zone)):
            on_it = printing.sheet(ticket, paper, shown, self.at, in_full=in_full)
        return Response(printing.document(ticket, paper, on_it))
