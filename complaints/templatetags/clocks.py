"""Clocks and stages drawn: shape and sign first, colour last (the style sheet says the rest)."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from complaints.choices import Stage
from complaints.promises.clock_faces import Face

register = template.Library()

RIM = mark_safe('<circle class="rim" cx="8" cy="8" r="6.5"/>')
SIGNS = {
    "late": mark_safe('<path class="sign" d="M8 4.5v4M8 11.3v.1"/>'),
    "held": mark_safe('<path class="sign" d="M6.3 5.8v4.4M9.7 5.8v4.4"/>'),
    "met": mark_safe('<path class="sign" d="m3 8.5 3.3 3.3L13 4.8"/>'),
    "idle": "",
}


@register.simple_tag
def clock(face: Face, with_note: bool = True) -> SafeString:
    """The dial, the words, and what the clock is for."""
    look = "" if face.look == "running" else f" {face.look}"
    late = format_html('<span class="sr">{} </span>', _("overdue")) if face.look == "late" else ""
    until = face.ticks_until
    ticks = format_html(' data-until="{}"', int(until.timestamp() * 1000)) if until else ""
    note = format_html(" <small>{}</small>", face.note) if with_note and face.note else ""
    return format_html(
        '<span class="clock{}">{}<time{}>{}{}</time>{}</span>',
        look,
        dial(face),
        ticks,
        late,
        face.words,
        note,
    )


def dial(face: Face) -> SafeString:
    sign = SIGNS.get(face.look)
    if sign is None:
        sign = format_html(
            '<circle class="pie" cx="8" cy="8" r="2.75" pathLength="100" stroke-dasharray="{} 100"'
            ' transform="rotate(-90 8 8)"/>',
            face.share,
        )
    rim = "" if face.look == "met" else RIM
    return format_html('<svg class="dial" viewBox="0 0 16 16" aria-hidden="true">{}{}</svg>', rim, sign)


@register.simple_tag
def steps(stage: str) -> SafeString:
    """Six strokes, the present one taller. The stage's name stands beside it, so this is not read aloud."""
    order = list(Stage)
    here = order.index(Stage(stage))
    strokes = "".join(
        '<i class="was"></i>' if n < here else '<i class="now"></i>' if n == here else "<i></i>" for n in range(6)
    )
    return format_html('<span class="steps" aria-hidden="true">{}</span>', mark_safe(strokes))  # noqa: S308 - constants


@register.simple_tag
def keyed(keys: Mapping[str, str], value: str) -> str:
    """The key that chooses this value."""
    return keys.get(value, "")
