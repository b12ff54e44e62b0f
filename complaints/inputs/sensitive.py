"""What is asked to mark a matter sensitive, to acknowledge it and to unmark it."""

from django.utils.translation import gettext_lazy

from complaints.fields import MoveInput, long_text


class WhySensitiveInput(MoveInput):
    why = long_text(
        gettext_lazy("Why"), rows=2, help_text=gettext_lazy("Media, an injury, a petition, a regulator: who, and what.")
    )


class SeeSensitiveInput(MoveInput):
    opinion = long_text(gettext_lazy("Note for colleagues"), required=False, rows=2)


class UnmarkSensitiveInput(MoveInput):
    why = long_text(gettext_lazy("Why"), rows=2)


SENSITIVE: dict[str, type[MoveInput]] = {
    "mark_sensitive": WhySensitiveInput,
    "see_sensitive": SeeSensitiveInput,
    "unmark_sensitive": UnmarkSensitiveInput,
}
