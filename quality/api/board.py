"""The live board and the second looks over REST: the same numbers as on the pages."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.promises.milestones import Milestone
from quality import boards, second_looks
from quality.access import BOARD_ROLES
from quality.api import day_schema, schema
from quality.api.figures import QualityView
from quality.paging import page
from servicecenter.problems import refuse_unknown


@schema.board
class Board(QualityView):
    roles = BOARD_ROLES

    def get(self, request: Request) -> Response:
        reach = self.visible()
        backlog = boards.backlog(reach, self.at)
        return Response({
            "at": self.at,
            "backlog": [
                {"stage": stage, **{due: backlog.of(stage, due) for due in boards.DUE}} for stage in boards.STAGES
            ],
            "arrivals": [
                {"hour": one.begins, "came": one.came, "usual": one.usual} for one in boards.arrivals(reach, self.at)
            ],
            "about_to_break": [
                {"number": one.number, "due_at": one.next_due_at} for one in boards.about_to_break(reach, self.at)
            ],
            "broken": [{"milestone": code, "count": n} for code, n in boards.broken_by_milestone(reach, self.at)],
        })  # fmt: skip


@day_schema.broken
class Broken(QualityView):
    """The tickets behind the board's count of broken promises, of one milestone or of all."""

    roles = BOARD_ROLES

    def get(self, request: Request) -> Response:
        found, milestone = boards.broken(self.visible(), self.at), request.query_params.get("milestone", "")
        refuse_unknown("milestone", milestone, ("", *Milestone.values))
        asked = found.filter(milestone=milestone) if milestone else found
        rows, further = page(asked, "due_at", "ticket", request.query_params.get("after", ""))
        told = [
            {"number": clock.ticket.number, "stage": clock.ticket.stage, "milestone": clock.milestone, "due_at": due_at}
            for _ticket, due_at, clock in rows
        ]
        return Response({"cases": told, "next": further or None})


@schema.second_looks
class SecondLooks(QualityView):
    def get(self, request: Request) -> Response:
        question = self.question()
        counted = second_looks.count(question.scope(self.visible(), self.at))
        told = [{"code": code, "label": str(one.label), "count": counted[code]} for code, one in SORTS.items()]
        return Response({"since": question.first, "until": question.last, "sorts": told})


SORTS = second_looks.SORTS


@schema.second_look
class SecondLook(QualityView):
    """A sample by the lot the seed draws; the words with which it was done stay with the staff."""

    def get(self, request: Request, code: str) -> Response:
        if code not in SORTS:
            raise Http404
        question = self.question()
        seed = request.query_params.get("seed", "")[:40] or f"{question.first}/{question.last}"
        scope = question.scope(self.visible(), self.at)
        looks = [_look(one) for one in second_looks.sample(SORTS[code], scope, seed)]
        return Response({"seed": seed, "count": second_looks.found(SORTS[code], scope).count(), "sample": looks})


def _look(one: second_looks.Look) -> dict[str, Any]:
    return {"event": one.event.pk, "number": one.ticket.number, "at": one.event.at, "role": one.event.actor_role}
