"""The roles people hold, per region and period. What each may do stands in the table of moves.

Source of the list: the trade's own division of work (README, "Words").
"""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "agent": _("Agent"),
    "reviewer": _("Reviewer"),
    "coordinator": _("Department coordinator"),
    "handler": _("Handler"),
    "crew": _("Field crew"),
    "supervisor": _("Supervisor"),
    "shift_leader": _("Shift leader"),
    "complaint_manager": _("Complaint manager"),
    "inspector": _("Quality inspector"),
    "finance_approver": _("Finance approver"),
    "knowledge_editor": _("Knowledge editor"),
    "privacy_officer": _("Privacy officer"),
    "integrity_officer": _("Integrity officer"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
}

# Who is named when one person holds several.
BY_WEIGHT = (
    "complaint_manager",
    "supervisor",
    "shift_leader",
    "reviewer",
    "coordinator",
    "handler",
    "agent",
    "crew",
    "inspector",
    "integrity_officer",
    "privacy_officer",
    "finance_approver",
    "knowledge_editor",
    "auditor",
    "administrator",
)

# See every ticket of their regions; the others see what is given to them (complaints/queries.py).
REGION_WIDE = frozenset(
    {"agent", "reviewer", "supervisor", "shift_leader", "complaint_manager", "inspector", "auditor"}
)
EVERY_REGION = frozenset({"complaint_manager", "auditor", "shift_leader"})
