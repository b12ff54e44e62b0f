"""What a customer's words may be about: kind, category, urgency, each with the words that tell it.

Plain scoring by editable words (models.Cue) in both languages; a person accepts or chooses otherwise. Nothing is
learned silently and no answer is made up: what no word tells is not suggested.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.choices import Nature, Priority
from complaints.models import Category, Cue
from customers.models import Customer
from servicecenter import tokens

OFTEN = 4  # contacts in a fortnight that make a matter urgent
LONGEST = 5000  # characters that are read
QUOTED = 3  # telling words shown


@dataclass(frozen=True)
class Guess:
    """value: nature, category code or priority; "" when nothing speaks for any. because: why, in words."""

    value: str = ""
    label: str = ""
    because: str = ""


@dataclass(frozen=True)
class Guesses:
    nature: Guess = field(default_factory=Guess)
    category: Guess = field(default_factory=Guess)
    priority: Guess = field(default_factory=Guess)


@dataclass
class Score:
    points: float = 0.0
    words: list[str] = field(default_factory=list)

    def add(self, points: float, word: str) -> None:
        self.points += points
        if word not in self.words:
            self.words.append(word)


class Heard:
    """What was said, ready to be searched for phrases."""

    def __init__(self, words: str):
        self.normal = tokens.normal(words[:LONGEST])
        self.pieces = [piece for piece in tokens.pieces(words[:LONGEST]) if not tokens.is_han(piece)]
        self.begins: dict[str, list[int]] = defaultdict(list)  # where words with this first letter stand
        for place, piece in enumerate(self.pieces):
            self.begins[piece[0]].append(place)

    def find(self, phrase: str) -> tuple[float, str]:
        """(weight, the words as they were said): more for a longer phrase, 0 when it was not said.

        English by the beginnings of its words in a row ("leak" hears "leaking"), Chinese by its characters.
        """
        wanted, plain, chinese = _cut(phrase)
        if not wanted:
            return 0.0, ""
        if chinese:
            return (max(1.0, len(plain) / 2), plain) if plain in self.normal else (0.0, "")
        for n in self.begins.get(wanted[0][0], ()):
            said = self.pieces[n : n + len(wanted)]
            if len(said) == len(wanted) and all(_begins(word, cue) for word, cue in zip(said, wanted, strict=True)):
                return float(len(wanted)), " ".join(said)
        return 0.0, ""


@lru_cache(maxsize=8192)
def _cut(phrase: str) -> tuple[tuple[str, ...], str, bool]:
    """A phrase as words, as plain text, and whether it is Chinese: the same few thousand for every letter typed."""
    wanted = tuple(tokens.pieces(phrase))
    return wanted, tokens.normal(phrase), any(tokens.is_han(piece) for piece in wanted)


def _begins(word: str, cue: str) -> bool:
    """Short words must be whole, or "gas" would hear "gaskets"; of long ones the ending may differ."""
    return word == cue or (len(cue) >= 4 and word.startswith(cue)) or word in {f"{cue}s", f"{cue}ing"}


def suggest(words: str, *, customer: Customer | None = None, contacts: int = 0, nature: str = "") -> Guesses:
    """Guesses for these words. `contacts`: how many this customer made in a fortnight, this one included;
    `nature`: what the kind is already said to be. Two statements."""
    if not tokens.pieces(words):
        return Guesses()
    heard = Heard(words)
    categories = {one.pk: one for one in Category.objects.filter(is_active=True)}
    by_category, by_nature, by_priority = _scores(heard, categories)
    chosen = nature or _best_nature(by_category, by_nature, categories)
    best = _best_category(by_category, categories, chosen)
    return Guesses(
        nature=_nature_guess(chosen, by_nature, by_category.get(best.pk) if best else None) if chosen else Guess(),
        category=Guess(best.code, best.label, _quote(by_category[best.pk].words)) if best else Guess(),
        priority=_priority_guess(by_priority, customer, contacts, chosen),
    )


def _scores(heard: Heard, categories: dict[int, Category]):
    """Points by category, nature and priority. A phrase that several categories share tells less of each."""
    cues = list(Cue.objects.order_by("pk").values_list("phrase", "category_id", "nature", "priority"))
    shared: dict[str, int] = defaultdict(int)
    for phrase, category, _nature, _priority_of in cues:
        shared[_cut(phrase)[1]] += bool(category)
    labels = [(key, words) for key, one in categories.items() for words in one.labels.values()]
    by_category: dict[int, Score] = defaultdict(Score)
    by_nature: dict[str, Score] = defaultdict(Score)
    by_priority: dict[str, Score] = defaultdict(Score)
    found: dict[str, tuple[float, str]] = {}
    for phrase, category, nature, priority in cues:
        if phrase not in found:
            found[phrase] = heard.find(phrase)
        weight, said = found[phrase]
        if not weight:
            continue
        if category in categories:
            by_category[category].add(weight / shared[_cut(phrase)[1]], said)
        elif nature:
            by_nature[nature].add(weight, said)
        elif priority:
            by_priority[priority].add(weight, said)
    for key, label in labels:
        weight, said = heard.find(label)
        if weight:
            by_category[key].add(weight, said)
    return by_category, by_nature, by_priority


def _best_nature(by_category: dict[int, Score], by_nature: dict[str, Score], categories: dict[int, Category]) -> str:
    """The nature of the strongest category, with what speaks for the nature itself."""
    points: dict[str, float] = defaultdict(float)
    for key, score in by_category.items():
        points[categories[key].nature] = max(points[categories[key].nature], score.points)
    for nature, score in by_nature.items():
        points[nature] += score.points
    order = list(Nature.values)
    return max(points, key=lambda one: (points[one], -order.index(one)), default="")


def _best_category(by_category: dict[int, Score], categories: dict[int, Category], nature: str) -> Category | None:
    fitting = [one for key in by_category if (one := categories[key]).nature == nature or not nature]
    return max(fitting, key=lambda one: (by_category[one.pk].points, -one.position, -one.pk), default=None)


def _nature_guess(nature: str, by_nature: dict[str, Score], category: Score | None) -> Guess:
    told = by_nature.get(nature) or category
    return Guess(nature, str(Nature(nature).label), _quote(told.words) if told else "")


def _priority_guess(by_priority: dict[str, Score], customer: Customer | None, contacts: int, nature: str) -> Guess:
    """Danger first, then what is known of the household, then what was said."""
    if score := by_priority.get(Priority.CRITICAL):
        return _priority(Priority.CRITICAL, [_quote(score.words)])
    reasons = [_quote(score.words)] if (score := by_priority.get(Priority.URGENT)) else []
    if customer and nature in {Nature.REPAIR, Nature.HELP, Nature.COMPLAINT}:
        reasons += [one.kind.label for one in customer.cares.all() if one.ended_at is None]
        if customer.standing == Customer.Standing.IMPORTANT_USER:
            reasons.append(str(customer.get_standing_display()))
    if contacts >= OFTEN:
        reasons.append(ngettext("%(n)d contact in 14 days", "%(n)d contacts in 14 days", contacts) % {"n": contacts})
    if reasons:
        return _priority(Priority.URGENT, reasons)
    if score := by_priority.get(Priority.LOW):
        return _priority(Priority.LOW, [_quote(score.words)])
    return _priority(Priority.NORMAL, [_("Nothing speaks for more or less.")])


def _priority(priority: Priority, reasons: Sequence[str]) -> Guess:
    return Guess(priority.value, str(priority.label), _("; ").join(reasons))


def _quote(words: Iterable[str]) -> str:
    return _(", ").join(_("“%(words)s”") % {"words": one} for one in list(words)[:QUOTED])
