"""JSON turned into a form's data: the forms judge, here only types and unknown names are refused."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from complaints.fields import LONG
from complaints.inputs.answers import MOST as MOST_PROMISES
from complaints.inputs.receive import MOST_REQUESTS
from complaints.inputs.tasks import MOST_CO_HANDLERS
from complaints.questions import PREFIX
from servicecenter.problems import WrongInput

Reader = Callable[[Any], Any]


def read(body: Mapping[str, Any], fields: Mapping[str, forms.Field], **special: Reader) -> dict[str, Any]:
    """The form's data. `special` reads the names that are no plain field. Raises WrongInput by field."""
    data: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in body.items():
        try:
            if reader := special.get(name):
                data[name] = reader(value)
            elif name in fields:
                data[name] = _plain(fields[name], value)
            else:
                raise ValueError(_("There is no such field."))
        except ValueError as error:
            errors[name[:100]] = [str(error)]
    if errors:
        raise WrongInput(errors)
    return data


def valid(form: forms.BaseForm) -> dict[str, Any]:
    """What the form says. Raises WrongInput by field."""
    if not form.is_valid():
        raise WrongInput({name: [str(one) for one in errors] for name, errors in form.errors.items()})
    return form.cleaned_data


def _plain(field: forms.Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, forms.MultipleChoiceField):
        return texts(value)
    if isinstance(field, forms.BooleanField):
        return yes_or_no(value)
    if not isinstance(value, str):
        raise ValueError(_("Must be a text."))
    return value


def whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(_("Must be a whole number."))
    return value


def text(value: Any) -> str | None:
    """For what no form judges: it goes to the database as it is."""
    if value is not None and (not isinstance(value, str) or "\0" in value):
        raise ValueError(_("Must be a text."))
    return value


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("Must be true or false."))
    return value


def texts(value: Any) -> list[str]:
    """One text, or a list of texts, without the empty ones."""
    items = [value] if isinstance(value, str) else value
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError(_("Must be a text or a list of texts."))
    if len(items) > MOST_REQUESTS:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_REQUESTS})
    if any(len(item) > LONG for item in items):
        raise ValueError(_("At most %(count)d characters.") % {"count": LONG})
    return [item.strip() for item in items if item.strip()]


def details(value: Any) -> dict[str, str]:
    """`{"indoors": true, "reading": 12}` as the fields detail_indoors … of the form."""
    if not isinstance(value, dict):
        raise ValueError(_("Must be an object."))
    return {PREFIX + str(code)[:100]: _answer(one) for code, one in value.items()}


def _answer(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, (str, int, float)):
        raise ValueError(_("Must be a text."))
    return str(value)


def objects(value: Any) -> list[dict[str, Any]]:
    """Raises ValueError for anything but a list of them."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(_("Must be a list of objects."))
    return value


def promises(value: Any) -> dict[str, str]:
    """`[{"kind": "repair", "what": "…", "due_at": "…"}]` as the fields follow_up_1_kind … of the form."""
    found: dict[str, str] = {}
    if len(rows := objects(value)) > MOST_PROMISES:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_PROMISES})
    for number, one in enumerate(rows, start=1):
        if unknown := set(one) - {"kind", "what", "due_at", "owner"}:
            raise ValueError(_("There is no such field: %(name)s.") % {"name": ", ".join(sorted(unknown))[:100]})
        for name in ("kind", "what", "due_at", "owner"):
            text = one.get(name) or ""
            if not isinstance(text, str):
                raise ValueError(_("Must be a text."))
            found[f"follow_up_{number}_{name}"] = text
    return found


def co_handlers(value: Any) -> dict[str, str]:
    """`[{"team": "billing", "question": "…"}]` as the fields co_team_1 and question_1 of the form."""
    found: dict[str, str] = {}
    for number, one in enumerate(objects(value), start=1):
        if unknown := set(one) - {"team", "question"}:
            raise ValueError(_("There is no such field: %(name)s.") % {"name": ", ".join(sorted(unknown))[:100]})
        if number > MOST_CO_HANDLERS:
            raise ValueError(_("At most %(count)d.") % {"count": MOST_CO_HANDLERS})
        if not all(isinstance(one.get(name), str) for name in ("team", "question")):
            raise ValueError(_("Must be a text."))
        found |= {f"co_team_{number}": one["team"], f"question_{number}": one["question"]}
    return found


def answers(value: Any) -> dict[str, str]:
    """`[{"request": 1, "result": "met", "why": ""}]` as the fields result_1 and why_1 of the form."""
    found: dict[str, str] = {}
    value = objects(value)
    for one in value:
        if unknown := set(one) - {"request", "result", "why", "measure"}:
            raise ValueError(_("There is no such field: %(name)s.") % {"name": ", ".join(sorted(unknown))[:100]})
        number = whole_number(one.get("request"))
        for name in ("result", "why", "measure"):
            text = one.get(name) or ""
            if not isinstance(text, str):
                raise ValueError(_("Must be a text."))
            found[f"{name}_{number}"] = text
    return found
