"""Administration of what went out: what failed, and what nobody can know, waits here for a person."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from channels_hub import admin_messages  # noqa: F401  # registers its own
from channels_hub.delivery import send_again
from channels_hub.models import Outbound
from servicecenter.administration import OnlyToRead


@admin.register(Outbound)
class OutboundAdmin(OnlyToRead):
    """Addresses are not shown: they stay where they are kept."""

    list_display = ["id", "state", "channel", "template", "ticket", "queued_at", "settled_at", "error"]
    list_filter = ["state", "channel"]
    list_select_related = ["ticket"]
    ordering = ["-id"]
    exclude = ["contact_point"]
    actions = ["send_once_more"]

    @admin.action(description=gettext_lazy("Send again (it may arrive twice)"))
    def send_once_more(self, request: HttpRequest, queryset: QuerySet[Outbound]) -> None:
        for row in queryset:
            if send_again(row, timezone.now()):
                self.log_change(request, row, [{"changed": {"fields": ["state"]}}])
