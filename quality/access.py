"""Who may read figures. What they are counted from is decided ticket by ticket (queries.visible_to)."""

WATCHERS = frozenset({"supervisor", "shift_leader", "complaint_manager", "inspector", "auditor"})
SCOPE = "quality:read"
BOARD_ROLES = frozenset({"supervisor", "shift_leader", "complaint_manager"})
# Whose work is inspected; those who watch over it find the results there.
INSPECTED = frozenset({"handler", "coordinator"})
