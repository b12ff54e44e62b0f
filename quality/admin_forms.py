"""What is asked before scorecards are kept: the same on the administrator's pages and over REST."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from quality.indicators import ALL
from quality.models import ScorecardLine
from quality.versions import refuse_rewriting


class LineForm(forms.ModelForm):
    indicator = forms.ChoiceField(choices=[(one.code, one.label) for one in ALL])

    class Meta:
        model = ScorecardLine
        fields = ["indicator", "dimension", "direction", "target_is", "target", "base_since", "base_until", "weight"]


class CardVersionForm(forms.ModelForm):
    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or not self.instance.card_id or "valid_from" not in self.cleaned_data:
            return
        try:
            refuse_rewriting(self.instance, timezone.now())
        except ValidationError as error:
            self.add_error(None, error)
