"""What an administrator sets, over REST: listed, added, changed and deleted, judged and logged as on their own page.

A further kind is one line here, its serializer and its two addresses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError
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
    """form: all that may be set of it; keys: the columns it is addressed by, by their names there.

    inside: the row it is a part of, whose history tells of it; parts: what goes with it when it is deleted;
    until: the column after which it is listed no more; tag: under which it is described.
    beside: what is read with the list; after: what follows a change, in its transaction; stays: is never deleted.
    """

    form: type[forms.ModelForm]
    tells: type[serializers.ModelSerializer]
    keys: Mapping[str, str]
    inside: str = ""
    parts: tuple[type[models.Model], ...] = ()
    until: str = ""
    tag: str = "policies"
    beside: tuple[str, ...] = ()
    stays: bool = False

    @staticmethod
    def after(row: Any) -> None:
        """Raises ValidationError for what cannot be left so."""

    def refuse(self, row: Any) -> None:
        """Raises PermissionDenied for a row this administrator may not touch, as it was and as it shall be."""

    def keep(self, form: forms.ModelForm, change: str) -> None:
        """Raises WrongInput by field; Problem 409 where somebody else was first."""
        bodies.valid(form)
        if change == "changed" and not form.has_changed():
            return
        self.refuse(form.instance)
        told = change_log.of_form(form, change)
        try:
            with transaction.atomic():
                self.log(form.save(), told)
                self.after(form.instance)
        except IntegrityError:
            raise Problem(409, "conflict", _("Someone else was first. Nothing was changed; please try again."))

    def log(self, row: models.Model, told: change_log.Change) -> None:
        about, change, rows = row, told, change_log.of_rows([])
        if self.inside:
            within: Any = row._meta.get_field(self.inside)
            about, rows = getattr(row, self.inside), change_log.of_rows([(row, told)])
            change = change_log.Change("changed", [within.remote_field.related_name])
        administration.keep_change(about, change, rows, actor=self.actor, at=self.at, source="api")


class EveryRule(RuleView):
    def get(self, request: Request) -> Response:
        rows = self.listed()
        return Response(self.tells(rows if rows.ordered else rows.order_by("pk"), many=True).data)

    def listed(self) -> models.QuerySet:
        model = self.tells.Meta.model
        rows = model._default_manager.select_related(
            *[one.name for one in model._meta.fields if isinstance(one, models.ForeignKey)]
        )
        rows = rows.prefetch_related(*self.beside)
        return rows.filter(**{f"{self.until}__gt": self.at}) if self.until else rows

    def post(self, request: Request) -> Response:
        """What is not said is as usual."""
        said = setting_fields.read(request.data, self.form)
        form = self.form(setting_fields.usual(self.tells.Meta.model(), self.form) | said)
        self.keep(form, "added")
        return Response(self.tells(form.instance).data, status=201)


class OneRule(RuleView):
    def patch(self, request: Request, **address: Any) -> Response:
        """Change what is named, leave the rest."""
        with transaction.atomic():
            rule = self._held(address)
            before = {name: getattr(rule, name) for name in setting_fields.fields_of(self.form)}
            sent = setting_fields.usual(rule, self.form) | setting_fields.read(request.data, self.form)
            self.keep(self.form(sent, instance=rule, initial=before), "changed")
        return Response(self.tells(rule).data)

    def delete(self, request: Request, **address: Any) -> Response:
        """Raises Problem 409 for what others stand on: it is switched off instead."""
        with transaction.atomic():
            rule = self._held(address)
            if count := _standing_on(rule, self.parts):
                raise Problem(409, "in_use", _("Records that stand on it: %(count)s") % {"count": count})
            self.log(rule, change_log.of_deleted(rule))
            rule.delete()
            try:
                self.after(rule)
            except ValidationError as error:
                raise Problem(409, "in_use", " ".join(error.messages))
        return Response(status=204)

    def _held(self, address: Mapping[str, Any]) -> Any:
        rows = self.tells.Meta.model._default_manager.select_for_update(of=("self",))
        rule = rows.filter(**{self.keys[name]: value for name, value in address.items()}).first()
        if rule is None:
            raise Http404
        self.refuse(rule)
        return rule


def _standing_on(row: models.Model, parts: tuple[type[models.Model], ...]) -> int:
    """How many others keep it from going, would go with it or lose it: nobody is asked again here, as on the page."""
    going: Any = Collector(using=row._state.db or "default")
    try:
        going.collect([row])
    except ProtectedError as error:
        return len(error.protected_objects)
    own = (type(row), *parts)
    losing = [rows for lists in going.field_updates.values() for rows in lists]
    return (
        sum(len(rows) for model, rows in going.data.items() if model not in own)
        + sum(rows.count() for rows in going.fast_deletes if rows.model not in own)
        + sum(len(rows) for rows in losing)
    )


CODE = {"code": "code"}
Views = tuple[type[EveryRule], type[OneRule]]


def of(
    tells: type[serializers.ModelSerializer],
    name: str,
    about: str,
    *,
    keys: Mapping[str, str] = CODE,
    many: str = "",
    once: Iterable[str] = (),
    renamed: bool = False,
    never: Iterable[str] = (),
    judged_by: type[forms.ModelForm] = forms.ModelForm,
    listing: type[EveryRule] = EveryRule,
    **more: Any,
) -> Views:
    """The views of one kind. name: in operation ids and summaries; about: what the list tells; many: its plural.

    once: columns set when it is added, like those of its address, unless it may be `renamed`; never: those nobody
    sets.
    """
    model = tells.Meta.model
    columns = [*once, *never, *(() if renamed else (column.partition("__")[0] for column in keys.values()))]
    own = {"tells": tells, "keys": keys, **more}
    whole = setting_fields.form_of(model, without=never, judged_by=judged_by)
    every: Any = type(f"Every{model.__name__}", (listing,), {"form": whole, **own})
    rest = setting_fields.form_of(model, without=columns, judged_by=judged_by)
    one: Any = type(f"One{model.__name__}", (OneRule,), {"form": rest, **own})
    if one.stays:
        one.http_method_names = [name for name in one.http_method_names if name != "delete"]
    return rules_schema.every(name, many or f"{name}s", about, every)(every), rules_schema.one(name, one)(one)


HandoverRules, HandoverRuleDetail = of(
    shown.HandoverRuleSerializer, "handover_rule", "When an unsigned hand-over is told"
)
SurveyRules, SurveyRuleDetail = of(shown.SurveyRuleSerializer, "survey_rule", "Which replies are followed by a survey")
CallbackRules, CallbackRuleDetail = of(shown.CallbackRuleSerializer, "callback_rule", "Who is called back, and how")
MoneyLimits, MoneyLimitDetail = of(
    shown.MoneyLimitSerializer, "money_limit", "How much money a role may give away", keys={"code": "role"}
)
Recourses, RecourseDetail = of(shown.SetRecourseSerializer, "recourse", "Where customers can go who disagree")
SafetyCardRules, SafetyCardDetail = of(
    shown.SetSafetyCardSerializer, "safety_card", "Every safety card, in use or not, in both languages",
    many="all_safety_cards",
)  # fmt: skip
