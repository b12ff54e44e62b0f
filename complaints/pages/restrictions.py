"""Restricting an abusive customer to writing, and ending it: the supervisor's page."""

from datetime import datetime

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from complaints import restrictions
from complaints.calling import callers
from complaints.inputs.restrictions import LiftInput, RestrictionInput, last_moment
from complaints.pages.frame import SOURCE, draw
from complaints.refusals import Missing, Refused
from customers.models import Customer
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.requests import signed_in


def restriction(request: HttpRequest, pk: int) -> HttpResponse:
    """Impose it, or read it again and end it."""
    at, user = timezone.now(), signed_in(request)
    actor = actors.staff(user, at)
    if not actor.roles & restrictions.MAY_RESTRICT:
        raise PermissionDenied
    customer = get_object_or_404(callers.customers_visible_to(user, at), pk=pk)
    row = restrictions.in_force(customer, at)
    contacts = list(row.evidence.select_related("agent")) if row else restrictions.evidence_for(customer)
    data = request.POST if request.method == "POST" else None
    form = LiftInput(data) if row else RestrictionInput(data, contacts=contacts)
    refused = _do(form, customer, row, actor, at) if form.is_valid() else ""
    if form.is_bound and form.is_valid() and not refused:
        return redirect("customer", customer.pk)
    context = {"customer": customer, "form": form, "restriction": row, "evidence": contacts, "refused": refused}
    status = 422 if form.is_bound else 200
    return draw(request, "complaints/restriction.html", context, actor=actor, at=at, status=status)


def _do(form: forms.Form, customer: Customer, row, actor: Actor, at: datetime) -> str:
    """Words when it was refused; errors by field are put into the form."""
    said = form.cleaned_data
    try:
        if row:
            restrictions.lift(row, why=said["why"], actor=actor, at=at, source=SOURCE)
        else:
            end = last_moment(said["until"])
            restrictions.impose(
                customer, evidence=list(said["evidence"]), until=end, why=said["why"], letter=said["letter"],
                actor=actor, at=at, source=SOURCE,
            )  # fmt: skip
    except Missing as refusal:
        for name, words in refusal.errors.items():
            for one in words:
                form.add_error(name, one)
    except Refused as refusal:
        return str(refusal)
    return ""
