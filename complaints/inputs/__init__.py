"""What each move asks for: one form per move, for the page, the API and the OpenAPI schema alike.

A form checks what can be seen from outside; what only the locked row can tell is checked in the verb.
"""

from complaints.fields import MoveInput
from complaints.inputs.afterwards import AFTERWARDS
from complaints.inputs.between import BETWEEN
from complaints.inputs.decisions import DECISIONS
from complaints.inputs.emergency import EMERGENCY
from complaints.inputs.information import INFORMATION
from complaints.inputs.naming import NAMING
from complaints.inputs.people import PEOPLE
from complaints.inputs.reassigning import REASSIGNING
from complaints.inputs.rectifying import RECTIFYING
from complaints.inputs.sensitive import SENSITIVE
from complaints.inputs.steering import STEERING
from complaints.inputs.tasks import TASKS
from complaints.inputs.thread import THREAD

MOVE_INPUTS: dict[str, type[MoveInput]] = {
    **THREAD,
    **STEERING,
    **REASSIGNING,
    **DECISIONS,
    **EMERGENCY,
    **INFORMATION,
    **NAMING,
    **SENSITIVE,
    **AFTERWARDS,
    **RECTIFYING,
    **TASKS,
    **PEOPLE,
    **BETWEEN,
}
