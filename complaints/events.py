"""Every kind of event about a ticket, declared once with the only keys it may carry.

Payload: ids, codes, numbers, moments. Text: names and words, which can be erased.
"""

from servicecenter import trail

TICKET = "ticket"
CONTACT = "contact"
CUSTOMER = "customer"
HANDOVER = "handover"
MOVED = ("move", "from", "to", "version")
ANSWER = ("outcome", "results", "files", "recourses", "follow_ups", "callback")
ANSWER_TEXT = ("words", "whys", "apology", "findings", "measures")


def declare() -> None:
    """Called once, when the app is ready."""
    for name, payload, text in (
        (
            "ticket.received",
            (
                "number",
                "nature",
                "channel",
                "category",
                "priority",
                "policy_version",
                "anonymous",
                "requests",
                "files",
            ),
            (),
        ),
        ("ticket.review_started", (), ()),
        ("ticket.classified", ("nature", "category", "priority", "policy_version", "was"), ("why",)),
        ("ticket.answered", ANSWER, ANSWER_TEXT),
        (
            "ticket.emergency_dispatched",
            ("team", "read_back", "crew_told", "steps", "card", "attempts", "missing", "role", "people"),
            ("words", "place"),
        ),
        ("ticket.emergency_confirmed", ("nature", "category", "priority", "policy_version"), ("opinion",)),
        ("ticket.decline_proposed", ("reason", "role", "people"), ("words", "where_to_go", "review_right")),
        ("ticket.declined", ("reason", "outcome"), ("words", "opinion")),
        ("ticket.reject_proposed", ("role", "people"), ("facts", "words", "where_to_go", "review_right")),
        ("ticket.rejected", ("reason", "outcome", "callback"), ("words", "opinion")),
        ("ticket.proposed", ("amount", "reason", "done_by", "needed", "role", "people"), ("words",)),
        ("ticket.approved", ("amount", "reason", "half", "role", "people"), ("opinion",)),
        ("ticket.sent_back", ("kind", "role", "people"), ("opinion",)),
        ("ticket.dispatched", ("team", "handler"), ("why",)),
        ("ticket.accepted", ("handler",), ("note",)),
        ("ticket.held", ("reason", "until"), ("note",)),
        ("ticket.resumed", (), ("note",)),
        ("ticket.returned", ("team", "count", "role", "people"), ("why",)),
        ("ticket.ruled", ("team", "handler"), ("why",)),
        ("ticket.found", ("verdict", "cause", "team", "can_recur"), ("facts",)),
        ("ticket.extension_asked", ("clock", "due_before", "due_at"), ("why", "words")),
        ("ticket.extension_decided", ("clock", "due_before", "due_at", "granted"), ("opinion", "words")),
        ("ticket.information_asked", ("channel", "count", "until"), ("words",)),
        ("ticket.closed_unanswered", ("outcome",), ("words",)),
        ("ticket.interim_reply", ("next_update_at",), ("words",)),
        ("ticket.chased", ("count", "role", "people"), ("words", "name")),
        ("ticket.ordered", ("order", "due_at"), ("words",)),
        ("ticket.order_answered", ("order",), ("words",)),
        ("ticket.marked_sensitive", ("role", "people"), ("why",)),
        ("ticket.sensitive_seen", (), ("opinion",)),
        ("ticket.unmarked_sensitive", (), ("why",)),
        ("ticket.staff_named", ("about", "person", "team", "role", "people"), ("words",)),
        ("ticket.taken_over", ("handler",), ("why",)),
        ("ticket.reassigned", ("handler", "had_by", "role", "people"), ("why",)),
        ("ticket.requeued", ("had_by", "team", "role", "people"), ("why",)),
        ("ticket.withdrawn", (), ("words",)),
        ("ticket.escalated", ("level", "reason", "role", "people"), ("words",)),
        ("ticket.replied", ANSWER, ANSWER_TEXT),
        ("ticket.follow_up_done", ("follow_up", "kind"), ("words",)),
        ("ticket.follow_up_verified", ("follow_up", "kind", "kept"), ("words",)),
        ("ticket.rectification_planned", ("rectification",), ("words",)),
        ("ticket.rectification_done", ("rectification",), ("words",)),
        ("ticket.rectification_verified", ("rectification", "kept"), ("words",)),
        (
            "ticket.called_back",
            (
                "callback",
                "attempt",
                "outcome",
                "counts",
                "other_number",
                "result",
                "service",
                "state",
                "reason",
                "next_at",
            ),
            ("words",),
        ),
        ("ticket.triaged", ("decision", "callback", "new_ticket", "recourses"), ("why", "words")),
        ("ticket.second_handling", ("round", "team", "handler"), ("why",)),
        ("ticket.archived", ("category", "closing_code", "cause"), ("note",)),
        ("ticket.reopened", ("round", "reason"), ("words",)),
        ("ticket.team_asked", ("task", "team", "due_at", "role", "people"), ("words",)),
        ("ticket.task_answered", ("task", "team"), ("words",)),
        ("ticket.task_waived", ("task", "team"), ("why",)),
        ("ticket.lead_disputed", ("team", "due_at", "role", "people"), ("why",)),
        ("ticket.party_added", ("party", "role", "authority", "verified"), ("name",)),
        ("ticket.party_ended", ("party", "role"), ("why",)),
        ("ticket.review_opened", ("review", "body", "number", "due_at"), ("words",)),
        ("ticket.reopened_for_review", ("review", "body", "number", "due_at", "round"), ("words",)),
        ("ticket.review_decided", ("review", "due_at"), ("words", "remedy")),
        ("ticket.review_complied", ("review",), ("words",)),
        ("ticket.petition_imported", ("count", "represent"), ()),
        ("ticket.left_group", (), ("why",)),
        ("ticket.linked", ("other", "number"), ("why",)),
        ("ticket.merged", ("other", "number"), ("why",)),
        ("ticket.split", ("other", "number", "requests"), ("why",)),
        ("ticket.undone", ("what", "other", "number"), ("why",)),
    ):
        trail.declare(name, (*MOVED, *payload), text)
    trail.declare("task.opened", ("task", "team", "due_at", "role", "people"), ("words",))
    trail.declare("ticket.rectification_opened", ("rectification", "team", "due_at", "role", "people"), ("words",))
    trail.declare("group.answered")
    # Done to a ticket by a move made on another.
    trail.declare("ticket.split_off", ("other", "number"))
    for name in ("ticket.joined", "ticket.parted"):
        trail.declare(name, ("what", "other", "number"))
    # Not moves: they change no stage and no version.
    trail.declare("emergency.rung_back", ("attempt", "reached"))
    trail.declare("message.received", ("channel", "files"), ("words", "name"))
    trail.declare("message.sent", ("channel", "files"), ("words",))
    trail.declare("note.added", ("files",), ("words",))
    trail.declare("note.mentioned", ("note", "people"))
    trail.declare("ticket.account_named", ("account", "bill"))
    adjustment = ("adjustment", "kind", "amount", "currency", "role", "people")
    for name in ("requested", "acknowledged", "settled", "rejected", "reversed", "rested"):
        trail.declare(f"adjustment.{name}", adjustment, ("words", "reference"))
    trail.declare("ticket.contact_noted", ("contact", "channel", "reason", "direction", "started_at"), ("note",))
    trail.declare("milestone.reached", ("milestone", "reached_at", "clock"), ("note",))
    trail.declare("letter.posted", ("letter", "template"))
    trail.declare("ticket.code_told")
    trail.declare("ticket.way_back_asked")
    trail.declare("ticket.way_back_used", ("asked",))
    trail.declare("details.recorded", ("category", "questions"), ("answers",))
    trail.declare("ticket.callback_missed", ("callback", "attempt"))
    trail.declare("ticket.letter_prepared", ("due_at", "role", "people"))
    trail.declare("ticket.letter_sent", ("due_at", "recourses"))
    trail.declare("ticket.rated", ("callback", "result", "service", "solved", "state", "changed"), ("words",))
    trail.declare("ticket.survey_asked", ("survey", "round", "until"))
    trail.declare("ticket.survey_answered", ("survey", "round", "result", "service", "changed"), ("words",))
    trail.declare("contact.revealed", ("contact_point",), ("why",))
    trail.declare("customer.restricted", ("restriction", "until", "contacts"), ("why", "words"))
    trail.declare("customer.unrestricted", ("restriction",), ("why",))
    # About a contact with a customer, whether or not it made a ticket.
    trail.declare("contact.verified", ("customer", "reason"))
    trail.declare("contact.warned", ("count",))
    trail.declare("contact.recorded", ("channel", "outcome", "tickets", "customer", "seconds", "waited"), ("note",))
    # From one shift to the next.
    trail.declare(
        "handover.written",
        ("region", "emergencies", "breaking", "approvals", "callbacks", "broken"),
        ("words", "absent", "sites"),
    )
    trail.declare("handover.read", (), ("remark",))
    trail.declare("handover.unsigned", ("due_at", "role", "people"))
    for name in ("clock.warned", "clock.broken", "clock.escalated"):
        trail.declare(
            name,
            (
                "clock",
                "milestone",
                "step",
                "planned_at",
                "due_at",
                "recomputed",
                "role",
                "people",
                "critical",
            ),
        )
