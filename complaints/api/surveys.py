"""Surveys over REST: those of a ticket with their answers, and for administrators the rules by which they are sent."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies
from complaints.api import surveys_schema as schema
from complaints.api.policies import AdministratorView
from complaints.api.views import READ, TicketsView
from complaints.models import Survey, SurveyRule
from servicecenter import administration, change_log
from servicecenter.problems import WrongInput

NUMBERS = ("share", "wait_hours", "open_days", "change_hours")


@schema.of_ticket
class TicketSurveys(TicketsView):
    """One for each answered round that was surveyed, and what became of it."""

    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number)
        return Response(schema.SurveySerializer(Survey.objects.filter(ticket=ticket), many=True).data)


class RuleForm(forms.ModelForm):
    class Meta:
        model = SurveyRule
        fields = (*NUMBERS, "is_active")


@schema.rules
class SurveyRules(AdministratorView):
    def get(self, request: Request) -> Response:
        return Response(schema.SurveyRuleSerializer(SurveyRule.objects.all(), many=True).data)


@schema.rule
class SurveyRuleDetail(AdministratorView):
    def patch(self, request: Request, code: str) -> Response:
        """Change what is named, leave the rest; logged as on the administrator's page. Raises WrongInput by field."""
        with transaction.atomic():
            rule = SurveyRule.objects.select_for_update().filter(code=code).first()
            if rule is None:
                raise Http404
            readers = dict.fromkeys(NUMBERS, bodies.whole_number)
            said = bodies.read(request.data, RuleForm.base_fields, **readers)
            form = RuleForm({**_as_it_is(rule), **said}, instance=rule)
            if not form.is_valid():
                raise WrongInput({name: [str(one) for one in wrong] for name, wrong in form.errors.items()})
            if form.has_changed():
                kept = form.save()
                told = change_log.of_form(form, "changed")
                administration.keep_change(kept, told, actor=self.actor, at=self.at, source="api")
        return Response(schema.SurveyRuleSerializer(rule).data)


def _as_it_is(rule: SurveyRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in RuleForm.base_fields}
