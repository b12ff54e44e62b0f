"""`/`: the public form, and the page that thanks for it, where the access code stands for a few minutes."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from channels_hub import intake, promises
from channels_hub.models import Submission
from channels_hub.pages import grants
from channels_hub.pages.privacy import customer_page
from channels_hub.pages.submit_form import PublicForm
from complaints import attachments, evidence_types, questions
from complaints.attachments import Accepted
from servicecenter import attempts, errors
from servicecenter.requests import client_address

MOST_AN_HOUR = 60  # of one address: a whole office may write on a bad day, a machine may not


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Show the form; or make a ticket of it, once, and lead to the thank-you page."""
    if request.method != "POST":
        return _page(request, PublicForm(initial={"token": _new_token()}))
    now = timezone.now()
    form = PublicForm(request.POST)
    if again_at := attempts.take("submit", client_address(request), now, most=MOST_AN_HOUR, within=timedelta(hours=1)):
        form.add_error(None, _("Too many forms came from your network. Please try again later, or call us."))
        return errors.say_when(_page(request, form, status=429), again_at)
    files = _files(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _send(request, form, files, now)


def _send(request: HttpRequest, form: PublicForm, files: list[Accepted], now: datetime) -> HttpResponse:
    token = form.cleaned_data["token"] or _new_token()
    sent = intake.as_sent("web", token, dict(request.POST.lists()), request.FILES.getlist("files"))
    try:
        submission = intake.receive_form(sent, form.intake(len(files)), files, at=now)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, form, status=422)
    except intake.AlreadySent as already:
        submission = already.submission
        if submission.digest != sent.digest:
            return _other_words(request, form, submission)
    return _thank(request, submission, now)


def _thank(request: HttpRequest, submission: Submission, now: datetime) -> HttpResponse:
    """The address holds nothing; the session holds a row's id; the row holds the code, sealed, for minutes."""
    request.session[grants.SENT] = submission.pk
    grants.grant(request, submission.ticket.number, now)
    response = redirect("thanks")
    response.status_code = 303
    return response


def _other_words(request: HttpRequest, form: PublicForm, earlier: Submission) -> HttpResponse:
    """The same form with other words (back, changed, sent again): nothing is doubled and nothing lost."""
    data: Any = form.data  # a QueryDict, whatever its type says
    form.data = data.copy()
    form.data["token"] = _new_token()  # type: ignore[index]
    form.add_error(
        None,
        _("You sent this form already: it is request %(number)s. Press “Send” again to send this as another request.")
        % {"number": earlier.ticket.number},
    )
    return _page(request, form, status=409)


def _files(request: HttpRequest, form: PublicForm) -> list[Accepted]:
    form.full_clean()
    try:
        return attachments.accept_all(request.FILES.getlist("files"))
    except ValidationError as error:
        form.file_errors = error.messages
        form.add_error(None, error)
        return []


def _page(request: HttpRequest, form: PublicForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "accept": evidence_types.ACCEPT,
        "most_files": settings.ATTACHMENT_MAX_FILES,
        "most_megabytes": settings.ATTACHMENT_MAX_BYTES // attachments.MEGABYTE,
        "files_lost": bool(request.FILES),
        "wrong": _focus_first(form),
    }
    return render(request, "public/submit.html", context, status=status)


def _focus_first(form: PublicForm) -> list:
    """The wrong fields in their order on the page; the first takes the focus."""
    if not form.is_bound:
        return []
    fields = [field for name in form.order_on_page for field in (form.details if name == "details" else [form[name]])]
    wrong = [field for field in fields if field.errors]
    if wrong:
        wrong[0].field.widget.attrs["autofocus"] = True
    return wrong


@login_not_required
@require_safe
def questions_of(request: HttpRequest) -> HttpResponse:
    """The questions of the category just chosen, to be put into the form; nothing for an unknown one."""
    form = forms.Form()
    form.fields.update(questions.fields(questions.asked_by(request.GET.get("category", ""))))
    return render(request, "public/_questions.html", {"details": list(form)})


def _new_token() -> str:
    return secrets.token_urlsafe(24)


@customer_page
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Number, code, and a date for each promise. Loaded again later it keeps the code to itself."""
    now = timezone.now()
    submission = Submission.objects.select_related("ticket__region__calendar", "ticket__contact_point").filter(
        pk=request.session.get(grants.SENT, 0)
    ).first()  # fmt: skip
    if submission is None:
        return redirect("follow")
    ticket = submission.ticket
    context = {
        "ticket": ticket,
        "number_groups": ticket.number.split("-"),
        "code_groups": (intake.code_still_shown(submission, now) or "").split("-"),
        "promises": promises.of(ticket, now),
        "by_mail": bool(ticket.contact_point and ticket.contact_point.kind == "email"),
    }
    return render(request, "public/thanks.html", context)
