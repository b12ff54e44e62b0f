"""Administration of what customers are written: each change is a new version, looked at before it is kept."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from channels_hub import rewording, shipped, variables
from channels_hub.models import MessageText
from channels_hub.shipped import Words
from servicecenter.administration import HouseAdmin
from servicecenter.requests import signed_in


class MessageTextForm(forms.ModelForm):
    """A wording that names what its message does not know, or leaves out what it needs, is refused in words."""

    class Meta:
        model = MessageText
        fields = ("code", *rewording.COLUMNS, "why", "is_active")
        widgets = {
            **{f"body_{short}": forms.Textarea({"rows": 14, "cols": 80}) for short in rewording.LANGUAGES},
            **{f"subject_{short}": forms.TextInput({"size": 80}) for short in rewording.LANGUAGES},
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and cleaned.get("code") and {"body_en", "body_zh"} <= set(cleaned):
            try:
                rewording.check(cleaned["code"], cleaned)
            except ValidationError as error:
                for column, told in error.message_dict.items():
                    self.add_error(column, told)
        return cleaned


@admin.register(MessageText)
class MessageTextAdmin(HouseAdmin):
    form = MessageTextForm
    list_display = ["__str__", "standing", "subject", "why", "made_by", "made_at"]
    list_filter = ["code", "is_active"]
    list_select_related = ["made_by"]
    search_fields = ["body_en", "body_zh", "subject_en", "subject_zh"]
    ordering = ["code", "-number"]
    change_form_template = "admin/channels_hub/messagetext/change_form.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A version stays as it was sent: it can only be put out of use, or into it."""
        return ["code", *rewording.COLUMNS, "why"] if obj else []

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["number", "made_at", "made_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: MessageText, form: Any, change: bool) -> None:
        if not change:
            obj.number, obj.made_at, obj.made_by = rewording.next_number(obj.code), timezone.now(), signed_in(request)
            for column in rewording.COLUMNS:
                setattr(obj, column, getattr(obj, column).strip().replace("\r\n", "\n"))
        super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What is previewed as it was typed; else the wording in use, or as the version asked for had it."""
        if "_preview" in request.POST:
            return {name: request.POST.get(name, "") for name in self.form.base_fields}
        version = _version(request.GET.get("from", ""))
        code = version.code if version else request.GET.get("code", "")
        if code not in shipped.messages():
            return {}
        columns = {one: getattr(version, one) for one in rewording.COLUMNS} if version else rewording.as_it_is(code)
        return {"code": code, **columns}

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Previewing keeps nothing: the form comes back as it was typed, with both languages below it."""
        more: dict[str, Any] = {"known": [(one, variables.explained(one)) for one in shipped.messages().values()]}
        if object_id is None and request.method == "POST" and "_preview" in request.POST:
            form = self.get_form(request)(request.POST)
            if form.is_valid():
                request.method = "GET"
                more["previews"] = _previews(form.cleaned_data["code"], form.cleaned_data)
        elif version := _version(object_id or ""):
            more["previews"] = _previews(version.code, {one: getattr(version, one) for one in rewording.COLUMNS})
        return super().changeform_view(request, object_id, form_url, {**more, **(extra_context or {})})

    @admin.display(description=_("Subject"))
    def subject(self, version: MessageText) -> str:
        return version.words(get_language() or "en").subject

    @admin.display(description=pgettext_lazy("of a version", "Standing"))
    def standing(self, version: MessageText) -> str:
        if not version.is_active:
            return pgettext("of a version", "Switched off")
        newest = MessageText.objects.filter(code=version.code, is_active=True).order_by("-number")
        is_newest = newest.values_list("pk", flat=True).first() == version.pk
        return pgettext("of a version", "In force") if is_newest else pgettext("of a version", "Ended")


def _version(written: str) -> MessageText | None:
    return MessageText.objects.filter(pk=int(written)).first() if written.isdecimal() and len(written) < 18 else None


def _previews(code: str, said: dict[str, Any]) -> list[tuple[str, Words]]:
    """What the customer would read, by the language's own name."""
    return [(get_language_info(language)["name_local"], words) for language, words in variables.previews(code, said)]
