"""From a checked form to what receive takes: the defaults of every door, in one place."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.choices import Priority
from complaints.stages.receive import Intake
from servicecenter.models import ApiClient, Region


def from_form(
    cleaned: Mapping[str, Any],
    *,
    channel: str,
    requests: Sequence[str],
    client: ApiClient | None = None,
    files: int = 0,
) -> Intake:
    """The Intake of a valid ReceiveInput. `channel` counts where the form names none.

    Raises ValidationError while no region has been set up.
    """
    return Intake(
        **{
            **cleaned,
            "requests": tuple(requests),
            "channel": cleaned["channel"] or channel,
            "region": cleaned["region"] or home_region(),
            "priority": cleaned["priority"] or Priority.NORMAL,
            "language": cleaned["language"] or get_language() or "en",
            "client": client,
            "files": files,
        }
    )


def home_region() -> Region:
    """Where a matter belongs whose region nobody named: the region set up first."""
    region = Region.objects.select_related("calendar").order_by("pk").first()
    if region is None:
        raise ValidationError({"region": _("No region has been set up yet.")})
    return region
