"""Quality: what the work was worth, in figures that name their cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QualityConfig(AppConfig):
    name = "quality"
    verbose_name = _("Quality")

    def ready(self) -> None:
        # Models exist only from here on.
        from quality import access, inspecting, retelling
        from servicecenter import menu, trail, trail_data, trail_words

        inspecting.declare()
        trail_words.name_kinds(inspecting.KIND_NAMES)
        trail_data.name_data(inspecting.DATA_NAMES)
        menu.offer("board", _("Board"), "board", access.BOARD_ROLES, position=50)
        menu.offer("my_inspections", _("Inspections"), "my_inspections", access.INSPECTED, position=70)
        menu.offer("quality", pgettext_lazy("section", "Quality"), "quality", access.WATCHERS, position=60)
        trail.subscribe("quality", retelling.hear, retelling.HEARD, leaves_house=False)
