"""What the city published of its own promises and judgements. Read by the report, and by nothing before it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from servicecenter.replay import reading
from servicecenter.replay.maps import DataSet
from servicecenter.replay.rows import instant


@dataclass(frozen=True, slots=True)
class Verdict:
    """The city's due time, None when it gave none; whether it called the request on time, None when it did not say."""

    due: datetime | None
    on_time: bool | None


FLAGS = {"ONTIME": True, "OVERDUE": False}


def verdicts(folder: Path, data_set: DataSet) -> dict[str, Verdict]:
    """By the id of the request; empty for a data set that says nothing of it."""
    found: dict[str, Verdict] = {}
    for _line, record in reading.records(reading.find(folder)):
        if record and "target_dt" in record and "case_id" in record:
            verdict = Verdict(_due(record["target_dt"], data_set), FLAGS.get(record.get("ontime", "")))
            found.setdefault(record["case_id"], verdict)
    return found


def _due(written: str, data_set: DataSet) -> datetime | None:
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        return None
    return None if local.tzinfo else instant(local, data_set.zone)
