"""The complaint's nouns."""

from complaints.models.calls import Contact, Cue, Draft, Verification
from complaints.models.catalogue import Category, Reason
from complaints.models.clocks import Clock, ClockPause
from complaints.models.decisions import Extension, Finding, Supervision
from complaints.models.policies import Policy, PolicyVersion, Target
from complaints.models.tickets import Attachment, Request, Ticket

__all__ = [
    "Attachment",
    "Category",
    "Clock",
    "ClockPause",
    "Contact",
    "Cue",
    "Draft",
    "Extension",
    "Finding",
    "Policy",
    "PolicyVersion",
    "Reason",
    "Request",
    "Supervision",
    "Target",
    "Ticket",
    "Verification",
]
