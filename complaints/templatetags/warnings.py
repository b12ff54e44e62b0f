"""`{% standing_warnings %}`: what an administrator must mend, shown until it is mended."""

from typing import Any

from django import template
from django.utils import timezone

from complaints.promises import policies
from servicecenter.administration import may_configure
from servicecenter.holiday_loading import running_out

register = template.Library()


@register.inclusion_tag("complaints/_warnings.html", takes_context=True)
def standing_warnings(context: Any) -> dict[str, Any]:
    """Danger-to-life times not filled, calendars that run out. Nothing for who is not signed in."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {}
    now = timezone.now()
    return {
        "dangers": policies.unfilled_dangers(now),
        "calendars": running_out(now) if may_configure(user) else [],
        "may_configure": may_configure(user),
    }
