"""A customer all round: profile, accounts and premises, tickets, contacts, care, consent, who saw what in full."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints import restrictions
from complaints.calling import callers, customer_history, reveals
from complaints.calling.customer_history import Line
from complaints.inputs.reveals import RevealInput
from complaints.pages import account_lists
from complaints.pages.desk import face
from complaints.pages.frame import SOURCE, draw
from customers import contact_points
from customers.models import Account, Care, ContactPoint, Customer
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.requests import signed_in, wants_fragment


def _of_reader(request: HttpRequest, pk: int, at: datetime) -> tuple[Customer, Actor]:
    user = signed_in(request)
    if not callers.may_look_up(user, at):
        raise PermissionDenied
    rows = callers.customers_visible_to(user, at).prefetch_related(
        "contact_points",
        "consents",
        "confirmations",
        "tags",
        Prefetch("accounts", Account.objects.select_related("premise__region")),
        "accounts__meters",
        Prefetch("cares", Care.objects.select_related("kind")),
    )
    return get_object_or_404(rows, pk=pk), actors.staff(user, at)


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found, actor = _of_reader(request, pk, at)
    return _draw(request, found, actor, at)


def reveal_point(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """One number or address in full, in this one answer, against a reason that is kept."""
    at = timezone.now()
    found, actor = _of_reader(request, pk, at)
    row = get_object_or_404(ContactPoint, pk=point, customer=found)
    form = RevealInput(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reveals.reveal_of_customer(found, row, why=form.cleaned_data["why"], actor=actor, at=at, source=SOURCE)
        return _draw(request, found, actor, at, revealed={row.pk: str(row.value)})
    context = {"customer": found, "form": form, "point": row, "masked": contact_points.mask(row.kind, str(row.value))}
    fragment = wants_fragment(request)
    template = "complaints/_customer_reveal.html" if fragment else "complaints/customer_reveal.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if form.is_bound else 200)


def _draw(
    request: HttpRequest, found: Customer, actor: Actor, at: datetime, *, revealed: Mapping[int, str] | None = None
) -> HttpResponse:
    lines = customer_history.lines(found, actor.user, at)
    restriction = restrictions.in_force(found, at)
    open_now = [one.ticket for one in lines if one.ticket and one.ticket.archived_at is None]
    verified = callers.verified(found, actor.user, at)
    accounts = [one.pk for one in found.accounts.all()] if verified else []
    context = {
        "customer": found,
        # Account facts are told once it is recorded how the caller was verified.
        **(account_lists.of(request, accounts, at) if accounts else {}),
        "flags": callers.flags(
            found, [one for one in open_now if one.replied_at is None], written_only=restriction is not None
        ),
        # What was last said for each purpose holds.
        "consents": {one.purpose: one for one in sorted(found.consents.all(), key=lambda one: one.given_at)}.values(),
        "restriction": restriction,
        "may_restrict": bool(actor.roles & restrictions.MAY_RESTRICT),
        "points": [
            (one, contact_points.mask(one.kind, str(one.value)), (revealed or {}).get(one.pk, ""))
            for one in found.contact_points.all()
        ],
        "cares": [one for one in found.cares.all() if one.ended_at is None],
        "days": [
            (day, [(one, one.ticket and face(one.ticket, at)) for one in rows]) for day, rows in groupby(lines, _day)
        ],
        "tickets": len([one for one in lines if one.ticket]),
        "contacts": len([one for one in lines if one.contact]),
        "verified": verified,
        "looks": customer_history.looks(found),
        "section": "customers",
    }
    return draw(request, "complaints/customer.html", context, actor=actor, at=at)


def _day(line: Line):
    return timezone.localtime(line.at).date()
