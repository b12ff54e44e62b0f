"""Inspections on pages: plans to draw, rounds to judge blind, results to read and to appeal against."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.pages.frame import draw
from complaints.queries import visible_to
from complaints.refusals import Missing, Refused
from quality import asking, calling_again, inspecting
from quality.access import WATCHERS
from quality.models import Inspection, InspectionFormVersion
from quality.pages.door import for_roles
from quality.pages.inspection_forms import PlanForm, ResultForm, SettleForm, WordsForm
from quality.paging import page
from servicecenter.actors import Actor
from servicecenter.roles import ROLES

EVERYBODY = frozenset(ROLES)
MOST = 100
LATEST = 20


@for_roles(WATCHERS)
def overview(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """The plans with what is done of each, what waits for me, the open appeals; and a new plan to be drawn."""
    last = timezone.localtime(at).date()
    initial = {"since": last - timedelta(days=7), "until": last, "seed": f"{last:%G-W%V}"}
    form = PlanForm(request.POST or None, initial=initial)
    may_draw = bool(actor.roles & inspecting.JUDGES)
    if request.method == "POST" and form.is_valid() and _tried(form, lambda: _draw_plan(form, actor, at)):
        return redirect("inspections")
    mine = inspecting.for_inspector(actor.user, at)
    appeals = mine.filter(appealed_at__isnull=False, settled_at=None)
    context = {
        "section": "quality", "plan_form": form, "may_draw": may_draw, "plans": inspecting.drawn_plans()[:MOST],
        "waiting": mine.filter(submitted_at=None)[:MOST] if actor.roles & inspecting.INSPECTORS else [],
        "results": inspecting.given(mine)[:LATEST],
        "appeals": [one for one in appeals[:MOST] if inspecting.may_settle(one, actor)],
    }  # fmt: skip
    return draw(request, "quality/inspections.html", context, actor=actor, at=at, status=422 if form.errors else 200)


def _draw_plan(form: PlanForm, actor: Actor, at: datetime) -> None:
    said = form.cleaned_data
    question = asking.Question(said["since"], said["until"], said["region"], said["team"])
    version = InspectionFormVersion.objects.filter(form=said["form"], valid_from__lte=at).order_by("-number").first()
    if version is None:
        raise Missing({"form": [str(forms.Field.default_error_messages["required"])]})
    inspecting.plan(
        version, question.scope(visible_to(actor.user, at), at), seed=said["seed"], size=said["size"],
        region=said["region"], team=said["team"], actor=actor, at=at,
    )  # fmt: skip


@for_roles(EVERYBODY)
def inspection(request: HttpRequest, actor: Actor, at: datetime, pk: int) -> HttpResponse:
    """Judge it, read its result, appeal, answer the appeal: whichever is mine to do."""
    one = _mine(actor, at, pk)
    with timezone.override(ZoneInfo(one.handling.ticket.region.calendar.zone)):
        if one.submitted_at is None:
            return _judge(request, actor, at, one)
        return _result(request, actor, at, one)


def _mine(actor: Actor, at: datetime, pk: int) -> Inspection:
    whole = (
        "handling__ticket__region__calendar",
        "handling__handler",
        "plan__version__form",
        "inspector",
        "settled_by",
    )
    found = inspecting.of_inspected(actor.user).select_related(*whole).filter(pk=pk).first()
    if found is None and actor.roles & WATCHERS:
        found = inspecting.for_inspector(actor.user, at).select_related(*whole).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _judge(request: HttpRequest, actor: Actor, at: datetime, one: Inspection) -> HttpResponse:
    criteria = list(one.plan.version.criteria.all())
    may = bool(actor.roles & inspecting.INSPECTORS)
    form = ResultForm(criteria, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        if _tried(form, lambda: inspecting.submit(one, form.marks(), words, actor=actor, at=at)):
            return redirect("inspection", one.pk)
    context = {
        "section": "quality", "one": one, "form": form, "may_judge": may,
        "timeline": inspecting.story(one, actor.user, at),
        "questions": [(each, form[f"criterion_{each.pk}"]) for each in criteria if not each.fatal],
        "fatal": [(each, form[f"criterion_{each.pk}"]) for each in criteria if each.fatal],
    }  # fmt: skip
    return draw(request, "quality/judge.html", context, actor=actor, at=at, status=422 if form.errors else 200)


def _result(request: HttpRequest, actor: Actor, at: datetime, one: Inspection) -> HttpResponse:
    about = one.handling
    may_appeal = about.handler_id == actor.id and not one.appealed_at and at <= inspecting.appeal_until(one)
    may_settle = bool(one.appealed_at and not one.settled_at and inspecting.may_settle(one, actor))
    posted = request.POST if request.method == "POST" else None
    form: forms.Form | None = WordsForm(posted) if may_appeal else SettleForm(posted) if may_settle else None
    if posted is not None and form is None:
        raise Http404
    if form is not None and form.is_bound and form.is_valid():
        act = _appeal if may_appeal else _settle
        if _tried(form, lambda: act(one, form, actor, at)):
            return redirect("inspection", one.pk)
    context = {
        "section": "quality", "one": one, "form": form, "may_appeal": may_appeal,
        "back": "inspections" if actor.roles & WATCHERS else "my_inspections",
        "marks": one.marks.select_related("criterion"), "until": inspecting.appeal_until(one),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return draw(request, "quality/inspection.html", context, actor=actor, at=at, status=status)


def _appeal(one: Inspection, form: forms.Form, actor: Actor, at: datetime) -> None:
    inspecting.appeal(one, form.cleaned_data["words"], actor=actor, at=at)


def _settle(one: Inspection, form: forms.Form, actor: Actor, at: datetime) -> None:
    inspecting.settle(one, **form.cleaned_data, actor=actor, at=at)


def _tried(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; what is refused stands in the form."""
    try:
        act()
    except Missing as missing:
        for field, words in missing.errors.items():
            form.add_error(field or None, words)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_safe
@for_roles(EVERYBODY)
def mine(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """Results on my own work."""
    rows = inspecting.of_inspected(actor.user).order_by("-submitted_at")[:MOST]
    return draw(request, "quality/my_inspections.html", {"section": "my_inspections", "rows": rows}, actor=actor, at=at)


@require_safe
@for_roles(WATCHERS)
def again(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """One in twenty of the satisfied, to be called again by quality."""
    question, form = asking.read(request.GET, at)
    found = calling_again.drawn(question.scope(visible_to(actor.user, at), at))
    rows, further = page(found, "said_at", "ticket", request.GET.get("after", ""))
    context = {
        "section": "quality", "question": question, "form": form, "kept": question.query(), "rows": rows,
        "total": found.count(), "further": question.query(after=further) if further else "",
    }  # fmt: skip
    return draw(request, "quality/again.html", context, actor=actor, at=at)
