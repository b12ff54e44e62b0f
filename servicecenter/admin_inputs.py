"""Inputs of the administrator's pages: a name in each language, and hours as people write them.

`HouseAdmin` puts them in the place of raw JSON wherever a model has such a field (administration.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import get_default_renderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from servicecenter.calendars import WEEKDAYS
from servicecenter.labels import NEEDED, check_labels
from servicecenter.weekly_hours import read_line, weekday_name, write_line

# Each language by its own name, whatever language the page is in.
SPOKEN = {"en": "English", "zh-hans": "简体中文"}
LONGEST = 200


def say_what_it_is(field: forms.Field) -> None:
    """For whoever hears the page: where no label of its own stands by an input, the input says its name itself."""
    widget = getattr(field.widget, "widget", field.widget)  # inside the links to add and change a related row
    if isinstance(widget, LinesWidget) or not field.label:
        return  # it names its lines, or nobody sees it
    if isinstance(widget, forms.SplitDateTimeWidget):
        for part, words in zip(widget.widgets, (_("%(what)s: day"), _("%(what)s: time")), strict=True):
            part.attrs["aria-label"] = words % {"what": field.label}
    else:
        widget.attrs["aria-label"] = field.label


class LinesWidget(forms.MultiWidget):
    """One input under another, each with what it is for before it."""

    def __init__(self, named: Mapping[str, forms.Widget], attrs: dict[str, Any] | None = None):
        super().__init__(dict(named), attrs)
        self.codes = list(named)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, line in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            line["caption"] = self.caption(code)
        return context

    def caption(self, code: str) -> str:
        return code

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        renderer = renderer or get_default_renderer()
        for line in context["widget"]["subwidgets"]:
            line["drawn"] = renderer.render(line["template_name"], {"widget": line})
        return render_to_string("admin/_lines_widget.html", context)


class LabelsWidget(LinesWidget):
    def __init__(self, *, long: bool = False):
        plain = {"maxlength": LONGEST, "class": "vTextField"}
        super().__init__({code: _box(code, plain, long=long) for code in NEEDED})

    def caption(self, code: str) -> str:
        return SPOKEN[code]


def _box(code: str, attrs: dict[str, Any], *, long: bool) -> forms.Widget:
    if long:
        return forms.Textarea({"rows": 3, "lang": code, "class": "vLargeTextField"})
    return forms.TextInput({**attrs, "lang": code})


class LabelsField(forms.MultiValueField):
    """A name, or a longer text, in every language: {"en": …, "zh-hans": …}; {} when nothing is asked and given."""

    def __init__(self, *, long: bool = False, **kwargs: Any):
        fields = [forms.CharField(required=False, max_length=None if long else LONGEST) for _code in NEEDED]
        super().__init__(fields, require_all_fields=False, widget=LabelsWidget(long=long), **kwargs)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        labels = {code: text for code, text in zip(NEEDED, data_list, strict=False) if text}
        if labels:
            check_labels(labels)
        return labels


class StepsField(forms.MultiValueField):
    """Sentences in an order, a line each, in every language: [{"en": …, "zh-hans": …}, …]."""

    columns: Sequence[str] = tuple(NEEDED)
    advice = _("One step a line, in the same order in both languages.")
    uneven = _("Give each step in both languages: their numbers of lines differ.")

    def __init__(self, **kwargs: Any):
        kwargs["help_text"] = self.advice
        fields = [forms.CharField(required=False) for _code in self.columns]
        super().__init__(fields, require_all_fields=False, widget=self.boxes(), **kwargs)

    def boxes(self) -> LinesWidget:
        return LabelsWidget(long=True)

    def prepare_value(self, value: Any) -> Any:
        """Steps as they are kept become lines; what was typed stays as it is."""
        if isinstance(value, list) and all(isinstance(step, dict) for step in value):
            return ["\n".join(step.get(code, "") for step in value) for code in self.columns]
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed = ["\n".join((text or "").splitlines()) for text in data or []]
        return super().has_changed(self.prepare_value(initial), typed)

    def compress(self, data_list: Sequence[str]) -> list[dict[str, str]]:
        lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in data_list]
        if len({len(one) for one in lines}) > 1:
            raise ValidationError(self.uneven)
        return [dict(zip(self.columns, step, strict=True)) for step in zip(*lines, strict=True)]


class ChoicesWidget(LinesWidget):
    def __init__(self) -> None:
        plain = {"rows": 3, "class": "vLargeTextField"}
        names = {code: forms.Textarea({**plain, "lang": code}) for code in NEEDED}
        super().__init__({"code": forms.Textarea({**plain, "spellcheck": "false"}), **names})

    def caption(self, code: str) -> str:
        return SPOKEN.get(code) or pgettext("column", "Code")


class ChoicesField(StepsField):
    """What there is to choose from, a line each: [{"code": …, "en": …, "zh-hans": …}, …]."""

    columns = ("code", *NEEDED)
    advice = _("Only for a question with choices: one a line, its code and its names in the same order.")
    uneven = _("Give each choice a code and a name in both languages: their numbers of lines differ.")

    def boxes(self) -> LinesWidget:
        return ChoicesWidget()


class HoursWidget(LinesWidget):
    def __init__(self) -> None:
        super().__init__({code: forms.TextInput({"autocomplete": "off"}) for code in WEEKDAYS})

    def decompress(self, value: Any) -> list[str]:
        return [write_line((value or {}).get(code, [])) for code in self.codes]

    def caption(self, code: str) -> str:
        return weekday_name(code)


class HoursField(forms.MultiValueField):
    """A week, a line a day: {"mon": [["08:30", "12:00"], …]}; a day without a line is closed."""

    def __init__(self, **kwargs: Any):
        kwargs["help_text"] = _("Spans such as 08:30-12:00 13:30-17:30; an empty line is a closed day.")
        fields = [forms.CharField(required=False, max_length=LONGEST) for _code in WEEKDAYS]
        super().__init__(fields, require_all_fields=False, widget=HoursWidget(), **kwargs)

    def compress(self, data_list: Sequence[str]) -> dict[str, list[list[str]]]:
        hours: dict[str, list[list[str]]] = {}
        wrong = []
        for code, text in zip(WEEKDAYS, data_list, strict=False):
            try:
                blocks = read_line(text)
            except ValidationError as error:
                wrong += [f"{weekday_name(code)}: {message}" for message in error.messages]
            else:
                hours |= {code: blocks} if blocks else {}
        if wrong:
            raise ValidationError(wrong)
        return hours


class SpansField(forms.CharField):
    """The hours of one day in one line: [["08:30", "12:00"], …]."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=LONGEST, widget=forms.TextInput({"size": 24, "autocomplete": "off"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else write_line(value)

    def to_python(self, value: Any) -> Any:
        return read_line(super().to_python(self.prepare_value(value)) or "")

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.prepare_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != str(data or "").strip()


def of_model_field(field: models.Field) -> forms.Field | None:
    """The input of a model's JSON field, when it is one of these; None otherwise."""
    if not isinstance(field, models.JSONField):
        return None
    common = {"label": capfirst(str(field.verbose_name)), "required": not field.blank, "help_text": field.help_text}
    if field.name == "labels" or check_labels in field.validators:
        return LabelsField(long=field.name != "labels", **common)
    if field.name == "hours":
        return HoursField(**{**common, "required": True})
    if field.name == "steps":
        return StepsField(**common)
    if field.name == "choices":
        return ChoicesField(**common)
    if field.name == "blocks":
        return SpansField(**common)
    return None
