"""The report as lines for a terminal."""

from collections.abc import Iterator
from typing import Any

MOST_LISTED = 20


def lines(report: dict[str, Any]) -> Iterator[str]:
    rows, moments = report["rows"], report["moments"]
    yield f"{report['data_set']}: {rows['read']} rows read, {rows['chosen']} chosen, {rows['refused']} refused"
    yield f"moments   {moments['done']} of {moments['in_all']}"
    yield f"tickets   {report['tickets']}, still open {report['still_open']}"
    for name in ("events", "clocks"):
        counts = ", ".join(f"{key} {count}" for key, count in report[name].items() if key != "all")
        yield f"{name:<10}{report[name]['all']} ({counts})"
    yield f"replies   on time by the original due time: {_share(report['on_time'])}"
    yield from _stages(report["stages"])
    yield from _refused(report["refused"])
    yield from _agreement(report["agreement"])


def _stages(stages: dict[str, Any]) -> Iterator[str]:
    yield "stage             ended  there now   elapsed h p50        p90   working h p50        p90"
    for stage, times in stages.items():
        figures = [times[kind][p] for kind in ("elapsed_hours", "working_hours") for p in ("p50", "p90")]
        cells = [f"{'–' if figure is None else f'{figure:.2f}'}" for figure in figures]
        yield (
            f"{stage:<14}{times['ended']:>9}{times['there_now']:>11}{cells[0]:>16}{cells[1]:>11}"
            f"{cells[2]:>16}{cells[3]:>11}"
        )


def _refused(refused: dict[str, Any]) -> Iterator[str]:
    for reason, count in refused["by_reason"].items():
        yield f"refused   {count} × {reason}"
    for one in refused["rows"][:MOST_LISTED]:
        yield f"          line {one['line'] or '–'}, id {one['id'] or '–'}: {one['reason']}"
    if len(refused["rows"]) > MOST_LISTED:
        yield f"          … and {len(refused['rows']) - MOST_LISTED} more (all of them with --json)"


def _agreement(agreement: dict[str, Any] | None) -> Iterator[str]:
    if agreement is None:
        yield "agreement the data set says nothing of due times"
        return
    for kind in ("all", "utility"):
        one = agreement[kind]
        yield f"agreement {kind}, opened from {agreement['opened_from']} on: {one['rows']} rows"
        yield f"          due within 5 minutes of the city's: {_share(one['due_within_5_minutes'])}"
        yield f"          same on-time flag as the city's:    {_share(one['on_time_flag'])}"
        yield f"          due of ours where the city gave none: {one['due_of_ours_where_the_city_gave_none']}"


def _share(share: dict[str, Any]) -> str:
    percent = "–" if share["percent"] is None else f"{share['percent']:.2f} %"
    return f"{share['numerator']}/{share['denominator']} = {percent}"
