"""`/t/`: a customer follows their request by number and code, writes, sends files, has it taken up again.

Whoever has no code learns nothing here, not even whether a number exists: a wrong code and an unknown
number take the same way, the same time and give the same page.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from channels_hub import intake
from channels_hub.pages import grants, heard, own_copy, progress, survey
from channels_hub.pages.follow_forms import ChaseForm, MessageForm, OpenForm, ReopenForm, WithdrawForm
from channels_hub.pages.privacy import customer_page
from complaints import actions, attachments, evidence_types, lifecycle, moving, numbers, refusals
from complaints.inputs.rating import RatingInput
from complaints.models import Attachment, Ticket
from complaints.stages import rating
from servicecenter import actors, attempts, errors
from servicecenter.requests import client_address

WITHIN = timedelta(minutes=15)
MOST_PER_NUMBER, MOST_PER_ADDRESS = 5, 20
MESSAGES_AN_HOUR = 30
CHASES_A_DAY = 3
NOBODY = "0" * 64


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponseBase:
    """Ask for number and code; open the request for this browser."""
    if request.method != "POST":
        number = numbers.read_number(request.GET.get("number", ""))
        return _ask(request, OpenForm(initial={"number": number}))
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    return _open(request, form)


def _open(request: HttpRequest, form: OpenForm) -> HttpResponseBase:
    now, number = timezone.now(), form.cleaned_data["number"]
    per_address = attempts.take("follow-from", client_address(request), now, most=MOST_PER_ADDRESS, within=WITHIN)
    per_number = attempts.take("follow", number, now, most=MOST_PER_NUMBER, within=WITHIN)
    if again_at := max(filter(None, (per_address, per_number)), default=None):
        return errors.too_many(request, again_at)
    kept = Ticket.objects.filter(number=number).values_list("access_code_hash", flat=True).first() or NOBODY
    if not constant_time_compare(numbers.code_hash(form.cleaned_data["code"]), kept):
        form.add_error(None, _("Number and code do not fit together. Please check both."))
        return _ask(request, form, status=422)
    attempts.forget("follow", number)
    # Not the whole address: whoever opens a request of their own must not buy fresh guesses at others'.
    attempts.give_back("follow-from", client_address(request), now)
    grants.grant(request, number, now)
    return redirect("follow_ticket", number)


def _ask(request: HttpRequest, form: OpenForm, status: int = 200) -> HttpResponse:
    if wrong := next((form[name] for name in ("number", "code") if name in form.errors), None):
        wrong.field.widget.attrs["autofocus"] = True
    return render(request, "public/follow.html", {"form": form, "left": "left" in request.GET}, status=status)


@customer_page
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    grants.leave(request)
    return redirect(f"{reverse('follow')}?left")


@customer_page
@require_safe
def follow_ticket(request: HttpRequest, number: str) -> HttpResponseBase:
    """The request's page. Without a grant every number, real or not, leads to the question for the code."""
    ticket = _granted(request, number)
    if ticket is None:
        return _to_door(number)
    return _page(request, ticket)


def _granted(request: HttpRequest, number: str) -> Ticket | None:
    if not grants.holds(request, number, timezone.now()):
        return None
    whole = Ticket.objects.select_related("region__calendar", "team", "hold_reason", "customer", "merged_into")
    return whole.filter(number=number).first()


def _to_door(number: str) -> HttpResponseBase:
    return redirect(f"{reverse('follow')}?number={numbers.read_number(number)}")


