"""What is wrong with answers to a category's questions, told by the names a program knows them by."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from complaints import questions
from servicecenter.problems import WrongInput


def unknown_details(data: dict[str, Any], asked: list) -> None:
    """Refuse answers to what is not asked, by name."""
    known = {questions.PREFIX + one.code for one in asked}
    if unknown := sorted(name for name in data if name.startswith(questions.PREFIX) and name not in known):
        name = unknown[0].removeprefix(questions.PREFIX)[:100]
        raise WrongInput({"details": [_("There is no such question: %(name)s.") % {"name": name}]})


def by_question(form: forms.Form) -> dict[str, list[str]]:
    """A form's errors, those of questions as `details.code`."""
    return {
        name.replace(questions.PREFIX, "details.", 1): [str(one) for one in errors]
        for name, errors in form.errors.items()
    }
