"""Channels: how words come in and go out, whatever the way."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsHubConfig(AppConfig):
    name = "channels_hub"
    verbose_name = _("Channels")

    def ready(self) -> None:
        # Models exist only from here on.
        from channels_hub import notices, paper
        from servicecenter import menu, trail

        trail.subscribe("notices", notices.hear, notices.HEARD, leaves_house=True)
        trail.subscribe("paper", paper.hear, paper.HEARD, leaves_house=False)
        menu.offer("letters", _("Letters"), "letters", paper.WHO, 45)
