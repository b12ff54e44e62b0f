"""The complaint's nouns."""

from complaints.models.adjustments import Adjustment
from complaints.models.callbacks import Callback, CallbackAttempt, CallbackRule, Triage
from complaints.models.calls import Contact, Cue, Draft, Verification
from complaints.models.catalogue import Category, Reason
from complaints.models.clocks import Clock, ClockPause
from complaints.models.decisions import Extension, Finding, Supervision
from complaints.models.emergencies import EmergencyCall, SafetyCard
from complaints.models.policies import Policy, PolicyVersion, Target
from complaints.models.promised import FollowUp, Recourse
from complaints.models.proposals import MoneyLimit, Proposal
from complaints.models.tasks import Task
from complaints.models.tickets import Attachment, Request, Ticket
from complaints.models.ties import Tie

__all__ = [
    "Adjustment",
    "Attachment",
    "Callback",
    "CallbackAttempt",
    "CallbackRule",
    "Category",
    "Clock",
    "ClockPause",
    "Contact",
    "Cue",
    "Draft",
    "EmergencyCall",
    "Extension",
    "Finding",
    "FollowUp",
    "MoneyLimit",
    "Policy",
    "PolicyVersion",
    "Proposal",
    "Reason",
    "Recourse",
    "Request",
    "SafetyCard",
    "Supervision",
    "Target",
    "Task",
    "Ticket",
    "Tie",
    "Triage",
    "Verification",
]
