"""Calls half written, over REST: an agent's own, kept as they are typed, then a ticket, a chase or nothing.

A program has no calls of its own: it creates tickets and records contacts.
"""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import questions
from complaints.api import bodies, desk_schema
from complaints.api.desk_serializers import DraftSerializer
from complaints.api.views import TicketsView
from complaints.calling import callers, calls, drafts
from complaints.models import Draft
from servicecenter.api_views import DoneOnce
from servicecenter.models import User
from servicecenter.problems import Problem, WrongInput

DOINGS = ("save", "answer", "join", "end", "discard", "restore")


class CallsView(TicketsView):
    """For people who log calls: their own, nobody else's."""

    scopes: dict[str, Any] = {"GET": (), "PUT": (), "POST": ()}

    @property
    def agent(self) -> User:
        user = self.actor.user
        if user is None or not callers.may_record(user, self.at):
            raise Problem(403, "role", _("Your role does not allow this."))
        return user

    def mine(self, key: uuid.UUID) -> Draft:
        found = drafts.of_key(self.agent, key)
        if found is None:
            raise Http404
        return found


@desk_schema.calls
class Calls(CallsView):
    """One's own that are neither over nor thrown away."""

    def get(self, request: Request) -> Response:
        return Response(DraftSerializer(drafts.mine(self.agent), many=True).data)


@desk_schema.call
class Call(DoneOnce, CallsView):
    def get(self, request: Request, key: uuid.UUID) -> Response:
        return Response(DraftSerializer(self.mine(key)).data)

    def put(self, request: Request, **kwargs: Any) -> HttpResponse:
        return DoneOnce.post(self, request, **kwargs)

    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        return DoneOnce.post(self, request, **kwargs)

    def act(self, request: Request, **kwargs: Any) -> Response:
        """PUT keeps what was typed; POST says what becomes of the call."""
        return self._keep(request, kwargs["key"]) if request.method == "PUT" else self._do(request, kwargs["key"])

    def _keep(self, request: Request, key: uuid.UUID) -> Response:
        wrong = {
            str(name)[:100]: [_("There is no such field.")]
            for name in request.data
            if name not in drafts.FIELDS and not str(name).startswith(questions.PREFIX)
        }
        wrong |= {
            str(name)[:100]: [_("Must be a text.")]
            for name, value in request.data.items()
            if not isinstance(value, str)
        }
        if wrong:
            raise WrongInput(wrong)
        kept = drafts.keep(self.agent, key, request.data, began=None, at=self.at)
        if kept is None:
            raise Http404
        return Response(DraftSerializer(kept).data)

    def _do(self, request: Request, key: uuid.UUID) -> Response:
        data = bodies.read(request.data, {}, do=bodies.text, ticket=bodies.text)
        doing, draft = data.get("do"), self.mine(key)
        if doing not in DOINGS:
            raise WrongInput({"do": [_("Choose one of: %(known)s.") % {"known": ", ".join(DOINGS)}]})
        if draft.contact.ended_at:
            raise Problem(409, "stage", _("The call is over already."))
        done: dict[str, Any] = {"actor": self.actor, "at": self.at, "source": "api"}
        match doing:
            case "save" | "answer":
                ticket, code = calls.save_call(draft, **done, answered=doing == "answer")
                return Response({"number": ticket.number, "access_code": code, "version": ticket.version}, status=201)
            case "join":
                ticket = calls.join_ticket(draft, self.find(data.get("ticket") or "", "region"), **done)
                return Response({"number": ticket.number, "version": ticket.version})
            case "end":
                return Response({"contact": calls.end_call(draft, **done).pk})
            case "discard" if draft.contact.warnings or draft.contact.verifications.exists():
                raise Problem(409, "stage", _("This call has been spoken on the record: say how it ended instead."))
            case "discard":
                drafts.discard(draft, at=self.at)
            case _:
                drafts.restore(draft)
        return Response(DraftSerializer(draft).data)
