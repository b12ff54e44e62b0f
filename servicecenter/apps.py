"""The ground: people, trail, outbox, rounds, working time, guards."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from servicecenter import guards


class ServicecenterConfig(AppConfig):
    name = "servicecenter"
    verbose_name = _("Service centre")

    def ready(self) -> None:
        # Models exist only from here on.
        from servicecenter import administration

        administration.declare()
        guards.register(guards.insert_only("servicecenter_event"))
        # Words may be erased, never rewritten.
        guards.register(guards.insert_only("servicecenter_eventtext", key="event_id", deletable=True))
        # Django's own signal, and the only one: a migration's trigger would vanish with a table rebuild.
        post_migrate.connect(guards.install, sender=self, dispatch_uid="guards")
