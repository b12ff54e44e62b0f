"""The shipped defaults: what is missing by its code is added; what is there, an administrator's edits too, stays.

Must not invent a time for danger to life: those targets are shipped empty, behind a banner.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from channels_hub import rewording
from complaints.models import (
    AlarmLadder,
    AlarmStep,
    CallbackRule,
    Category,
    Cue,
    HandoverRule,
    MoneyLimit,
    Policy,
    PolicyVersion,
    Question,
    Reason,
    Recourse,
    SafetyCard,
    SurveyRule,
    Target,
)
from complaints.promises import ladders
from customers.models import CareKind, Tag
from servicecenter.holiday_loading import load_holidays
from servicecenter.models import Calendar, Region, Team
from servicecenter.seeds.quality import seed_quality

HERE = Path(__file__).parent
# Shipped promises have always been in force: a ticket put through from the past finds one too.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
Row = dict[str, Any]
MONEY_LIMITS = {
    "handler": 200, "coordinator": 200, "shift_leader": 500, "supervisor": 1000, "complaint_manager": 5000,
    "finance_approver": None,
}  # fmt: skip


def read(name: str) -> list[Row]:
    """The rows of a shipped file."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def labels(row: Row) -> dict[str, str]:
    return {"en": row["en"], "zh-hans": row["zh"]}


def seed_defaults() -> list[str]:
    """Add what is missing, in one transaction; return a line for each row added."""
    with transaction.atomic():
        return [
            *_calendars(), *_regions(), *_teams(), *_categories(), *_questions(), *_reasons(), *_recourses(),
            *_customer_words(), *_callback_rules(), *_survey_rules(), *_handover_rules(), *_cues(), *_policies(),
            *_alarm_ladders(), *_money_limits(), *_safety_cards(), *seed_quality(), *_message_texts(),
        ]  # fmt: skip


def _missing(model: type[models.Model], name: str) -> Iterator[Row]:
    known = set(model._default_manager.values_list("code", flat=True))
    return (row for row in read(name) if row["code"] not in known)


def _calendars() -> Iterator[str]:
    for row in _missing(Calendar, "calendars"):
        calendar = Calendar(
            code=row["code"], labels=labels(row), zone=row["zone"], hours=row["hours"],
            holidays_of=row.get("holidays_of", ""),
        )  # fmt: skip
        calendar.full_clean()
        calendar.save()
        days = load_holidays(calendar, row["years"]) if calendar.holidays_of else 0
        yield f"calendar {calendar.code} ({days} days)"


def _regions() -> Iterator[str]:
    # A house that has drawn its own map of regions needs no shipped one.
    if Region.objects.exists():
        return
    for row in read("regions"):
        calendar = Calendar.objects.get(code=row["calendar"])
        Region.objects.create(code=row["code"], labels=labels(row), area_class=row["area_class"], calendar=calendar)
        yield f"region {row['code']}"


def _teams() -> Iterator[str]:
    if Team.objects.exists():
        return
    for row in read("teams"):
        Team.objects.create(code=row["code"], labels=labels(row))
        yield f"team {row['code']}"


def _categories() -> Iterator[str]:
    fresh = [
        Category(
            code=row["code"], labels=labels(row), nature=row["nature"], utility=row.get("utility", ""),
            is_public=row.get("public", True), position=row.get("position", 100),
        )
        for row in _missing(Category, "categories")
    ]  # fmt: skip
    for category in Category.objects.bulk_create(fresh):
        yield f"category {category.code}"


def _questions() -> Iterator[str]:
    """The short forms of categories that have none yet: an administrator who removed one meant it."""
    categories = {one.code: one for one in Category.objects.filter(questions=None)}
    fresh = [
        Question(
            category=categories[row["category"]], code=row["code"], labels=labels(row), kind=row["kind"],
            required=row.get("required", False), safety=row.get("safety", False), position=position,
            choices=[{"code": one["code"], **labels(one)} for one in row.get("choices", [])],
        )
        for position, row in enumerate(read("questions"), start=1)
        if row["category"] in categories
    ]  # fmt: skip
    for question in Question.objects.bulk_create(fresh):
        yield f"question {question.category.code}/{question.code}"


def _reasons() -> Iterator[str]:
    known = set(Reason.objects.values_list("list", "code"))
    fresh = [
        Reason(list=row["list"], code=row["code"], labels=labels(row), position=position)
        for position, row in enumerate(read("reasons"), start=1)
        if (row["list"], row["code"]) not in known
    ]
    for reason in Reason.objects.bulk_create(fresh):
        yield f"reason {reason.list}/{reason.code}"


def _safety_cards() -> Iterator[str]:
    """Shipped without an approval: the operator's engineer gives it before a card is used."""
    for position, row in enumerate(_missing(SafetyCard, "safety_cards"), start=1):
        category = Category.objects.filter(code=row["category"]).first()
        SafetyCard.objects.create(
            code=row["code"], labels=labels(row), category=category, steps=row["steps"], position=position
        )
        yield f"safety card {row['code']}"


