"""Inspections: drawn by a lot anyone can draw again, judged blind to what the customer said, open to appeal.

Nobody inspects their own work, and an appeal is answered by somebody who is neither.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from complaints import conflicts, timeline
from complaints.models import Ticket
from complaints.queries import disclose, visible_to
from complaints.refusals import Missing, NotNow, NotYours
from quality.figures import Scope
from quality.indicators.reopened import WITHDRAWN, ended
from quality.models import Criterion, Inspection, InspectionFormVersion, Mark, SamplePlan
from quality.second_looks import draw
from servicecenter import opening_hours, trail, working_time
from servicecenter.actors import Actor
from servicecenter.models import Event, Region, Team, User

INSPECTORS = frozenset({"inspector"})
JUDGES = frozenset({"inspector", "supervisor", "complaint_manager"})
APPEAL_DAYS = 5  # working days after the result
SUBJECT = "inspection"


KIND_NAMES = {
    "inspection.appealed": pgettext_lazy("event", "An inspection appealed"),
    "inspection.drawn": pgettext_lazy("event", "Inspections drawn"),
    "inspection.settled": pgettext_lazy("event", "An appeal settled"),
    "inspection.submitted": pgettext_lazy("event", "An inspection submitted"),
}

DATA_NAMES = {
    "among": pgettext_lazy("data", "Drawn from"),
    "form_version": pgettext_lazy("data", "Form version, row"),
    "handling": pgettext_lazy("data", "Round inspected, row"),
    "plan": pgettext_lazy("data", "Draw, row"),
    "score": pgettext_lazy("data", "Score"),
    "seed": pgettext_lazy("data", "Word it was drawn by"),
    "size": pgettext_lazy("data", "How many were to be drawn"),
    "upheld": pgettext_lazy("data", "Appeal upheld"),
}


def declare() -> None:
    """Called once, when the app is ready."""
    trail.declare("inspection.drawn", ("plan", "seed", "size", "among"))
    trail.declare("inspection.submitted", ("handling", "score", "form_version"), ("words",))
    trail.declare("inspection.appealed", ("handling",), ("words",))
    trail.declare("inspection.settled", ("handling", "upheld", "score"), ("words",))


def drawn_plans() -> QuerySet[SamplePlan]:
    """The latest first, with what is `done` of those `drawn`: whoever reads one can draw the same again."""
    return SamplePlan.objects.select_related("version__form", "region", "team", "drawn_by").annotate(
        drawn=Count("inspections"), done=Count("inspections", filter=Q(inspections__submitted_at__isnull=False))
    )


def plan(
    version: InspectionFormVersion,
    scope: Scope,
    *,
    seed: str,
    size: int,
    region: Region | None,
    team: Team | None,
    actor: Actor,
    at: datetime,
) -> SamplePlan:
    """Draw so many of the rounds answered in the period; the same seed over the same rounds draws the same."""
    if not actor.roles & JUDGES:
        raise NotYours(_("Your role does not allow this"))
    rounds: QuerySet = ended(scope).exclude(how__in=WITHDRAWN)
    if scope.teams is not None:
        rounds = rounds.filter(team__in=scope.teams)
    keys = list(rounds.values_list("pk", flat=True))
    if not keys:
        raise Missing({"since": [_("Nothing was answered in this period.")]})
    with transaction.atomic():
        made = SamplePlan.objects.create(
            version=version, seed=seed, size=size, since=scope.since, until=min(scope.until, scope.now),
            region=region, team=team, among=len(keys), drawn_at=at, drawn_by=actor.user,
        )  # fmt: skip
        Inspection.objects.bulk_create(
            Inspection(plan=made, handling_id=key) for key in draw(keys, seed, size)
        )  # fmt: skip
        _record(
            "inspection.drawn", made.pk, actor, at, {"plan": made.pk, "seed": seed, "size": size, "among": len(keys)}
        )
    return made


def for_inspector(user: User, at: datetime) -> QuerySet[Inspection]:
    """What this person may inspect: tickets they may see, never their own work, never where they are named."""
    rows = Inspection.objects.select_related(
        "handling__ticket", "handling__handler", "plan__version__form", "inspector"
    )
    mine = Q(handling__handler=user) | Q(handling__ticket__first_owner=user) | Q(handling__ticket__handler=user)
    return rows.filter(handling__ticket__in=visible_to(user, at)).exclude(mine)


def given(inspections: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Those with a result, the latest first: whoever inspects finds back to what they said, and what was said of it."""
    return inspections.filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")


def of_inspected(user: User) -> QuerySet[Inspection]:
    """Results on this person's own work, but on nothing that has come to concern them."""
    rows = Inspection.objects.select_related("handling__ticket", "plan__version__form")
    concerning = Q(handling__ticket__names_staff=True, handling__ticket__in=conflicts.outside(user))
    return rows.filter(handling__handler=user, submitted_at__isnull=False).exclude(concerning)


def story(inspection: Inspection, user: User, at: datetime) -> list[timeline.Entry]:
    """The round as it went, until its answer: not what the customer said of it, nor which colleague it was."""
    ticket = Ticket.objects.select_related("region__calendar", "customer").get(pk=inspection.handling.ticket_id)
    entries = timeline.of(ticket, disclose(user, ticket, at), now=at)
    about = inspection.handling
    shown = [one for one in entries if about.begun_at <= one.at <= about.ended_at and one.kind not in BLIND]
    name = about.handler.get_full_name() if about.handler else ""
    return [one if one.side == "in" else _without(one, name) for one in shown]


