"""The moves a caller may make now, each with what it asks for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from complaints.fields import PersonChoice
from complaints.inputs import MOVE_INPUTS
from complaints.models import Category, Reason, Ticket
from complaints.moving import allowed
from servicecenter.actors import Actor
from servicecenter.models import Event, Team

CODES_FROM = {Category: "/api/v1/categories/", Reason: "/api/v1/reasons/", Team: "/api/v1/teams/"}


def offer(ticket: Ticket, actor: Actor, at: datetime, events: Iterable[Event]) -> list[dict[str, Any]]:
    """The ticket's category and requests should be at hand, else each is asked for."""
    return [
        {
            "name": row.name,
            "label": str(row.label),
            "needs_version": row.counted,
            "inputs": [
                _input(name, field) for name, field in MOVE_INPUTS[row.name](ticket=ticket, actor=actor).fields.items()
            ],
        }
        for row in allowed(ticket, actor, at, events)
    ]


def _input(name: str, field: forms.Field) -> dict[str, Any]:
    told = {"name": name, "label": str(field.label), "type": kind(field), "required": field.required}
    if isinstance(field, forms.ModelChoiceField):
        model = field.queryset.model  # type: ignore[union-attr]  # every field of ours has one
        if model in CODES_FROM:
            return told | {"codes_from": CODES_FROM[model]}
        return told if isinstance(field, PersonChoice) else told | _rows(field)
    if isinstance(field, forms.ChoiceField):
        choices: Iterable = field.choices  # type: ignore[assignment]  # the stubs miss that one can walk them
        return told | {"choices": [{"value": value, "label": str(label)} for value, label in choices]}
    return told


def _rows(field: forms.ModelChoiceField) -> dict[str, Any]:
    """What of this ticket can be chosen: its follow-ups and the like."""
    return {
        "choices": [{"value": str(row.pk), "label": field.label_from_instance(row)} for row in field.queryset.all()]  # type: ignore[union-attr]
    }


def kind(field: forms.Field) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return "code"
    if isinstance(field, forms.MultipleChoiceField):
        return "choices"
    if isinstance(field, forms.ChoiceField):
        return "choice"
    return "date-time" if isinstance(field, forms.DateTimeField) else "text"
