"""Each kind of event as a sentence, in the reader's language: the one place that turns kinds into words.

A sentence for colleagues follows the name of who did it ("Ruth Lin" + "started the review").
"""

from collections.abc import Callable

from complaints.sentences.afterwards import AFTERWARDS
from complaints.sentences.between import BETWEEN
from complaints.sentences.decisions import DECISIONS
from complaints.sentences.emergency import EMERGENCY
from complaints.sentences.facts import Facts
from complaints.sentences.information import INFORMATION
from complaints.sentences.money import MONEY
from complaints.sentences.naming import NAMING
from complaints.sentences.others import OTHERS
from complaints.sentences.reassigning import REASSIGNING
from complaints.sentences.rectifying import RECTIFYING
from complaints.sentences.sensitive import SENSITIVE
from complaints.sentences.steering import STEERING
from complaints.sentences.thread import THREAD
from complaints.sentences.to_customer import say_to_customer

__all__ = ["Facts", "say", "say_to_customer"]

COLLEAGUES: dict[str, Callable[[Facts], str]] = {
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
    **BETWEEN,
    **MONEY,
    **OTHERS,
}


def say(facts: Facts) -> str:
    """The sentence for colleagues; of a kind without one, its bare name."""
    sentence = COLLEAGUES.get(facts.event.kind)
    return sentence(facts) if sentence else facts.event.kind
