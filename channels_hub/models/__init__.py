"""What came in, as it came, and what goes out, once."""

from channels_hub.models.answer_links import AnswerLink
from channels_hub.models.mail import Inbound, Outbound
from channels_hub.models.message_texts import MessageText
from channels_hub.models.paper import PaperLetter
from channels_hub.models.submissions import Submission

__all__ = ["AnswerLink", "Inbound", "MessageText", "Outbound", "PaperLetter", "Submission"]
