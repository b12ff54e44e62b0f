"""The shipped scorecards and inspection form: added when missing by their code, left alone when they are there."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quality.models import (
    Criterion,
    InspectionForm,
    InspectionFormVersion,
    Scorecard,
    ScorecardLine,
    ScorecardVersion,
)

HERE = Path(__file__).parent
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def seed_quality() -> Iterator[str]:
    """A line for each one added."""
    for row in _read("scorecards"):
        if not Scorecard.objects.filter(code=row["code"]).exists():
            yield _scorecard(row)
    for row in _read("inspection_forms"):
        if not InspectionForm.objects.filter(code=row["code"]).exists():
            yield _form(row)


def _scorecard(row: dict[str, Any]) -> str:
    card = Scorecard.objects.create(code=row["code"], labels=_labels(row), of=row["of"])
    version = ScorecardVersion.objects.create(card=card, number=1, valid_from=ALWAYS)
    ScorecardLine.objects.bulk_create(
        ScorecardLine(
            version=version, indicator=indicator, dimension=dimension, direction=direction, target=target, weight=weight
        )
        for indicator, dimension, direction, target, weight in row["lines"]
    )  # fmt: skip
    return f"scorecard {card.code}"


def _form(row: dict[str, Any]) -> str:
    form = InspectionForm.objects.create(code=row["code"], labels=_labels(row))
    version = InspectionFormVersion.objects.create(form=form, number=1, valid_from=ALWAYS)
    Criterion.objects.bulk_create(
        Criterion(
            version=version, dimension=dimension, weight=weight, fatal=fatal, position=position,
            labels={"en": english, "zh-hans": chinese},
        )
        for position, (dimension, weight, fatal, english, chinese) in enumerate(row["criteria"], start=1)
    )  # fmt: skip
    return f"inspection form {form.code}"


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def _labels(row: dict[str, Any]) -> dict[str, str]:
    return {"en": row["en"], "zh-hans": row["zh"]}
