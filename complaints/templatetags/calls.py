"""The screen of a call: what posts it, what is suggested, what is wrong with a field, what is still covered."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from complaints.calling.callers import cover
from complaints.calling.suggesting import Guess

register = template.Library()


@register.simple_tag
def call_post(key, do: str = "") -> SafeString:
    """Attributes by which a script sends the whole form and takes only the parts that changed."""
    vals = format_html(' hx-vals=\'{{"do": "{}"}}\'', do) if do else ""
    return format_html(' hx-post="{}" hx-swap="none"{}', reverse("call", args=[key]), vals)


@dataclass(frozen=True)
class Box:
    """A suggestion and what was taken instead or of it; `key` accepts it."""

    name: str
    label: str
    guess: Guess
    taken: str
    key: str


@register.simple_tag
def guess_box(name: str, label: str, guess: Guess, taken: str, key: str) -> Box:
    return Box(name, label, guess, taken or "", key)


@register.simple_tag
def wrong_mark(errors: Mapping | str, name: str) -> SafeString | str:
    """Marks a field that is wrong and ties it to the words below it."""
    if not errors or name not in errors:
        return ""
    return format_html(' aria-invalid="true" aria-describedby="id_{}_wrong"', name)


@register.simple_tag
def wrong_words(errors: Mapping[str, list[str]] | str, name: str) -> SafeString | str:
    if not errors or name not in errors:
        return ""
    words = " ".join(errors[name])  # type: ignore[index]  # "" only when a fragment has no errors
    return format_html('<span class="wrong" id="id_{}_wrong">{}</span>', name, words)


@register.filter
def covered(number: str) -> str:
    return cover(number)


# What a field of the call is called where an error leads to it: as it is called where it stands.
FIELDS = {
    "words": gettext_lazy("What"),
    "place": gettext_lazy("Where"),
    "nature": gettext_lazy("Kind"),
    "category": gettext_lazy("Category"),
    "priority": gettext_lazy("Priority"),
    "name": gettext_lazy("Name"),
    "contact": gettext_lazy("Phone or email"),
    "answer": gettext_lazy("What was answered"),
    "outcome": gettext_lazy("No ticket: how did it end?"),
    "method": gettext_lazy("Verified how?"),
    "requests": gettext_lazy("What do they ask of us?"),
}


@register.filter
def field_words(name: str) -> str:
    return str(FIELDS.get(name, name))


# Where a record or a fact comes from, and what consent is for: codes of the program, shown as words.
SOURCES = {
    "billing": gettext_lazy("From billing"),
    "phone": gettext_lazy("Said on the phone"),
    "desk": gettext_lazy("Said to an agent"),
    "web": gettext_lazy("From the web form"),
    "api": gettext_lazy("From a program"),
    "replay": gettext_lazy("From earlier records"),
    "demo": gettext_lazy("Made up for the demo"),
}
PURPOSES = {"handle_request": gettext_lazy("Their matter"), "survey": gettext_lazy("Surveys")}


@register.filter
def source_words(code: str) -> str:
    return str(SOURCES.get(code, code))


@register.filter
def purpose_words(code: str) -> str:
    return str(PURPOSES.get(code, code))
