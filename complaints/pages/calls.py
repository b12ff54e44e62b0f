"""Log a call: one screen, one address a call. Every press keeps the draft first; what it does then is said by `do`.

Scripts only make it quicker: each answer to a plain form leads back to the same page, drawn from the draft.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.calling import callers, calls, contacts, drafts
from complaints.models import Draft, Reason
from complaints.numbers import read_number
from complaints.pages import call_screen, emergency
from complaints.pages.frame import SOURCE, draw
from complaints.queries import visible_to
from complaints.refusals import Missing, NotNow, Refused
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.requests import signed_in, wants_fragment

Data = dict[str, str]
# What of the screen changes by what is done: the parts a script puts in place.
PARTS = {
    "look": ("matches", "caller"),
    "think": ("guesses", "promise", "near"),
    "keep": (),
}
ALL = ("matches", "caller", "guesses", "promise", "near", "abuse")


def _agent(request: HttpRequest, at: datetime) -> Actor:
    """Whoever may record contacts; others are told so."""
    if not callers.may_record(signed_in(request), at):
        raise PermissionDenied
    return actors.staff(signed_in(request), at)


@require_safe
def calls_page(request: HttpRequest) -> HttpResponse:
    """A new call. Nothing is written before something is typed."""
    at = timezone.now()
    return _draw(request, uuid.uuid4(), {}, None, _agent(request, at), at)


def call(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One call: taken up again, written on, saved."""
    at = timezone.now()
    actor = _agent(request, at)
    draft = drafts.of_key(signed_in(request), key)
    if request.method != "POST":
        if draft is None:
            raise Http404
        return _show(request, key, draft, actor, at)
    doing, _colon, what = request.POST.get("do", "save").partition(":")
    if draft and draft.contact.ended_at:
        return _over(draft, doing, at)
    if draft and doing == "restore":
        drafts.restore(draft)
        return redirect("call", key)
    said = drafts.clean(request.POST.dict())
    kept = drafts.keep(signed_in(request), key, said, began=_began(request), at=at, who=False)
    if kept is None:
        if ended := drafts.of_key(signed_in(request), key):  # while this was on its way
            return _over(ended, doing, at)
        raise Http404
    try:
        return DOES.get(doing, _kept)(request, kept, what, actor, at)
    except Missing as refusal:
        return _refused(request, kept, refusal.errors, actor, at, 422)
    except NotNow as refusal:
        return _refused(request, kept, {"": [str(refusal)]}, actor, at, 409)
    except Refused as refusal:
        return _refused(request, kept, {"": [str(refusal)]}, actor, at, 403)


def _refused(
    request: HttpRequest, draft: Draft, errors: dict[str, list[str]], actor: Actor, at: datetime, status: int
) -> HttpResponse:
    """Nothing is lost: the same screen from the same draft, with what is wrong at its head and in its field."""
    if wants_fragment(request):
        return _answer(request, draft, actor, at, ("caller", "abuse"), errors)
    return _draw(request, draft.key, drafts.typed(draft), draft, actor, at, errors=errors, status=status)


def _began(request: HttpRequest) -> datetime | None:
    written = request.POST.get("began", "")
    if not (written.isdecimal() and len(written) <= 11):
        return None
    return datetime.fromtimestamp(int(written), tz=UTC)


