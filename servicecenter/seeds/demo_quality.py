"""The demo's inspections: a sample drawn, some of it judged, one result appealed against and answered."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from complaints.models import Ticket
from quality import inspecting, retelling
from quality.figures import Scope
from quality.models import Inspection, InspectionFormVersion
from servicecenter import actors
from servicecenter.models import User

PERIOD = timedelta(days=40)
SIZE, JUDGED = 8, 4
FULL, EVIDENCE = Decimal("100.0"), Decimal("10.0")  # the evidence on file counts for a tenth of the handler's form
WORDS = {
    "result": ("Warm and exact. Name the date in the first sentence.", "答复清楚。建议首句写明办结日期。"),
    "appeal": ("The evidence is on file: see the photos of the second visit.", "证据已归档，见第二次上门照片。"),
    "answer": ("Right: the photos are there. The mark is changed.", "属实，照片已归档，更正得分。"),
}


def inspect_some(now: datetime, chance: random.Random) -> None:
    """What was handled is told from the trail first, as the relay would do in a moment."""
    for pk in Ticket.objects.order_by("pk").values_list("pk", flat=True):
        retelling.retell(pk)
    inspector = actors.staff(User.objects.get(username="inspector"), now)
    scope = Scope(Ticket.objects.exclude(nature="report"), now - PERIOD, now, now)
    version = InspectionFormVersion.objects.get(form__code="handled-ticket")
    plan = inspecting.plan(
        version, scope, seed=f"{now:%G-W%V}", size=SIZE, region=None, team=None, actor=inspector, at=now
    )
    of_colleagues = plan.inspections.filter(handling__handler__isnull=False).order_by("pk")
    judged = [_judge(one, inspector, now, chance) for one in of_colleagues[:JUDGED]]
    # Nobody appeals against a full score: of the lowest two one appeal is answered and the other still waits.
    doubted = sorted(judged, key=lambda one: (one.score or FULL, one.pk))[:2]
    if doubted:
        _dispute(doubted[0], now)
        _appeal(doubted[-1], now)


def _judge(one: Inspection, inspector: actors.Actor, now: datetime, chance: random.Random) -> Inspection:
    criteria = one.plan.version.criteria.all()
    marks: dict = {each: 0 if each.fatal else chance.choice([1, 2, 2, 2, None]) for each in criteria}
    if one.pk % 2:  # so that there is something to doubt, whatever chance says
        marks[next(each for each in criteria if not each.fatal)] = 1
    return inspecting.submit(one, marks, _said("result", one), actor=inspector, at=now)


def _appeal(one: Inspection, now: datetime) -> Inspection:
    if one.appealed_at or one.handling.handler is None:
        return one
    handler = actors.staff(one.handling.handler, now)
    return inspecting.appeal(one, _said("appeal", one), actor=handler, at=now)


def _dispute(one: Inspection, now: datetime) -> None:
    manager = actors.staff(User.objects.get(username="manager"), now)
    appealed = _appeal(one, now)
    score = min(FULL, (appealed.score or FULL) + EVIDENCE)
    inspecting.settle(appealed, upheld=True, score=score, words=_said("answer", one), actor=manager, at=now)


def _said(what: str, one: Inspection) -> str:
    english, chinese = WORDS[what]
    handler = one.handling.handler
    return chinese if handler and handler.language == "zh-hans" else english
