"""Each category's own short form: what else is asked about such a matter, the same on every door."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models.catalogue import Category
from servicecenter.labels import NEEDED, Labelled, check_labels, pick


def check_choices(value: Any) -> None:
    """A list of {"code", "en", "zh-hans"}, each with its own code."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and one.get("code") for one in value):
        raise ValidationError(_("Give each choice a code and a name in both languages."))
    for one in value:
        check_labels({code: one.get(code, "") for code in NEEDED})
    if len({one["code"] for one in value}) != len(value):
        raise ValidationError(_("Two choices have the same code."))


class Question(Labelled):
    """One question of a category's form. Answers stand in Ticket.details under the category and this code."""

    class Kind(models.TextChoices):
        TEXT = "text", gettext_lazy("One line")
        LONG = "long", gettext_lazy("Several lines")
        CHOICE = "choice", gettext_lazy("One of several")
        YES_NO = "yes_no", gettext_lazy("Yes, no or not known")
        NUMBER = "number", gettext_lazy("A number")
        DATE = "date", gettext_lazy("A day")

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True, validators=[check_choices])
    # Must be answered on the public form and on the desk. A program is never refused for it: the answer is
    # then still to be asked for, and the ticket says so.
    required = models.BooleanField(default=False)
    # About danger: asked first and shown first.
    safety = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = gettext_lazy("question")
        verbose_name_plural = gettext_lazy("questions")
        ordering = ["category", "-safety", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="question_once_per_category")]

    def clean(self) -> None:
        super().clean()
        if (self.kind == self.Kind.CHOICE) != bool(self.choices):
            raise ValidationError({"choices": _("A question with choices needs some, any other has none.")})

    def choice_label(self, code: str) -> str:
        """The name of a choice; of one removed since, its code."""
        return next((pick(one) for one in self.choices if one["code"] == code), code)
