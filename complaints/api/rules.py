"""Rules an administrator sets, over REST: read, and changed by code as on the administrator's own page.

A new one is made there: it needs names in both languages, and what it applies to is never changed.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, rules_schema
from complaints.api.policies import AdministratorView
from complaints.models import HandoverRule
from servicecenter import administration, change_log
from servicecenter.problems import WrongInput


class ListRules(AdministratorView):
    tells: type[serializers.ModelSerializer]

    def rows(self) -> QuerySet:
        return self.tells.Meta.model.objects.all()

    def get(self, request: Request) -> Response:
        return Response(self.tells(self.rows(), many=True).data)


class ChangeRule(AdministratorView):
    """form: what may be changed."""

    form: type[forms.ModelForm]
    tells: type[serializers.ModelSerializer]

    def patch(self, request: Request, code: str) -> Response:
        """Change what is named, leave the rest; logged as on the administrator's page. Raises WrongInput by field."""
        fields = self.form.base_fields  # type: ignore[attr-defined]  # the stubs miss it
        with transaction.atomic():
            rule = self.tells.Meta.model.objects.select_for_update().filter(code=code).first()
            if rule is None:
                raise Http404
            said = bodies.read(request.data, fields, **bodies.numbers(fields))
            form = self.form({name: getattr(rule, name) for name in fields} | said, instance=rule)
            bodies.valid(form)
            if form.has_changed():
                self._keep(form)
        return Response(self.tells(rule).data)

    def _keep(self, form: forms.ModelForm) -> None:
        try:
            form.instance.validate_constraints()  # a form asks only after those of its own fields
        except ValidationError as error:
            raise WrongInput(error.message_dict)
        told = change_log.of_form(form, "changed")
        administration.keep_change(form.save(), told, actor=self.actor, at=self.at, source="api")


class HandoverRuleForm(forms.ModelForm):
    class Meta:
        model = HandoverRule
        fields = ("sign_within", "is_active")


@rules_schema.handover_rules
class HandoverRules(ListRules):
    tells = rules_schema.HandoverRuleSerializer

    def rows(self) -> QuerySet:
        return super().rows().select_related("region")


@rules_schema.handover_rule
class HandoverRuleDetail(ChangeRule):
    form, tells = HandoverRuleForm, rules_schema.HandoverRuleSerializer