def _page(
    request: HttpRequest,
    ticket: Ticket,
    *,
    sent: Mapping[str, forms.Form] | None = None,
    wrong_files: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """`sent`: a form that comes back as it was sent, by its name on the page."""
    for form in (sent or {}).values():
        if "words" in form.errors:
            form.fields["words"].widget.attrs["autofocus"] = True
    now, callback = timezone.now(), rating.asked_about(ticket)
    said, rung = rating.last_said(callback), heard.of(ticket, callback, now)
    told = progress.of(ticket, now, rated=bool(said or rung))
    for other in told.goes_on_as:  # their own, under another number
        grants.share(request, other, now)
    context: dict[str, Any] = {
        "rate": RatingInput(initial=said, auto_id="rate_%s"),
        "rated": bool(said),
        "heard": rung,
        "not_rated": rating.why_not(ticket, now) if sent and "rate" in sent else "",
        "surveyed": survey.said_of(ticket, now),
        "ticket": ticket,
        "progress": told,
        "message": MessageForm(initial={"token": secrets.token_urlsafe(24)}),
        "reopen": ReopenForm(auto_id="reopen_%s"),
        "chase": ChaseForm(auto_id="chase_%s"),
        "withdraw": WithdrawForm(auto_id="withdraw_%s"),
        "wrong_files": wrong_files,
        "accept": evidence_types.ACCEPT,
        **(sent or {}),
    }
    if told.withdrawn:
        context["reopen"].after_all()
    return render(request, "public/follow_ticket.html", context, status=status)


@customer_page
@require_POST
def follow_message(request: HttpRequest, number: str) -> HttpResponseBase:
    """Words and files from the customer: kept raw and on the ticket in one transaction, once."""
    ticket, now = _granted(request, number), timezone.now()
    if ticket is None:
        return _to_door(number)
    if again_at := attempts.take("message", number, now, most=MESSAGES_AN_HOUR, within=timedelta(hours=1)):
        return errors.too_many(request, again_at)
    form, uploads = MessageForm(request.POST), request.FILES.getlist("files")
    try:
        files = attachments.accept_all(uploads)
    except ValidationError as error:
        return _page(request, ticket, sent={"message": form}, wrong_files=error.messages, status=422)
    if form.is_valid() and not form.cleaned_data["words"].strip() and not files:
        form.add_error("words", _("Write a few words or add a file."))
    if not form.is_valid():
        return _page(request, ticket, sent={"message": form}, status=422)
    token = form.cleaned_data["token"] or secrets.token_urlsafe(24)
    sent = intake.as_sent("follow", token, dict(request.POST.lists()), uploads)
    intake.receive_words(sent, ticket, form.cleaned_data["words"], files, at=now)
    return redirect(f"{reverse('follow_ticket', args=[number])}#messages")


@customer_page
@require_POST
def follow_reopen(request: HttpRequest, number: str) -> HttpResponseBase:
    """It is not solved: the customer has it taken up again, in their own words."""
    return _answered(request, number, "reopen", ReopenForm(request.POST, auto_id="reopen_%s"), _by_move("reopen"))


@customer_page
@require_POST
def follow_chase(request: HttpRequest, number: str) -> HttpResponseBase:
    """They ask how far it is: whoever handles it is told, from the third time on the supervisor."""
    if _granted(request, number) is None:
        return _to_door(number)
    if again_at := attempts.take("chase", number, timezone.now(), most=CHASES_A_DAY, within=timedelta(days=1)):
        return errors.too_many(request, again_at)
    return _answered(request, number, "chase", ChaseForm(request.POST, auto_id="chase_%s"), _by_move("chase"))


@customer_page
@require_POST
def follow_withdraw(request: HttpRequest, number: str) -> HttpResponseBase:
    """They no longer ask for it; what goes on without them, or is owed already, is said in the refusal."""
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    return _answered(request, number, "withdraw", form, _by_move("withdraw"))


@customer_page
@require_POST
def follow_rating(request: HttpRequest, number: str) -> HttpResponseBase:
    """Solved or not, and how it was: the customer's own verification."""

    def rate(ticket: Ticket, told: dict[str, Any], now: datetime) -> None:
        rating.rate(ticket, **told, actor=actors.customer(), at=now, source="web")

    return _answered(request, number, "rate", RatingInput(request.POST, auto_id="rate_%s"), Does(rating.why_not, rate))


@dataclass(frozen=True)
class Does:
    """What a form of the page is for: why it cannot be, in words or nothing; and the doing, which may refuse still."""

    why_not: Callable[[Ticket, datetime], str]
    do: Callable[[Ticket, dict[str, Any], datetime], None]


def _by_move(name: str) -> Does:
    """What the customer does is a move of the table, as anybody's."""

    def why_not(ticket: Ticket, now: datetime) -> str:
        return str(moving.why_not(lifecycle.MOVES[name], ticket, actors.customer(), now) or "")

    def do(ticket: Ticket, told: dict[str, Any], now: datetime) -> None:
        actions.perform(ticket, name, told, actor=actors.customer(), at=now, source="web", version=None)

    return Does(why_not, do)


def _answered(request: HttpRequest, number: str, name: str, form: forms.Form, what: Does) -> HttpResponseBase:
    """Do what the form asks for and go back to the page; refused, the page again with the form and the reason.

    What cannot be is said as that, however the form was filled: nobody mends a form that would then be refused.
    """
    ticket, now = _granted(request, number), timezone.now()
    if ticket is None:
        return _to_door(number)
    if not form.is_valid():
        reason = what.why_not(ticket, now)
        if not reason:
            return _page(request, ticket, sent={name: form}, status=422)
        form.errors.clear()
        form.add_error("words", reason)
        return _page(request, ticket, sent={name: form}, status=409)
    try:
        what.do(ticket, form.cleaned_data, now)
    except refusals.Refused as refusal:
        form.add_error("words", str(refusal))
        return _page(request, ticket, sent={name: form}, status=409)
    return redirect("follow_ticket", number)


@customer_page
@require_safe
def follow_copy(request: HttpRequest, number: str) -> HttpResponseBase:
    """The whole case as a file of the customer's own. Without a grant every number leads to the question."""
    ticket = _granted(request, number)
    return own_copy.file_of(request, ticket) if ticket else _to_door(number)


@customer_page
@require_safe
def follow_file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Evidence of this request that its customer may see. Anything else is not there."""
    ticket = _granted(request, number)
    if ticket is None:
        raise Http404
    shown = Attachment.objects.filter(attachments.of_whole(ticket), internal=False)
    return attachments.serve(get_object_or_404(shown, pk=pk))
