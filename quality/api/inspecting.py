"""Inspections over REST, by the people whose they are: drawn, judged blind, appealed against and answered.

No key's scope opens them; programs read results (scores.py).
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies
from complaints.api.bodies import valid
from complaints.api.refusals import as_problem
from complaints.queries import visible_to
from complaints.refusals import Refused
from quality import asking, calling_again, inspecting
from quality.access import SCOPE, WATCHERS
from quality.api import inspecting_schema as schema
from quality.api.figures import QualityView
from quality.models import Inspection, InspectionFormVersion
from quality.pages.inspection_forms import NOT_APPLICABLE, PlanForm, ResultForm, SettleForm, WordsForm
from quality.paging import page
from servicecenter.api_views import ApiView, DoneOnce
from servicecenter.problems import WrongInput

MOST = 200


class Own(ApiView):
    """For signed-in staff; which inspections are theirs is decided as on the page."""

    scopes: Mapping[str, tuple[str, ...]] = {"GET": (), "POST": ()}

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_problem(exc, self.actor, self.at) if isinstance(exc, Refused) else exc)

    def one(self, pk: int) -> Inspection:
        """Mine to judge, to settle or to read as the inspected; else 404."""
        if pk >= 2**63:
            raise Http404
        whole = ("handling__ticket__region__calendar", "handling__handler", "plan__version__form", "inspector")
        user = self.actor.user
        found = inspecting.of_inspected(user).select_related(*whole).filter(pk=pk).first()
        if found is None and self.actor.roles & WATCHERS:
            found = inspecting.for_inspector(user, self.at).select_related(*whole).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def told(self, one: Inspection) -> dict[str, Any]:
        """The round as it went while it waits to be judged, blind; afterwards the result."""
        row: dict[str, Any] = {
            "id": one.pk, "number": one.handling.ticket.number, "round": one.handling.round,
            "form": one.plan.version.form.code, "form_version": one.plan.version.number,
            "submitted_at": one.submitted_at, "appealed_at": one.appealed_at, "settled_at": one.settled_at,
            "score": float(one.score) if one.score is not None else None,
            "upheld": one.upheld, "words": one.words, "appeal": one.appeal, "settlement": one.settlement,
            "appeal_until": inspecting.appeal_until(one) if one.submitted_at else None,
        }  # fmt: skip
        criteria = [
            {"id": each.pk, "label": each.label, "weight": each.weight, "fatal": each.fatal}
            for each in one.plan.version.criteria.all()
        ]
        if one.submitted_at:
            return {**row, "criteria": criteria, "story": [], "marks": _marks(one)}
        entries = inspecting.story(one, self.actor.user, self.at)
        story = [{"at": each.at, "side": each.side, "kind": each.kind, "sentence": each.sentence} for each in entries]
        return {**row, "criteria": criteria, "story": story, "marks": {}}


def _marks(one: Inspection) -> dict[str, int | None]:
    return {str(mark.criterion_id): mark.value for mark in one.marks.all()}


@schema.mine
class MyInspections(Own):
    """What waits for me to judge or to answer, and results on my own work."""

    def get(self, request: Request) -> Response:
        user, roles = self.actor.user, self.actor.roles
        reach = inspecting.for_inspector(user, self.at)
        waiting = reach.filter(submitted_at=None).order_by("pk")[:MOST] if roles & inspecting.INSPECTORS else []
        open_ones = reach.filter(appealed_at__isnull=False, settled_at=None).order_by("pk")[:MOST]
        return Response({
            "to_judge": [one.pk for one in waiting],
            "to_settle": [one.pk for one in open_ones if inspecting.may_settle(one, self.actor)],
            "given": [one.pk for one in inspecting.given(reach)[:MOST]] if roles & WATCHERS else [],
            "mine": [one.pk for one in inspecting.of_inspected(user).order_by("-submitted_at", "-pk")[:MOST]],
        })  # fmt: skip


@schema.drawn_plans
@schema.plans
class Plans(DoneOnce, Own):
    def get(self, request: Request) -> Response:
        """For those who watch over the work, as on the page."""
        if not self.actor.roles & WATCHERS:
            raise PermissionDenied(_("Your role does not allow this"))
        return Response(schema.DrawnPlanSerializer(inspecting.drawn_plans()[:MOST], many=True).data)

    def act(self, request: Request, **kwargs: Any) -> Response:
        data = bodies.read(request.data, PlanForm.base_fields, size=bodies.whole_number)
        said = valid(PlanForm(data))
        question = asking.Question(said["since"], said["until"], said["region"], said["team"])
        versions = InspectionFormVersion.objects.filter(form=said["form"], valid_from__lte=self.at)
        version = versions.order_by("-number").first()
        if version is None:
            raise WrongInput({"form": [_("Must be given.")]})
        made = inspecting.plan(
            version, question.scope(visible_to(self.actor.user, self.at), self.at), seed=said["seed"],
            size=said["size"], region=said["region"], team=said["team"], actor=self.actor, at=self.at,
        )  # fmt: skip
        drawn = list(made.inspections.order_by("pk").values_list("pk", flat=True))
        return Response({"id": made.pk, "among": made.among, "seed": made.seed, "inspections": drawn}, status=201)


@schema.inspection
class InspectionDetail(Own):
    scopes: Mapping[str, tuple[str, ...]] = {"GET": ()}

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.told(self.one(pk)))


@schema.result
class InspectionResult(DoneOnce, Own):
    scopes: Mapping[str, tuple[str, ...]] = {"POST": ()}

    def act(self, request: Request, **kwargs: Any) -> Response:
        one = self.one(kwargs["pk"])
        criteria = list(one.plan.version.criteria.all())
        data = bodies.read(request.data, {"words": ResultForm.base_fields["words"]}, marks=_read_marks)
        marks = data.pop("marks", {})
        if unknown := set(marks) - {str(each.pk) for each in criteria}:
            raise WrongInput(
                {
                    f"marks.{min(unknown)[:20]}": [
                        _("There is no such question: %(name)s.") % {"name": min(unknown)[:20]}
                    ]
                }
            )
        form = ResultForm(criteria, data | {f"criterion_{key}": value for key, value in marks.items()})
        if not form.is_valid():
            wrong = {
                name.replace("criterion_", "marks."): [str(each) for each in found]
                for name, found in form.errors.items()
            }
            raise WrongInput(wrong)
        inspecting.submit(one, form.marks(), form.cleaned_data["words"], actor=self.actor, at=self.at)
        return Response(self.told(self.one(one.pk)))


def _read_marks(value: Any) -> dict[str, Any]:
    """{criterion: 0, 1, 2, null where it does not apply}; of a fatal one true or false."""
    if not isinstance(value, dict) or any(not isinstance(one, (int, bool, type(None))) for one in value.values()):
        raise ValueError(_("Must be a mark for each question, by its id."))
    return {
        str(key): NOT_APPLICABLE if mark is None else mark if isinstance(mark, bool) else str(mark)
        for key, mark in value.items()
    }


@schema.appeal
class InspectionAppeal(DoneOnce, Own):
    scopes: Mapping[str, tuple[str, ...]] = {"POST": ()}

    def act(self, request: Request, **kwargs: Any) -> Response:
        one = self.one(kwargs["pk"])
        said = valid(WordsForm(bodies.read(request.data, WordsForm.base_fields)))
        inspecting.appeal(one, said["words"], actor=self.actor, at=self.at)
        return Response(self.told(self.one(one.pk)))


@schema.settlement
class InspectionSettlement(DoneOnce, Own):
    scopes: Mapping[str, tuple[str, ...]] = {"POST": ()}

    def act(self, request: Request, **kwargs: Any) -> Response:
        one = self.one(kwargs["pk"])
        said = valid(SettleForm(bodies.read(request.data, SettleForm.base_fields, score=_score, upheld=_yes)))
        inspecting.settle(one, **said, actor=self.actor, at=self.at)
        return Response(self.told(self.one(one.pk)))


def _score(value: Any) -> str | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(_("Must be a number."))
    return None if value is None else str(value)


def _yes(value: Any) -> str:
    if not isinstance(value, bool):
        raise ValueError(_("Must be true or false."))
    return "yes" if value else "no"


@schema.call_again
class CallAgain(QualityView):
    """One in twenty of the satisfied, by a fixed lot."""

    scopes = {"GET": (SCOPE,)}

    def get(self, request: Request) -> Response:
        found = calling_again.drawn(self.question().scope(self.visible(), self.at))
        rows, further = page(found, "said_at", "ticket", request.query_params.get("after", ""))
        cases = [{"number": ticket.number, "at": at, "result": row.result} for ticket, at, row in rows]
        return Response({"cases": cases, "next": further or None})
