"""The demo's questions among colleagues: a note that names somebody, its answer, and one not looked at yet."""

from datetime import datetime, timedelta

from complaints import messages
from complaints.choices import Stage
from complaints.desk import mentions
from complaints.events import TICKET
from complaints.models import Ticket
from servicecenter import actors
from servicecenter.models import Event, User
from servicecenter.trail import DEMO

SAID = (
    ("handler", 50, "@supervisor the owner is only in on Saturday. May I send the crew then?"),
    ("supervisor", 35, "@handler yes, Saturday morning. @agent please tell the customer."),
    ("agent2", 10, "客户刚来电询问进度，@supervisor 请看一下。"),
)


def ask_around(now: datetime) -> None:
    """On the longest open of one handler's tickets that rest; whoever answers has looked, the others have not."""
    stirring = Event.objects.filter(subject_type=TICKET, at__gte=now - timedelta(minutes=SAID[0][1]))
    theirs = Ticket.objects.filter(handler__username="handler", stage=Stage.INVESTIGATING)
    ticket = theirs.exclude(pk__in=stirring.values("subject_id")).earliest("received_at", "pk")
    for name, minutes, words in SAID:
        at, colleague = now - timedelta(minutes=minutes), User.objects.get(username=name)
        mentions.note_seen(ticket, colleague, at=at)
        messages.add_note(ticket, words=words, actor=actors.staff(colleague, now), at=at, source=DEMO)