def _money_limits() -> Iterator[str]:
    """Ours, to be edited: up to which amount a role gives money, or approves it, without asking further."""
    known = set(MoneyLimit.objects.values_list("role", flat=True))
    for role, amount in MONEY_LIMITS.items():
        if role not in known:
            MoneyLimit.objects.create(role=role, amount=amount)
            yield f"limit for money of {role}"


def _recourses() -> Iterator[str]:
    fresh = [
        Recourse(
            code=row["code"], labels=labels(row), kind=row["kind"], how=row["how"], contact=row.get("contact", ""),
            nature=row.get("nature", ""), utility=row.get("utility", ""), position=position,
        )
        for position, row in enumerate(_missing(Recourse, "recourses"), start=1)
    ]  # fmt: skip
    for recourse in Recourse.objects.bulk_create(fresh):
        yield f"recourse {recourse.code}"


def _callback_rules() -> Iterator[str]:
    fresh = [
        CallbackRule(
            code=row["code"], labels=labels(row), nature=row.get("nature", ""), priority=row.get("priority", ""),
            customer_class=row.get("customer_class", ""), share=row["share"], first=row["first"],
        )
        for row in _missing(CallbackRule, "callback_rules")
    ]  # fmt: skip
    for rule in CallbackRule.objects.bulk_create(fresh):
        yield f"callback rule {rule.code}"


def _survey_rules() -> Iterator[str]:
    fresh = [
        SurveyRule(code=row["code"], labels=labels(row), nature=row.get("nature", ""), share=row["share"])
        for row in _missing(SurveyRule, "survey_rules")
    ]
    for rule in SurveyRule.objects.bulk_create(fresh):
        yield f"survey rule {rule.code}"


def _handover_rules() -> Iterator[str]:
    """Where a house has none yet: one it has switched off or made for a region of its own is its decision."""
    if HandoverRule.objects.exists():
        return
    for row in read("handover_rules"):
        HandoverRule.objects.create(code=row["code"], labels=labels(row), sign_within=row["sign_within"])
        yield f"hand-over rule {row['code']}"


def _message_texts() -> Iterator[str]:
    """What customers are written, to be reworded; a message somebody has worded is theirs."""
    yield from (f"message text {code}" for code in rewording.seed(ALWAYS))


def _customer_words() -> Iterator[str]:
    for position, row in enumerate(_missing(CareKind, "care_kinds"), start=1):
        CareKind.objects.create(code=row["code"], labels=labels(row), position=position)
        yield f"reason for care {row['code']}"
    for row in _missing(Tag, "tags"):
        Tag.objects.create(code=row["code"], labels=labels(row))
        yield f"tag {row['code']}"


def _cues() -> Iterator[str]:
    """The telling words, where a house has none yet: a list somebody has worked on is theirs."""
    if Cue.objects.exists():
        return
    categories = {category.code: category for category in Category.objects.all()}
    fresh = [
        Cue(
            category=categories.get(row.get("category", "")), nature=row.get("nature", ""),
            priority=row.get("priority", ""), language=language, phrase=phrase,
        )
        for row in read("cues")
        for language, name in ((Cue.Language.ENGLISH, "en"), (Cue.Language.CHINESE, "zh"))
        for phrase in dict.fromkeys(row[name])
    ]  # fmt: skip
    Cue.objects.bulk_create(fresh)
    yield f"{len(fresh)} telling words"


def _policies() -> Iterator[str]:
    calendars = {calendar.code: calendar for calendar in Calendar.objects.all()}
    categories = {category.code: category for category in Category.objects.all()}
    for row in _missing(Policy, "policies"):
        policy = Policy.objects.create(
            code=row["code"], labels=labels(row), source=row["source"], is_active=row.get("active", True)
        )
        selectors = dict(row["select"])
        if code := selectors.pop("category", None):
            selectors["category"] = categories[code]
        version = PolicyVersion.objects.create(policy=policy, number=1, valid_from=ALWAYS, **selectors)
        Target.objects.bulk_create(_target(version, calendars, *promise) for promise in row["targets"])
        yield f"policy {policy.code}{'' if policy.is_active else ' (switched off)'}"


def _alarm_ladders() -> Iterator[str]:
    """Who is told when of a clock, for each sort of promise that has no ladder yet."""
    known = set(AlarmLadder.objects.values_list("sort", flat=True))
    for row in read("alarm_ladders"):
        if row["sort"] in known:
            continue
        ladder = AlarmLadder.objects.create(
            sort=row["sort"], number=1, valid_from=ALWAYS, wait=row["wait"], wait_critical=row["wait_critical"]
        )
        AlarmStep.objects.bulk_create(AlarmStep(ladder=ladder, **step) for step in row["steps"])
        ladders.forget()
        yield f"alarm ladder {ladder.sort}"


def _target(
    version: PolicyVersion,
    calendars: dict[str, Calendar],
    milestone: str,
    amount: int | None,
    unit: str,
    nature: str = "",
    calendar: str = "",
) -> Target:
    """One promise as written in policies.json; `nature` is "danger", a sort other than promise, or nothing."""
    sort = nature if nature and nature != "danger" else Target.Sort.PROMISE
    target = Target(
        version=version, milestone=milestone, amount=amount, unit=unit, sort=sort, danger=nature == "danger",
        calendar=calendars[calendar] if calendar else None,
    )  # fmt: skip
    target.clean()
    return target
