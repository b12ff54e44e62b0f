"""What is asked before a version of what is promised is kept: the same on the administrator's page and over REST."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import PolicyVersion
from complaints.promises import ladders
from complaints.promises.policy_versions import SELECTORS, before_it, change_of_end, move_along, refuse_clashes
from servicecenter import change_log


class VersionForm(forms.ModelForm):
    """Refuses what would leave a moment with two versions for the same matters, or with none.

    moved: the version before, which takes its end along when this one, still to come, is moved; kept with it.
    """

    moved: PolicyVersion | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        before = before_it(self.instance) if self.instance.pk and "valid_from" in self.fields else None
        if before is not None:
            self.fields["valid_from"].help_text = _(
                "Version %(number)d ends where this one begins: its end moves along."
            ) % {"number": before.number}  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from", self.instance.valid_from), cleaned.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("It must end after it begins."))
        elif ends and ends < timezone.now() and "valid_until" in self.changed_data:
            self.add_error("valid_until", _("It can end now or later, not in the past."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.policy_id:
            self._refuse_clashes(self.instance)

    def keep_moved(self) -> tuple[PolicyVersion, change_log.Change] | None:
        """Save the end of the version before, in the transaction of this one; what of it was changed."""
        if self.moved is None:
            return None
        self.moved.save(update_fields=["valid_until"])
        return self.moved, change_of_end(self.initial["valid_from"], self.moved.valid_until)

    def _refuse_clashes(self, version: PolicyVersion) -> None:
        try:
            if version.pk and "valid_from" in self.changed_data and not {*SELECTORS} & {*self.changed_data}:
                kept = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
                self.moved = move_along(kept, version.valid_from, timezone.now())
            refuse_clashes(version, self.moved)
        except ValidationError as error:
            if version.pk:  # the page that says why judges the version as it is kept, not as it was asked for
                version.valid_from = self.initial.get("valid_from", version.valid_from)
            for field, told in error.message_dict.items():
                self.add_error(field if field in self.fields else None, told)


class LadderForm(forms.ModelForm):
    def clean_valid_from(self) -> Any:
        ladders.refuse_too_soon(self.cleaned_data["valid_from"], timezone.now())
        return self.cleaned_data["valid_from"]
