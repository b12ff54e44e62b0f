"""What an administrator sets, over REST: listed, added, changed and deleted, judged and logged as on their own page.

A further kind is one line here, its serializer and its two addresses.
"""

from typing import Any

from django import forms
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, rules_schema, setting_fields
from complaints.api import rule_serializers as shown
from complaints.api.policies import AdministratorView
from servicecenter import administration, change_log
from servicecenter.problems import Problem


class RuleView(AdministratorView):
    """form: all that may be set of it; by: the column it is addressed by, never changed."""

    form: type[forms.ModelForm]
    tells: type[serializers.ModelSerializer]
    by: str

    def keep(self, form: forms.ModelForm, change: str) -> None:
        """Raises WrongInput by field; Problem 409 where somebody else was first."""
        bodies.valid(form)
        if change == "changed" and not form.has_changed():
            return
        told = change_log.of_form(form, change)
        try:
            with transaction.atomic():
                self.log(form.save(), told)
        except IntegrityError:
            raise Problem(409, "conflict", _("Someone else was first. Nothing was changed; please try again."))

    def log(self, row: models.Model, told: change_log.Change) -> None:
        administration.keep_change(row, told, actor=self.actor, at=self.at, source="api")


class EveryRule(RuleView):
    def get(self, request: Request) -> Response:
        model = self.tells.Meta.model
        rows = model._default_manager.select_related(
            *[one.name for one in model._meta.fields if isinstance(one, models.ForeignKey)]
        )
        return Response(self.tells(rows, many=True).data)

    def post(self, request: Request) -> Response:
        """What is not said is as usual."""
        said = setting_fields.read(request.data, self.form)
        form = self.form(setting_fields.usual(self.tells.Meta.model(), self.form) | said)
        self.keep(form, "added")
        return Response(self.tells(form.instance).data, status=201)


class OneRule(RuleView):
    def patch(self, request: Request, code: str) -> Response:
        """Change what is named, leave the rest."""
        with transaction.atomic():
            rule = self._held(code)
            before = {name: getattr(rule, name) for name in setting_fields.fields_of(self.form)}
            sent = setting_fields.usual(rule, self.form) | setting_fields.read(request.data, self.form)
            self.keep(self.form(sent, instance=rule, initial=before), "changed")
        return Response(self.tells(rule).data)

    def delete(self, request: Request, code: str) -> Response:
        """Raises Problem 409 for what others stand on: it is switched off instead."""
        with transaction.atomic():
            rule = self._held(code)
            self.log(rule, change_log.of_deleted(rule))
            try:
                rule.delete()
            except ProtectedError as error:
                count = len(error.protected_objects)
                raise Problem(409, "in_use", _("Records that stand on it: %(count)s") % {"count": count})
        return Response(status=204)

    def _held(self, code: str) -> Any:
        rows = self.tells.Meta.model._default_manager.select_for_update()
        rule = rows.filter(**{self.by: code}).first()
        if rule is None:
            raise Http404
        return rule


def of(
    tells: type[serializers.ModelSerializer], name: str, about: str, *, by: str = "code", many: str = ""
) -> tuple[type[EveryRule], type[OneRule]]:
    """The views of one kind. name: in operation ids and summaries; about: what the list tells; many: its plural."""
    model = tells.Meta.model
    whole, rest = setting_fields.form_of(model), setting_fields.form_of(model, without=by)
    every: Any = type(f"Every{model.__name__}", (EveryRule,), {"form": whole, "tells": tells, "by": by})
    one: Any = type(f"One{model.__name__}", (OneRule,), {"form": rest, "tells": tells, "by": by})
    return rules_schema.every(name, many or f"{name}s", about, every)(every), rules_schema.one(name, one)(one)


HandoverRules, HandoverRuleDetail = of(
    shown.HandoverRuleSerializer, "handover_rule", "When an unsigned hand-over is told"
)
SurveyRules, SurveyRuleDetail = of(shown.SurveyRuleSerializer, "survey_rule", "Which replies are followed by a survey")
CallbackRules, CallbackRuleDetail = of(shown.CallbackRuleSerializer, "callback_rule", "Who is called back, and how")
MoneyLimits, MoneyLimitDetail = of(
    shown.MoneyLimitSerializer, "money_limit", "How much money a role may give away", by="role"
)
Recourses, RecourseDetail = of(shown.SetRecourseSerializer, "recourse", "Where customers can go who disagree")
SafetyCardRules, SafetyCardDetail = of(
    shown.SetSafetyCardSerializer, "safety_card", "Every safety card, in use or not, in both languages",
    many="all_safety_cards",
)  # fmt: skip
