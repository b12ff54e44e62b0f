"""Administration of what went out: what failed, and what nobody can know, waits here for a person."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info, gettext, gettext_lazy

from channels_hub import (
    admin_messages,  # noqa: F401  # registers its own
    shipped,
)
from channels_hub.delivery import send_again
from channels_hub.models import Outbound
from complaints.choices import channel_words
from servicecenter.administration import OnlyToRead, by_words


@admin.register(Outbound)
class OutboundAdmin(OnlyToRead):
    """Addresses are not shown: they stay where they are kept."""

    list_display = ["id", "state", "by", "message", "ticket", "queued_at", "settled_at", "error"]
    list_filter = ["state", ("channel", by_words(channel_words))]
    list_select_related = ["ticket"]
    ordering = ["-id"]
    fields = (
        "state", "by", "message", "ticket", "user", "tongue", "queued_at", "attempts", "next_attempt_at",
        "claimed_at", "settled_at", "error",
    )  # fmt: skip
    actions = ["send_once_more"]

    @admin.display(description=gettext_lazy("Channel"), ordering="channel")
    def by(self, row: Outbound) -> str:
        return channel_words(row.channel)

    @admin.display(description=gettext_lazy("Message"), ordering="template")
    def message(self, row: Outbound) -> str:
        """Only what customers are written has a name of its own."""
        known = shipped.messages().get(row.template)
        return str(known.label) if known else gettext("Notice to a colleague")

    @admin.display(description=gettext_lazy("Language"), ordering="language")
    def tongue(self, row: Outbound) -> str:
        return get_language_info(row.language)["name_translated"]

    @admin.action(description=gettext_lazy("Send again (it may arrive twice)"))
    def send_once_more(self, request: HttpRequest, queryset: QuerySet[Outbound]) -> None:
        for row in queryset:
            if send_again(row, timezone.now()):
                self.log_change(request, row, [{"changed": {"fields": ["state"]}}])
