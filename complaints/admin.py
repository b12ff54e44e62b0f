"""Administration of what tickets are about: categories, reasons, limits, rules. Policies: admin_policies.py."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from complaints import admin_ladders, admin_policies  # noqa: F401  # register their own
from complaints.models import (
    CallbackRule,
    Category,
    Cue,
    HandoverRule,
    MoneyLimit,
    Question,
    Reason,
    Recourse,
    SafetyCard,
    SurveyRule,
)
from customers.models import Account
from servicecenter.administration import HouseAdmin, HouseInline, by_words


def utility_words(code: str) -> str:
    """A category may serve a utility the house has no name for: that one is shown as it is."""
    return str(dict(Account.Utility.choices).get(code, code))


class QuestionInline(HouseInline):
    """The category's own form; one below the other, for a question is too wide for a row."""

    model = Question
    template = "admin/edit_inline/stacked.html"
    fields = ["code", "labels", "kind", "choices", "required", "safety", "is_active", "position"]
    extra = 0


class CueInline(HouseInline):
    """The words by which the category is recognised in what a customer says."""

    model = Cue
    fields = ["language", "phrase"]


@admin.register(Cue)
class CueAdmin(HouseAdmin):
    list_display = ["phrase", "language", "category", "nature", "priority"]
    list_filter = ["language", "nature", "priority"]
    list_select_related = ["category"]
    search_fields = ["phrase"]


@admin.register(Category)
class CategoryAdmin(HouseAdmin):
    inlines = [QuestionInline, CueInline]
    list_display = ["code", "__str__", "nature", "supplied", "is_public", "is_active", "position"]
    list_filter = ["nature", ("utility", by_words(utility_words)), "is_public", "is_active"]
    search_fields = ["code"]

    def get_form(self, request: HttpRequest, obj: Category | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Chosen by its name; one the house has no name for stays what it is."""
        form = super().get_form(request, obj, change=change, **kwargs)
        asked = form.base_fields["utility"]
        choices = [("", "---------"), *Account.Utility.choices]
        if obj and obj.utility and obj.utility not in Account.Utility.values:
            choices.append((obj.utility, obj.utility))
        form.base_fields["utility"] = forms.ChoiceField(label=asked.label, choices=choices, required=False)
        return form

    @admin.display(description=pgettext_lazy("column", "Utility"), ordering="utility")
    def supplied(self, category: Category) -> str:
        return utility_words(category.utility)


@admin.register(Reason)
class ReasonAdmin(HouseAdmin):
    list_display = ["code", "__str__", "list", "is_active", "position"]
    list_filter = ["list", "is_active"]


@admin.register(MoneyLimit)
class MoneyLimitAdmin(HouseAdmin):
    set_once = ("role",)
    list_display = ["__str__", "amount"]


@admin.register(Recourse)
class RecourseAdmin(HouseAdmin):
    list_display = ["code", "__str__", "kind", "nature", "utility", "region", "contact", "is_active", "position"]
    list_filter = ["kind", "nature", ("utility", by_words(utility_words)), "is_active"]
    list_select_related = ["region"]


@admin.register(CallbackRule)
class CallbackRuleAdmin(HouseAdmin):
    list_display = ["code", "__str__", "nature", "priority", "customer_class", "share", "first", "strict", "is_active"]
    list_filter = ["nature", "is_active"]


@admin.register(SurveyRule)
class SurveyRuleAdmin(HouseAdmin):
    list_display = ["code", "__str__", "nature", "share", "wait_hours", "open_days", "change_hours", "is_active"]
    list_filter = ["nature", "is_active"]


@admin.register(HandoverRule)
class HandoverRuleAdmin(HouseAdmin):
    list_display = ["code", "__str__", "region", "sign_within", "is_active"]
    list_select_related = ["region"]


@admin.register(SafetyCard)
class SafetyCardAdmin(HouseAdmin):
    list_display = ["code", "__str__", "version", "approved_by", "approved_on", "is_active", "position"]

    def save_model(self, request: HttpRequest, obj: SafetyCard, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.approval_ended:
            told = _("The steps are others now: the approval has ended. The engineer must approve the card again.")
            self.message_user(request, told, messages.WARNING)
