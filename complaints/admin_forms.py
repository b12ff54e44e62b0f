"""What is asked before a version of what is promised is kept: the same on the administrator's page and over REST."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import PolicyVersion
from complaints.promises import ladders
from complaints.promises.policy_versions import refuse_clashes


class VersionForm(forms.ModelForm):
    """Refuses what would leave a moment with two versions for the same matters, or with none."""

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

    def _refuse_clashes(self, version: PolicyVersion) -> None:
        try:
            refuse_clashes(version)
        except ValidationError as error:
            for field, told in error.message_dict.items():
                self.add_error(field if field in self.fields else None, told)


class LadderForm(forms.ModelForm):
    def clean_valid_from(self) -> Any:
        ladders.refuse_too_soon(self.cleaned_data["valid_from"], timezone.now())
        return self.cleaned_data["valid_from"]
