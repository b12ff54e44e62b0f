"""Answers to a category's own questions, sent after the ticket was made."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import messages, questions
from complaints.api import bodies, schema
from complaints.api.details_errors import by_question, unknown_details
from complaints.api.moves import Change
from servicecenter.problems import Problem, WrongInput


@schema.details
class Details(Change):
    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "category", "region")
        if not messages.may_write(self.actor):
            raise Problem(403, "role", _("Your role does not allow this."))
        data = bodies.read(request.data, {}, details=bodies.details).get("details", {})
        asked = questions.asked_by(ticket.category.code if ticket.category else "")
        unknown_details(data, asked)
        form = forms.Form(data)
        form.fields.update(questions.fields(asked, may_skip=True))
        if not form.is_valid():
            raise WrongInput(by_question(form))
        answers = questions.taken_from(form.cleaned_data)
        event = questions.record_details(ticket, answers, actor=self.actor, at=self.at, source="api")
        if event is None:
            raise WrongInput({"details": [_("There is nothing new in it.")]})
        return self.stand(ticket, event, status=201)
