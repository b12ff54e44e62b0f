"""Quality's nouns: what was handled, how it is scored, what an inspection found."""

from quality.models.handlings import Assignment, Handling
from quality.models.inspections import (
    Criterion,
    Inspection,
    InspectionForm,
    InspectionFormVersion,
    Mark,
    SamplePlan,
)
from quality.models.scorecards import Scorecard, ScorecardLine, ScorecardVersion

__all__ = [
    "Assignment",
    "Criterion",
    "Handling",
    "Inspection",
    "InspectionForm",
    "InspectionFormVersion",
    "Mark",
    "SamplePlan",
    "Scorecard",
    "ScorecardLine",
    "ScorecardVersion",
]
