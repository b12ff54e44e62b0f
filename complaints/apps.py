"""Complaints: the ticket and its six stages. Open lifecycle.py first."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        # The table of moves imports models, which exist only from here on.
        from complaints import event_data, event_names, events, lifecycle
        from complaints.aftercare import rectifications, surveys
        from complaints.calling import callers, contacts_made
        from complaints.desk import approvals, handovers, people_now
        from complaints.promises import clocks
        from complaints.stages import groups
        from servicecenter import guards, menu, trail, trail_data, trail_words

        events.declare()
        trail_words.name_kinds(event_names.names())
        trail_data.name_data(event_data.NAMES, event_data.reader)
        trail.subscribe("groups", groups.hear_answer, ["group.answered"], leaves_house=False)
        trail.subscribe("surveys", surveys.hear_answer, surveys.HEARD, leaves_house=True)
        trail.subscribe("contacts", contacts_made.hear, contacts_made.HEARD, leaves_house=False)
        menu.offer("emergency", _("Emergency"), "emergency", lifecycle.HUMANS, 5)
        menu.offer("approvals", _("Approvals"), "approvals", approvals.DECIDERS, 10)
        menu.offer(
            "callbacks", _("Callbacks"), "callbacks", ("agent", "supervisor", "shift_leader", "complaint_manager"), 30
        )
        menu.offer("rectifications", _("Rectifications"), "rectifications", rectifications.WHO, 40)
        guards.register(
            guards.legal_pairs("complaints_ticket", "stage", lifecycle.PAIRS, first=[lifecycle.Stage.RECEIVED])
        )
        guards.register(guards.legal_pairs("complaints_clock", "state", clocks.CHANGES, first=clocks.FIRST))
        menu.offer("calls", _("Log a call"), "calls", callers.MAY_RECORD, 10, key="n")
        menu.offer("people", _("People"), "people", people_now.READERS, 44)
        menu.offer("handovers", _("Hand-over"), "handovers", handovers.READERS - people_now.WATCHERS, 45)
        menu.offer("contacts", _("Contacts"), "contacts", callers.MAY_LOOK_UP, 20)
