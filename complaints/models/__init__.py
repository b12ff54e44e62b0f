"""The complaint's nouns."""

from complaints.models.catalogue import Category, Reason
from complaints.models.clocks import Clock, ClockPause
from complaints.models.policies import Policy, PolicyVersion, Target
from complaints.models.tickets import Attachment, Request, Ticket

__all__ = [
    "Attachment",
    "Category",
    "Clock",
    "ClockPause",
    "Policy",
    "PolicyVersion",
    "Reason",
    "Request",
    "Target",
    "Ticket",
]
