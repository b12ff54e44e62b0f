"""The moves as forms: a sheet over the ticket, or a page of its own; and what is said when one cannot be made."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from complaints import actions, inputs, lifecycle, messages, timeline
from complaints.fields import long_text
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.moving import why_not
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.pages.ticket import back
from complaints.promises.milestones import REACHED_IN_THE_FIELD, Milestone
from complaints.queries import disclose, visible_to
from complaints.refusals import Conflict, Missing, NotYours, Refused
from complaints.stages import investigate
from servicecenter.actors import Actor
from servicecenter.requests import wants_fragment

COUNTED_IN_SECONDS = 120


@of_ticket
def move(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, name: str) -> HttpResponse:
    """Ask for what the move needs, then make it and go back to the ticket, whose timeline shows it."""
    row, asks = MOVES.get(name), inputs.MOVE_INPUTS.get(name)
    if row is None or asks is None:
        raise Http404
    if request.method != "POST":
        if refusal := why_not(row, ticket, actor, at):
            return draw_refusal(request, ticket, refusal, "", actor, at)
        return _draw_form(request, ticket, row, asks(ticket=ticket, actor=actor, initial=request.GET.dict()), actor, at)
    version, posted = _version(request), asks.posted(request.POST, request.FILES)
    try:
        actions.perform(ticket, name, posted, actor=actor, at=at, source=SOURCE, version=version)
    except Conflict as conflict:
        return _draw_conflict(request, conflict, typed_in(asks(posted, ticket=ticket)), actor, at)
    except Missing as missing:
        form = told(asks(posted, ticket=ticket, actor=actor), missing)
        return _draw_form(request, ticket, row, form, actor, at, status=422)
    except Refused as refusal:
        if why_not(row, ticket, actor, at):
            return draw_refusal(request, ticket, refusal, typed_in(asks(posted, ticket=ticket)), actor, at)
        # The move is open to them, not with these answers: what they wrote is kept.
        form = asks(posted, ticket=ticket, actor=actor)
        form.add_error(None, str(refusal))
        return _draw_form(request, ticket, row, form, actor, at, status=_status(refusal))
    # A move can take a matter out of its maker's reach: a report, a complaint about themselves.
    still_theirs = visible_to(actor.user, at).filter(pk=ticket.pk).exists()
    return back(ticket) if still_theirs else redirect("desk")


def told(form: forms.Form, missing: Missing) -> forms.Form:
    """The form with its own errors and with those only the move could find."""
    form.full_clean()
    for field, messages_ in missing.errors.items():
        if field not in form.errors:
            form.add_error(field if field in form.fields else None, messages_)
    return form


def _version(request: HttpRequest) -> int:
    """What the person saw. A form without it saw nothing that can be trusted, so it never fits."""
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else -1


def _status(refusal: Refused) -> int:
    return 403 if isinstance(refusal, NotYours) else 409


def _draw_form(request, ticket: Ticket, row: lifecycle.Move, form, actor, at, *, status: int = 200) -> HttpResponse:
    context = {"ticket": ticket, "move": row, "form": form, "title": row.label}
    template = "complaints/_move.html" if wants_fragment(request) else "complaints/move.html"
    return draw(request, template, context, actor=actor, at=at, status=status)


def draw_refusal(
    request: HttpRequest, ticket: Ticket, refusal: Refused, typed: str, actor: Actor, at: datetime
) -> HttpResponse:
    """The move is not possible, or not for this person: said plainly, with their words and the way back."""
    context = {"ticket": ticket, "reason": str(refusal), "typed": typed, "may_write": messages.may_write(actor)}
    template = "complaints/_refused.html" if wants_fragment(request) else "complaints/refused.html"
    return draw(request, template, context, actor=actor, at=at, status=_status(refusal))


def _draw_conflict(request: HttpRequest, conflict: Conflict, typed: str, actor: Actor, at: datetime) -> HttpResponse:
    """Someone was first: who did what and when, theirs shown, mine kept."""
    ticket = Ticket.objects.select_related("region__calendar", "customer").get(pk=conflict.ticket.pk)
    shown = disclose(actor.user, ticket, at)
    theirs = None
    if conflict.event:
        theirs = next((one for one in timeline.of(ticket, shown, now=at) if one.event == conflict.event.pk), None)
    context = {
        "ticket": ticket,
        "theirs": theirs,
        "mine_at": at,
        "seconds": _just_before(theirs.at, at) if theirs else 0,
        "typed": typed,
        "may_write": messages.may_write(actor),
    }
    return draw(request, "complaints/conflict.html", context, actor=actor, at=at, status=409)


def _just_before(theirs: datetime, mine: datetime) -> int:
    """By how many seconds they were first; 0 when it is too long ago for seconds to say anything."""
    ago = int((mine - theirs).total_seconds())
    return max(1, ago) if ago < COUNTED_IN_SECONDS else 0


def typed_in(form: forms.Form) -> str:
    """The words the person wrote, in the order of the form; what was only chosen can be chosen again."""
    written = [form.data.get(name, "") for name, field in form.fields.items() if isinstance(field, forms.CharField)]
    return "\n\n".join(words.strip() for words in written if words.strip())


class MilestoneInput(forms.Form):
    reached_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


@of_ticket
def milestone(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, name: str) -> HttpResponse:
    """Record when the crew arrived, made safe or restored. A contact is noted on the log: pages/noting.py."""
    if name not in REACHED_IN_THE_FIELD or not messages.may_write(actor):
        raise Http404
    form = MilestoneInput(
        request.POST if request.method == "POST" else None,
        initial={"reached_at": timezone.localtime(at).replace(second=0, microsecond=0)},
    )
    if form.is_valid():
        try:
            investigate.reach_milestone(
                ticket, name, actor=actor, at=at, reached_at=form.cleaned_data["reached_at"], source=SOURCE,
                note=form.cleaned_data["note"],
            )  # fmt: skip
        except Missing as missing:
            told(form, missing)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(ticket)
    context = {"ticket": ticket, "form": form, "title": Milestone(name).label, "milestone": name}
    template = "complaints/_milestone.html" if wants_fragment(request) else "complaints/milestone.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if form.is_bound else 200)
