"""The public form: what it asks, in a customer's words, and what a ticket is made of from it."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from complaints.choices import Channel, Nature
from complaints.inputs.receive import MOST_REQUESTS, ReceiveInput
from complaints.intake import home_region
from complaints.models import Category
from complaints.stages.receive import Intake
from customers import contact_points

KINDS = (
    (Nature.REPAIR, pgettext_lazy("public form", "Something is broken")),
    (Nature.COMPLAINT, pgettext_lazy("public form", "A complaint")),
    (Nature.ENQUIRY, pgettext_lazy("public form", "A question")),
    (Nature.HELP, pgettext_lazy("public form", "I need help")),
    (Nature.APPLICATION, pgettext_lazy("public form", "An application")),
    (Nature.SUGGESTION, pgettext_lazy("public form", "A suggestion")),
    (Nature.PRAISE, pgettext_lazy("public form", "Praise")),
    (Nature.REPORT, pgettext_lazy("public form", "Report wrongdoing")),
)


class PublicForm(ReceiveInput):
    """What staff decide (title, priority) and what the door knows (channel, language) is not asked."""

    title = channel = priority = language = external_id = None  # type: ignore[assignment]  # Django: take them away
    order_on_page = (
        "words", "nature", "category", "details", "requests", "place", "region", "happened_on",
        "anonymous", "name", "contact", "consent",
    )  # fmt: skip

    nature = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=KINDS, required=False, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(  # type: ignore[assignment]  # another kind of field, on purpose
        label=gettext_lazy("What is it about?"), required=False
    )
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=300, required=False,
        help_text=gettext_lazy("Street and number, a stop or a line; or your account number, from the top of a bill."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    place_unknown = forms.BooleanField(
        label=gettext_lazy("I do not know, or it is nowhere in particular"), required=False
    )
    happened_on = forms.CharField(
        label=gettext_lazy("When"), max_length=120, required=False,
        help_text=gettext_lazy("As you would say it: “since Monday morning”."),
    )  # fmt: skip
    anonymous = forms.BooleanField(label=gettext_lazy("Who you are"), required=False)
    token = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.file_errors: list[str] = []
        self.fields["category"].choices = _offered()  # type: ignore[attr-defined]
        self.fields["region"].label = _("Part of town")
        self.fields["requests"].help_text = _("One wish a line. Each gets its own answer.")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["region"].empty_label = _("I do not know")  # type: ignore[attr-defined]
        self.fields["words"].error_messages["required"] = _("Tell us in a few words what happened.")

    def clean_contact(self) -> str:
        written = self.cleaned_data["contact"]
        if written.strip() and not self.data.get("anonymous"):
            contact_points.read(written)
        return written

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        public = Category.objects.filter(is_public=True, is_active=True)
        cleaned["category"] = category = public.filter(code=cleaned.get("category") or "").first()
        cleaned["nature"] = cleaned.get("nature") or (category.nature if category else "")
        self._ask("nature", cleaned["nature"], _("Choose what it is; the nearest is good enough."))
        place = cleaned.get("place") or cleaned.get("place_unknown")
        self._ask("place", place, _("Say where, or tick that you do not know."))
        if len(_lines(cleaned.get("requests", ""))) > MOST_REQUESTS:
            self.add_error("requests", _("At most %(count)d wishes in one request.") % {"count": MOST_REQUESTS})
        if not cleaned.get("anonymous"):
            self._ask_who(cleaned)
        return cleaned

    def _ask_who(self, cleaned: dict[str, Any]) -> None:
        asked = {
            "name": _("Tell us your name, or choose to stay anonymous."),
            "contact": _("Leave a phone number or an email, or choose to stay anonymous."),
            "consent": _("Without it we may not keep your name and number. You can also stay anonymous."),
        }
        for field, message in asked.items():
            self._ask(field, cleaned.get(field), message)

    def _ask(self, field: str, given: object, message: str) -> None:
        if not given and field not in self.errors:
            self.add_error(field, message)

    def intake(self, files: int) -> Intake:
        """What the valid form says, ready for receive. An anonymous sender's name is not taken along.

        Raises ValidationError while no region has been set up.
        """
        told = self.cleaned_data
        anonymous = told["anonymous"]
        return Intake(
            nature=told["nature"],
            category=told["category"],
            words=told["words"],
            requests=_lines(told["requests"]),
            channel=Channel.WEB,
            region=told["region"] or home_region(),
            place=told["place"],
            happened_on=told["happened_on"],
            name="" if anonymous else told["name"],
            contact="" if anonymous else told["contact"],
            anonymous=anonymous,
            confidential=told["confidential"],
            consent=told["consent"],
            language=get_language() or "en",
            files=files,
            details=told["details"],
        )


def _lines(written: str) -> list[str]:
    return [line.strip(" -•\t") for line in written.splitlines() if line.strip(" -•\t")]


def _offered() -> list[tuple]:
    """Public categories under the kinds they belong to, in the reader's language."""
    kinds = dict(KINDS)
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in Category.objects.filter(is_public=True, is_active=True).order_by("position", "code"):
        groups.setdefault(category.nature, []).append((category.code, category.label))
    inside = [(kinds[nature], groups[nature]) for nature in kinds if nature in groups]
    return [("", _("Something else, or I am not sure")), *inside]
