"""People now, and giving several tickets to somebody else: a person's, what is about to break, or from a list."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from complaints.desk import assignable, handing_on, people_now, worklist
from complaints.desk.handing_on import Outcome, Wanted
from complaints.fields import long_text
from complaints.models import Ticket
from complaints.pages import desk
from complaints.pages.frame import SOURCE, draw
from complaints.queries import visible_to
from servicecenter import actors, duty
from servicecenter.actors import Actor
from servicecenter.models import User
from servicecenter.requests import signed_in
from servicecenter.roles import ROLES

QUEUE = "-"


class HandOnInput(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("Give them to"))
    why = long_text(gettext_lazy("Why"), rows=2)

    def __init__(self, data: Any = None, *, user: User, at: datetime, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.people = {one.username: one for one in assignable.anybody(at, duty.regions_of(user, at, handing_on.MAY))}
        named = [(name, _label(one)) for name, one in self.people.items()]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose somebody")), (QUEUE, _("Back into the department's queue")), *named,
        ]  # fmt: skip

    @property
    def whom(self) -> User | None:
        return self.people.get(self.cleaned_data["to"])


def _label(user: User) -> str:
    name = user.get_full_name() or user.username
    return f"{name} · {user.team.label}" if user.team else name


def _reader(request: HttpRequest, roles: frozenset[str]) -> tuple[Actor, datetime]:
    at = timezone.now()
    actor = actors.staff(signed_in(request), at)
    if not actor.roles & roles:
        raise PermissionDenied
    return actor, at


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who is on duty, and beside them what is about to break by person, or all that one person has."""
    actor, at = _reader(request, people_now.READERS)
    reach = visible_to(actor.user, at)
    found = people_now.people(actor.user, reach, at)
    chosen = None
    if name := request.GET.get("person", ""):
        chosen = next((one for one in found if one.user.username == name), None)
        if chosen is None:
            raise Http404
    groups: list[tuple[User | None, list[Ticket]]]
    groups = [(chosen.user, people_now.of_person(reach, chosen.user))] if chosen else []
    groups = groups if chosen else people_now.about_to_break(reach, at)
    context = {
        "section": "people",
        "chosen": chosen,
        "groups": [(who, [(one, desk.face(one, at)) for one in rows]) for who, rows in groups],
        "listed": sum(len(rows) for _who, rows in groups),
        "people": [(ROLES.get(one.role, ""), one) for one in found],
        "on_duty": sum(bool(one.duties) for one in found),
        "may_hand_on": bool(actor.roles & handing_on.MAY),
        "watches": bool(actor.roles & people_now.WATCHERS),
        "may_take_over": bool(actor.roles & {"supervisor", "shift_leader"}),
        "form": HandOnInput(user=actor.user, at=at),
        "whole": chosen is not None,
    }
    return draw(request, "complaints/people.html", context, actor=actor, at=at)


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """The list of work as it was narrowed at the desk, to pick several tickets from."""
    actor, at = _reader(request, handing_on.MAY)
    name, chosen = desk.view_in(request.GET), desk.chosen_in(request.GET)
    whole = worklist.view(name, actor.user, at)
    tickets, further = worklist.page(worklist.narrowed(whole, chosen, worklist.Days(at)), request.GET.get("after", ""))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "section": "desk",
        "title": desk.VIEW_NAMES[name],
        "groups": [(None, [(one, desk.face(one, at)) for one in tickets])],
        "listed": len(tickets),
        "form": HandOnInput(user=actor.user, at=at),
        "may_hand_on": True,
        "query_kept": kept.urlencode(),
        "further": further,
    }
    return draw(request, "complaints/pick.html", context, actor=actor, at=at)


@require_POST
def hand_on(request: HttpRequest) -> HttpResponse:
    """Give what was ticked to one person or back into the queue; the page says what was done and what was not."""
    actor, at = _reader(request, handing_on.MAY)
    wanted = _wanted(request.POST.getlist("ticket"))
    form = HandOnInput(request.POST, user=actor.user, at=at)
    if not wanted:
        form.add_error(None, _("Tick at least one ticket."))
    if len(wanted) > handing_on.MOST:
        form.add_error(None, _("At most %(n)d tickets at once.") % {"n": handing_on.MOST})
    reach = visible_to(actor.user, at)
    if form.is_valid():
        told = handing_on.hand_on(
            wanted, reach=reach, to=form.whom, why=form.cleaned_data["why"], actor=actor, at=at, source=SOURCE
        )
        return _result(request, told, form, actor, at)
    rows = list(reach.filter(number__in=[one.number for one in wanted]).select_related("handler", "team"))
    context = {
        "section": "people", "form": form, "may_hand_on": True, "listed": len(rows), "ticked": True,
        "groups": [(None, [(one, desk.face(one, at)) for one in rows])],
    }  # fmt: skip
    return draw(request, "complaints/pick.html", context, actor=actor, at=at, status=422)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Undo: each goes to whoever had it, by a move of its own; what has gone on since is refused by its version."""
    actor, at = _reader(request, handing_on.MAY)
    wanted = _wanted(request.POST.getlist("back"))[: handing_on.MOST]
    why = request.POST.get("why", "").strip()[:1000] or _("Taken back.")
    told = handing_on.hand_on(
        wanted, reach=visible_to(actor.user, at), to=None, why=why, actor=actor, at=at, source=SOURCE
    )
    return _result(request, told, HandOnInput(user=actor.user, at=at), actor, at, back=True)


def _wanted(written: list[str]) -> list[Wanted]:
    """ "number:version", or "number:version:who had it:stage" for taking back. What cannot be read is not heard."""
    wanted = []
    for one in written[: 2 * handing_on.MOST]:
        number, version, *before = one.split(":")[:4] if ":" in one else (one, "")
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            continue
        back = (before[0], before[1]) if len(before) == 2 else (None, "")
        wanted.append(Wanted(number, int(version), *back))
    return wanted


def _result(request, told: list[Outcome], form: HandOnInput, actor: Actor, at: datetime, *, back=False) -> HttpResponse:
    refused = [one for one in told if not one.done]
    context = {
        "section": "people",
        "done": [one for one in told if one.done],
        "refused": refused,
        "back": back,
        "form": form,
        "whom": "" if back else _label(form.whom) if form.whom else "",
        "why": form.data.get("why", ""),
    }
    status = 409 if refused and len(refused) == len(told) else 200
    return draw(request, "complaints/handed_on.html", context, actor=actor, at=at, status=status)
