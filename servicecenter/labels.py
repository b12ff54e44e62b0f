"""Names that people edit (categories, reasons, policies, teams), in two languages.

Words of the program itself are translated by gettext; this is only for names that are data.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NEEDED = ("en", "zh-hans")


def check_labels(value: object) -> None:
    """Refuse labels in which a language is missing or empty."""
    if not isinstance(value, dict) or not all(str(value.get(code, "")).strip() for code in NEEDED):
        raise ValidationError(_("Give the name in both languages, English and Chinese."))


def pick(labels: dict[str, str], language: str | None = None) -> str:
    """The name in the reader's language, or in English."""
    code = (language or get_language() or "en").lower()
    return labels.get("zh-hans" if code.startswith("zh") else "en") or labels.get("en", "")


class Labelled(models.Model):
    """A row with a name in two languages; `label` is the name in the reader's own."""

    labels = models.JSONField(validators=[check_labels])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return pick(self.labels)
