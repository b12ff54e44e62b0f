"""The complaint's nouns."""

from complaints.models.adjustments import Adjustment
from complaints.models.callbacks import Callback, CallbackAttempt, CallbackRule, Triage
from complaints.models.calls import Contact, Cue, Draft, Verification
from complaints.models.catalogue import Category, Reason
from complaints.models.clocks import Clock, ClockPause
from complaints.models.decisions import Extension, Finding, Supervision
from complaints.models.emergencies import EmergencyCall, SafetyCard
from complaints.models.evidence import Attachment
from complaints.models.handovers import Handover, HandoverRule
from complaints.models.ladders import AlarmLadder, AlarmStep
from complaints.models.mentions import Mention
from complaints.models.named import Named
from complaints.models.outside import ExternalReview
from complaints.models.parties import Party
from complaints.models.policies import Policy, PolicyVersion, Target
from complaints.models.promised import FollowUp, Recourse
from complaints.models.proposals import MoneyLimit, Proposal
from complaints.models.questions import Question
from complaints.models.rectifications import Rectification
from complaints.models.restrictions import Restriction
from complaints.models.surveys import Survey, SurveyRule
from complaints.models.tasks import Task
from complaints.models.tickets import Request, Ticket
from complaints.models.ties import Tie

__all__ = [
    "Adjustment",
    "AlarmLadder",
    "AlarmStep",
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
    "ExternalReview",
    "Finding",
    "FollowUp",
    "Handover",
    "HandoverRule",
    "Mention",
    "MoneyLimit",
    "Named",
    "Party",
    "Policy",
    "PolicyVersion",
    "Proposal",
    "Question",
    "Reason",
    "Recourse",
    "Rectification",
    "Request",
    "Restriction",
    "SafetyCard",
    "Supervision",
    "Survey",
    "SurveyRule",
    "Target",
    "Task",
    "Ticket",
    "Tie",
    "Triage",
    "Verification",
]