def _without(entry: timeline.Entry, name: str) -> timeline.Entry:
    """Nobody's name before the sentence, and the colleague's not in it."""
    sentence = entry.sentence.replace(name, _("a colleague")) if name else entry.sentence
    return replace(entry, who="", sentence=sentence)


BLIND = frozenset(
    {
        "ticket.rated", "ticket.called_back", "ticket.triaged", "ticket.callback_missed", "ticket.survey_asked",
        "ticket.survey_answered",
    }
)  # fmt: skip


def score_of(marks: Mapping[Criterion, int | None]) -> Decimal:
    """Of 100: what applies counts by its weight, half for Part; one fatal Yes makes it 0."""
    if any(criterion.fatal and value for criterion, value in marks.items()):
        return Decimal("0.0")
    counted = [(one.weight, value) for one, value in marks.items() if not one.fatal and value is not None]
    whole = sum(weight for weight, _value in counted)
    if not whole:
        raise Missing({"": [_("Nothing of the form applied: mark at least one question.")]})
    earned = Decimal(sum(weight * value for weight, value in counted)) * 50 / whole
    return earned.quantize(Decimal("0.1"), ROUND_HALF_UP)


def submit(
    inspection: Inspection, marks: Mapping[Criterion, int | None], words: str, *, actor: Actor, at: datetime
) -> Inspection:
    """Give the result, once."""
    with transaction.atomic():
        locked = Inspection.objects.select_for_update().select_related("handling").get(pk=inspection.pk)
        if not actor.roles & INSPECTORS or not for_inspector(actor.user, at).filter(pk=locked.pk).exists():
            raise NotYours(_("Your role does not allow this"))
        if locked.submitted_at:
            raise NotNow(_("The result is given already."))
        locked.inspector, locked.submitted_at, locked.words = actor.user, at, words
        locked.score = score_of(marks)
        locked.save()
        Mark.objects.bulk_create(Mark(inspection=locked, criterion=one, value=value) for one, value in marks.items())
        told = {
            "handling": locked.handling_id, "score": str(locked.score), "form_version": locked.plan.version_id,
        }  # fmt: skip
        _record("inspection.submitted", locked.pk, actor, at, told, words)
    return locked


def appeal_until(inspection: Inspection) -> datetime:
    """The last moment for an appeal; the result must have been given."""
    assert inspection.submitted_at is not None
    calendar = opening_hours.of(inspection.handling.ticket.region.calendar)
    return working_time.add(inspection.submitted_at, APPEAL_DAYS, "working_days", calendar)


def appeal(inspection: Inspection, words: str, *, actor: Actor, at: datetime) -> Inspection:
    """The inspected says why the result is wrong, once, in time."""
    with transaction.atomic():
        locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
        if locked.handling.handler_id != actor.id or actor.kind != "staff":
            raise NotYours(_("Only the one who was inspected can appeal."))
        if locked.appealed_at or not locked.submitted_at:
            raise NotNow(_("There is nothing to appeal against, or it was done already."))
        if at > appeal_until(locked):
            raise NotNow(_("The time for an appeal is over."))
        if not words.strip():
            raise Missing({"words": [_("Say what is wrong with the result.")]})
        locked.appealed_at, locked.appeal = at, words
        locked.save(update_fields=["appealed_at", "appeal"])
        _record("inspection.appealed", locked.pk, actor, at, {"handling": locked.handling_id}, words)
    return locked


def settle(
    inspection: Inspection, *, upheld: bool, score: Decimal | None, words: str, actor: Actor, at: datetime
) -> Inspection:
    """Somebody else answers the appeal: the result stands, or another score takes its place."""
    with transaction.atomic():
        locked = Inspection.objects.select_for_update().select_related("handling").get(pk=inspection.pk)
        if not may_settle(locked, actor):
            raise NotYours(_("An appeal is answered by somebody who is neither the inspector nor the inspected."))
        if not locked.appealed_at or locked.settled_at:
            raise NotNow(_("No appeal is open."))
        if upheld and score is None:
            raise Missing({"score": [_("Give the score that takes its place.")]})
        if not words.strip():
            raise Missing({"words": [_("Give the reason.")]})
        locked.settled_at, locked.settled_by, locked.upheld, locked.settlement = at, actor.user, upheld, words
        if upheld:
            locked.score_before, locked.score = locked.score, score
        locked.save()
        told = {"handling": locked.handling_id, "upheld": upheld, "score": str(locked.score)}
        _record("inspection.settled", locked.pk, actor, at, told, words)
    return locked


def may_settle(inspection: Inspection, actor: Actor) -> bool:
    taken_part = {inspection.inspector_id, inspection.handling.handler_id}
    return bool(actor.roles & JUDGES) and actor.id not in taken_part


def _record(kind: str, pk: int, actor: Actor, at: datetime, payload: dict[str, Any], words: str = "") -> Event:
    text = {"words": words} if words else {}
    return trail.record(kind, subject=(SUBJECT, pk), at=at, actor=actor, source="desk", payload=payload, text=text)