def _kept(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    """Nothing but kept, with what follows from it."""
    return _answer(request, draft, actor, at, PARTS.get(request.POST.get("do", ""), ()))


def _take(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    """This one is calling."""
    said = drafts.typed(draft) | {"customer": what, "account": "", "new": ""}
    customer = calls.chosen_customer(said, actor.user, at)
    if customer is None:
        raise Http404
    account = calls.chosen_account(said, customer)
    place = said.get("place") or (account.premise.address if account else "")
    drafts.change(
        draft,
        at,
        customer=what,
        account="",
        new="",
        name="",
        place=place,
        language=customer.language,
        caller=customer.name,
    )
    return _answer(request, draft, actor, at, ALL)


def _leave(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    """Not that one after all, or nobody known (what: "new")."""
    drafts.change(draft, at, customer="", caller="", account="", place="", new="1" if what == "new" else "")
    return _answer(request, draft, actor, at, ALL)


def _accept(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    """A suggestion taken, or all that are still open."""
    said = drafts.typed(draft)
    customer = calls.chosen_customer(said, actor.user, at)
    guesses = call_screen.what(said, customer, draft, actor, at)["guesses"]
    wanted = [what] if what in {"nature", "category", "priority"} else ["nature", "category", "priority"]
    taken = {name: getattr(guesses, name).value for name in wanted if not said.get(name)}
    if taken.get("category") and not said.get("nature"):
        taken["nature"] = guesses.nature.value
    known = " ".join(sorted({*said.get("taken", "").split(), *taken}))
    drafts.change(draft, at, **taken, taken=known)
    return _answer(request, draft, actor, at, ("guesses", "promise", "near"))


def _verify(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    """How the agent made sure of the caller."""
    customer = calls.chosen_customer(drafts.typed(draft), actor.user, at)
    method = Reason.objects.filter(
        list=Reason.List.VERIFICATION, is_active=True, code=request.POST.get("method", "")
    ).first()
    if customer is None or method is None:
        raise Missing({"method": [_("Choose how the caller was verified.")]})
    contacts.verify_caller(draft.contact, customer, method, actor=actor, at=at, source=SOURCE)
    return _answer(request, draft, actor, at, ("caller",))


def _warn(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    contacts.warn_caller(draft.contact, actor=actor, at=at, source=SOURCE)
    return _answer(request, draft, actor, at, ("abuse",))


def _save(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    calls.save_call(draft, actor=actor, at=at, source=SOURCE)
    return _to("call", draft.key)


def _save_answered(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    calls.save_call(draft, actor=actor, at=at, source=SOURCE, answered=True)
    return _to("call", draft.key)


def _join(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    ticket = get_object_or_404(visible_to(signed_in(request), at), number=read_number(what))
    calls.join_ticket(draft, ticket, actor=actor, at=at, source=SOURCE)
    return _to("ticket", ticket.number)


def _end(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    calls.end_call(draft, actor=actor, at=at, source=SOURCE)
    return _to("contacts")


def _discard(request: HttpRequest, draft: Draft, what: str, actor: Actor, at: datetime) -> HttpResponse:
    if draft.contact.warnings or draft.contact.verifications.exists():
        raise NotNow(_("This call has been spoken on the record: say how it ended instead."))
    drafts.discard(draft, at=at)
    return _to("call", draft.key)


DOES: dict[str, Callable[..., HttpResponse]] = {
    "danger": emergency.from_call,
    "take": _take,
    "leave": _leave,
    "accept": _accept,
    "verify": _verify,
    "warn": _warn,
    "save": _save,
    "answer": _save_answered,
    "join": _join,
    "end": _end,
    "discard": _discard,
}


def _to(name: str, *args: Any) -> HttpResponse:
    response = redirect(name, *args)
    response.status_code = 303
    return response


def _over(draft: Draft, doing: str, at: datetime) -> HttpResponse:
    """The call is saved. What was typed just before and came late changes nothing on the screen."""
    return HttpResponse(status=204) if doing in PARTS else _after_call(draft, doing, at)


def _after_call(draft: Draft, doing: str, at: datetime) -> HttpResponse:
    """The number was read out: the after-call time ends, the code is forgotten. Pressed twice, it leads on."""
    number = draft.contact.tickets.values_list("number", flat=True).first()
    if doing not in {"done", "open"}:
        return _to("call", draft.key)
    contacts.wrap_up(draft.contact, at=at)
    drafts.forget(draft)
    return _to("ticket", number) if doing == "open" and number else _to("calls")


def _answer(
    request: HttpRequest, draft: Draft, actor: Actor, at: datetime, parts: tuple[str, ...],
    errors: dict[str, list[str]] | None = None,
) -> HttpResponse:  # fmt: skip
    """For a script the parts that changed; for a plain form the page again."""
    if not wants_fragment(request):
        return _to("call", draft.key)
    said = drafts.typed(draft)
    customer = calls.chosen_customer(said, actor.user, at) if parts else None
    context = {
        **call_screen.common(said, draft),
        "parts": parts,
        "now": at,
        "live": True,
        "key": draft.key,
        "errors": errors or {},
    }
    if {"matches", "caller"} & set(parts):
        context |= call_screen.who(said, customer, actor, at) | {"languages": call_screen.settings.LANGUAGES}
    if {"guesses", "promise", "near"} & set(parts):
        context |= call_screen.what(said, customer, draft, actor, at)
    if "near" in parts and customer:
        context["last"] = callers.last_contacts(customer)
    if "abuse" in parts:
        context["warning"] = call_screen.next_warning(draft)
    response = render(request, "complaints/_call_live.html", context)
    address = reverse("call", args=[draft.key])
    if not request.headers.get("HX-Current-URL", "").endswith(address):
        response["HX-Replace-Url"] = address
    return response


def _show(request: HttpRequest, key: uuid.UUID, draft: Draft, actor: Actor, at: datetime) -> HttpResponse:
    if draft.contact.ended_at:
        ticket = draft.contact.tickets.first()
        context = {
            "draft": draft,
            "ticket": ticket,
            "number_groups": ticket.number.split("-") if ticket else [],
            "code_groups": drafts.typed(draft).get("code", "").split("-"),
            "section": "calls",
        }
        return draw(request, "complaints/call_saved.html", context, actor=actor, at=at)
    if draft.discarded_at:
        context = {"draft": draft, "section": "calls", "title": call_screen._caller_of(drafts.typed(draft))}
        return draw(request, "complaints/call_discarded.html", context, actor=actor, at=at)
    return _draw(request, key, drafts.typed(draft), draft, actor, at)


def _draw(
    request: HttpRequest, key: uuid.UUID, said: Data, draft: Draft | None, actor: Actor, at: datetime,
    errors: dict[str, list[str]] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        **call_screen.screen(said, draft, actor, at),
        "section": "calls",
        "key": key,
        "began": draft.contact.started_at if draft else at,
        "warning": call_screen.next_warning(draft),
        "errors": errors or {},
    }
    return draw(request, "complaints/call.html", context, actor=actor, at=at, status=status)
