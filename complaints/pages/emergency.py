"""Emergency mode: the safety card, three facts, a crew. One key from anywhere; nothing stands in the way."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints.calling import danger, drafts, emergency_calls, suggesting
from complaints.models import Draft, EmergencyCall
from complaints.pages.frame import SOURCE, draw
from complaints.refusals import Refused
from complaints.stages import emergency, emergency_over
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.models import Team
from servicecenter.requests import signed_in, wants_fragment


def begin(request: HttpRequest) -> HttpResponse:
    """The key was pressed: the call begins with the first card, or with the one chosen."""
    actor, at = _who(request)
    cards = emergency_calls.cards()
    card = cards.filter(code=request.GET.get("card", "")).first() or cards.first()
    if card is None:
        raise Http404
    return redirect("emergency_call", emergency.begin_call(card, actor=actor, at=at).pk)


def from_call(request: HttpRequest, draft: Draft, _what: str, actor: Actor, at: datetime) -> HttpResponse:
    """The danger was heard while a call was being written: what is known of it goes along."""
    if not actor.roles & emergency_calls.WHO:
        raise Http404
    said = drafts.typed(draft)
    category = said.get("category") or suggesting.suggest(said.get("words", "")).category.value
    response = redirect("emergency_call", danger.begin(draft, category, actor=actor, at=at, source=SOURCE).pk)
    response.status_code = 303
    return response


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; a POST keeps what is known so far, whatever is empty."""
    actor, at = _who(request)
    found = _call(pk, actor, at)
    if request.method == "POST":
        emergency_calls.keep(found, request.POST, at=at)
        if wants_fragment(request):
            return draw(request, "complaints/_safety.html", _context(found, at) | {"live": True}, actor=actor, at=at)
        return redirect("emergency_call", pk)
    return _draw(request, found, actor, at)


@require_POST
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the crew with what is known."""
    actor, at = _who(request)
    found = _call(pk, actor, at)
    emergency_calls.keep(found, request.POST, at=at)
    try:
        known = danger.known_of(found, actor=actor, at=at, source=SOURCE)
        emergency.dispatch_call(found, actor=actor, at=at, source=SOURCE, known=known)
    except Refused as refusal:
        return _draw(request, found, actor, at, wrong=str(refusal), status=409)
    return redirect("emergency_call", pk)


@require_POST
def lost(request: HttpRequest, pk: int) -> HttpResponse:
    """The line dropped and was rung back."""
    actor, at = _who(request)
    found = _call(pk, actor, at)
    emergency_calls.keep(found, request.POST, at=at)
    reached = request.POST.get("reached") == "yes"
    try:
        emergency.ring_back(found, reached=reached, actor=actor, at=at, source=SOURCE)
    except Refused as refusal:
        return _draw(request, found, actor, at, wrong=str(refusal), status=409)
    return redirect("emergency_call", pk)


@require_POST
def over(request: HttpRequest, pk: int) -> HttpResponse:
    """It is over and nobody needs to go: how it ended goes into the log, and the agent back to the desk, or to the
    call that was being written, which ends as any other does.
    """
    actor, at = _who(request)
    found = _call(pk, actor, at)
    emergency_calls.keep(found, request.POST, at=at)
    if found.draft and not found.ticket_id:
        danger.leave_to_call(found)
        return redirect("call", found.draft.key)
    try:
        outcome = emergency_over.ends().filter(code=request.POST.get("outcome", "")).first()
        if outcome is None:
            return _draw(request, found, actor, at, wrong=_("Say how the call ended."), status=422)
        emergency_over.end_call(found, outcome, at=at, source=SOURCE)
    except Refused as refusal:
        return _draw(request, found, actor, at, wrong=str(refusal), status=409)
    return redirect("desk")


def _who(request: HttpRequest) -> tuple[Actor, datetime]:
    at = timezone.now()
    actor = actors.staff(signed_in(request), at)
    if not actor.roles & emergency_calls.WHO:
        raise Http404
    return actor, at


def _call(pk: int, actor: Actor, at: datetime) -> EmergencyCall:
    """One's own call of this shift."""
    return get_object_or_404(emergency_calls.of_agent(actor.user, at), pk=pk)


def _context(found: EmergencyCall, at: datetime) -> dict:
    steps = [
        (number, words, datetime.fromisoformat(found.said[str(number)]) if str(number) in found.said else None)
        for number, words in enumerate(found.card.lines, start=1)
    ]
    upcoming = next((number for number, _words, said in steps if said is None), 0)
    return {"call": found, "steps": steps, "upcoming": upcoming}


def _draw(request, found: EmergencyCall, actor: Actor, at: datetime, *, wrong: str = "", status: int = 200):
    seconds = int((at - found.started_at).total_seconds())
    context = {
        **_context(found, at),
        "wrong": wrong,
        "talking": f"{seconds // 60}:{seconds % 60:02d}",
        "crews": _crews(found),
        "cards": emergency_calls.cards().exclude(pk=found.card_id),
        "attempts": [
            (number, datetime.fromisoformat(one["at"]), one["reached"])
            for number, one in enumerate(found.attempts, start=1)
        ],
        "ends": () if found.ticket_id else emergency_over.ends(),
        "may_ring": len(found.attempts) < emergency.MOST_ATTEMPTS,
    }
    return draw(request, "complaints/emergency.html", context, actor=actor, at=at, status=status)


def _crews(found: EmergencyCall) -> list[tuple[Team, bool]]:
    """Who can go, whoever the card names first, one always chosen; who went, once somebody did."""
    if found.ticket_id and found.team:
        return [(found.team, True)]
    teams = sorted(Team.objects.filter(is_active=True), key=lambda one: (one.pk != found.card.team_id, one.code))
    chosen = found.team_id or (teams[0].pk if teams else None)
    return [(team, team.pk == chosen) for team in teams]
