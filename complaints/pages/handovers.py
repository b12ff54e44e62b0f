"""The hand-over log: write one with the facts gathered beside it, read the earlier ones, sign, print."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from complaints.desk import approvals, handovers, people_now
from complaints.inputs.handovers import HandoverInput, ReadInput
from complaints.models import Handover, Ticket
from complaints.pages.desk import face
from complaints.pages.frame import SOURCE, draw
from complaints.pages.moves import told
from complaints.queries import visible_to
from complaints.refusals import Missing, Refused
from servicecenter import actors, duty
from servicecenter.actors import Actor
from servicecenter.models import Region
from servicecenter.requests import signed_in

PAGE = 30
TITLES = {
    "emergencies": gettext_lazy("Open dangers"),
    "breaking": gettext_lazy("Due within 4 hours"),
    "approvals": gettext_lazy("Waiting for a decision"),
    "callbacks": gettext_lazy("Callbacks to make within 4 hours"),
    "broken": gettext_lazy("Broken within the last 24 hours"),
}
ELSEWHERE = {"approvals": "approvals", "callbacks": "callbacks"}


def log(request: HttpRequest) -> HttpResponse:
    """What is to be told, the form, what waits to be signed, and the earlier ones."""
    at, user = timezone.now(), signed_in(request)
    actor = actors.staff(user, at)
    if not actor.roles & handovers.READERS:
        raise PermissionDenied
    may_write = bool(actor.roles & handovers.WRITERS)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = _form(request, actor, at) if may_write else None
    if form is not None and form.is_bound and form.is_valid() and (made := _written(form, actor, at)):
        return redirect("handover", made.pk)
    region = _region(request, form)
    rows = handovers.visible(user, at)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) < 18:
        rows = rows.filter(pk__lt=int(after))
    earlier = list(rows[: PAGE + 1])
    reach = visible_to(user, at)
    watched = [region.pk] if region else duty.regions_of(user, at, handovers.READERS)
    context = {
        **_facts(handovers.gather(reach.filter(region=region) if region else reach, at), actor, at),
        "leaving": handovers.leaving(watched, at),
        "form": form,
        "region": region,
        "unsigned": [one for one in earlier if handovers.may_read(one, actor)],
        "earlier": earlier[:PAGE],
        "further": earlier[PAGE - 1].pk if len(earlier) > PAGE else "",
        "first_page": not after,
        "section": "people" if actor.roles & people_now.WATCHERS else "handovers",
        "watches": bool(actor.roles & people_now.WATCHERS),
    }
    status = 422 if form is not None and form.errors else 200
    return draw(request, "complaints/handovers.html", context, actor=actor, at=at, status=status)


def _form(request: HttpRequest, actor: Actor, at: datetime) -> HandoverInput:
    """With the regions of who writes; the region asked for by address is chosen beforehand."""
    regions = handovers.regions_for(actor.user, at)
    form = HandoverInput(request.POST if request.method == "POST" else None)
    field: Any = form.fields["region"]
    field.queryset = regions
    if not handovers.writes_for_all(actor.user, at):
        field.required, field.empty_label = True, None
    form.initial["region"] = request.GET.get("region") or next((one.code for one in regions[:1]), "")
    if handovers.writes_for_all(actor.user, at):
        form.initial["region"] = request.GET.get("region", "")
    return form


def _region(request: HttpRequest, form: HandoverInput | None) -> Region | None:
    """The region whose facts are shown: the chosen one."""
    if form is None:
        return None
    field: Any = form.fields["region"]
    wanted = request.POST.get("region") if form.is_bound else form.initial["region"]
    return next((one for one in field.queryset if one.code == wanted), None)


def _facts(found: Mapping[str, list[Ticket]], actor: Actor, at: datetime) -> dict[str, Any]:
    closed = set() if actor.roles & approvals.DECIDERS else {"approvals"}
    told_of = [
        (
            sort,
            TITLES[sort],
            "" if sort in closed else ELSEWHERE.get(sort, ""),
            [(one, face(one, at)) for one in found[sort]],
        )
        for sort in handovers.SORTS
    ]
    return {"facts": told_of}


def _written(form: HandoverInput, actor: Actor, at: datetime) -> Handover | None:
    """None when it was refused: the form says why."""
    try:
        return handovers.write(**form.cleaned_data, actor=actor, at=at, source=SOURCE)
    except Missing as missing:
        told(form, missing)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of the log as it is printed; whoever takes over signs it here."""
    at, user = timezone.now(), signed_in(request)
    actor = actors.staff(user, at)
    if not actor.roles & handovers.READERS:
        raise PermissionDenied
    row = get_object_or_404(handovers.visible(user, at), pk=pk)
    form = ReadInput(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            handovers.read(row, **form.cleaned_data, actor=actor, at=at, source=SOURCE)
            return redirect("handover", row.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    kept = handovers.kept(row, visible_to(user, at))
    context = {
        "row": row,
        "facts": [(TITLES[sort], kept[sort]) for sort in handovers.SORTS],
        "form": form,
        "may_read": handovers.may_read(row, actor),
        "section": "people" if actor.roles & people_now.WATCHERS else "handovers",
        "watches": bool(actor.roles & people_now.WATCHERS),
    }
    status = 409 if form.errors else 200
    return draw(request, "complaints/handover.html", context, actor=actor, at=at, status=status)
