"""A policy's version tried over REST, and the door of all that only administrators among the staff may."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies
from complaints.api import policies_schema as schema
from complaints.models import PolicyVersion
from complaints.promises import trial_asking, trials
from complaints.promises.milestones import Milestone
from servicecenter.administration import may_configure
from servicecenter.api_views import ApiView
from servicecenter.models import User
from servicecenter.problems import refuse_unknown

PAGE = 100
COUNTED = tuple(name for name in trials.PARTS if not name.startswith("alarms"))


class AdministratorView(ApiView):
    """No program, and no other role."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not isinstance(request.user, User) or not may_configure(request.user):
            raise PermissionDenied(_("Your role does not allow this"))

    def trial(self, pk: int) -> trials.Trial:
        """The trial asked for. 404 without such a version; raises WrongInput by field."""
        version = PolicyVersion.objects.select_related("policy").filter(pk=pk).first()
        if version is None:
            raise Http404
        form = trial_asking.ask(self.request.query_params, self.at)
        bodies.valid(form)
        since, until = trial_asking.moments(form)
        return trials.run(version, since=since, until=until, now=self.at)


@schema.trial
class PolicyTrial(AdministratorView):
    def get(self, request: Request, pk: int) -> Response:
        trial = self.trial(pk)
        told = {
            "version": pk, "since": trial.since, "until": trial.until, "candidates": trial.candidates,
            "every": trial.every, "tickets": len(trial.tickets), "total": _told(trial.total),
            "milestones": [{"milestone": tally.milestone, **_told(tally)} for tally in trial.tallies],
        }  # fmt: skip
        return Response(told)


@schema.trial_tickets
class PolicyTrialTickets(AdministratorView):
    def get(self, request: Request, pk: int) -> Response:
        part, milestone = request.query_params.get("part", "promised"), request.query_params.get("milestone", "")
        refuse_unknown("part", part, trials.PARTS)
        refuse_unknown("milestone", milestone, ("", *Milestone.values))
        rows, further = self.trial(pk).listed(milestone, part, request.query_params.get("after", ""), PAGE)
        return Response({"outcomes": [_outcome(row) for row in rows], "next": further or None})


def _told(tally: trials.Tally) -> dict[str, Any]:
    return {
        **{name: tally.count(name) for name in COUNTED},
        "alarms_then": tally.alarms_then,
        "alarms_now": tally.alarms_now,
    }


def _outcome(row: trials.Outcome) -> dict[str, Any]:
    return {
        "number": row.ticket.number, "milestone": row.milestone, "received_at": row.ticket.received_at,
        "verdict": str(row.verdict), "due_then": row.due_then, "due_now": row.due_now, "reached_at": row.reached_at,
        "alarms_then": row.alarms_then, "alarms_now": row.alarms_now,
    }  # fmt: skip
