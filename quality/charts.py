"""Lines for charts, reckoned here and drawn by templates; under each chart stands its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from quality.boards import Hour
from quality.trends import Point

LEFT, RIGHT, TOP, FLOOR = 28, 600, 14, 150  # of a picture 600 wide and 168 high
STEPS = (4, 8, 12, 20, 40, 60, 100, 200, 400, 1000, 2000, 4000, 10000, 40000, 100000)


@dataclass(frozen=True)
class Arrivals:
    """Points as SVG reads them; axes: (height of the line, its number); names: (place, hour)."""

    band: str
    usual: str
    real: str
    axes: list[tuple[float, float, int]]
    names: list[tuple[float, str]]
    loud: list[tuple[float, float, Hour]]


def arrivals(hours: Sequence[Hour]) -> Arrivals:
    """What came against the band of what is usual."""
    top = next((one for one in STEPS if one >= max(max(each.came or 0, each.most) for each in hours)), STEPS[-1])

    def across(place: int) -> float:
        return round(LEFT + (RIGHT - LEFT - 20) * place / (len(hours) - 1), 1)

    def up(count: float) -> float:
        return round(FLOOR - (FLOOR - TOP) * count / top, 1)

    def line(values: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{across(place)},{up(value)}" for place, value in values)

    most = [(place, float(one.most)) for place, one in enumerate(hours)]
    least = [(place, float(one.least)) for place, one in enumerate(hours)]
    return Arrivals(
        band=line([*most, *reversed(least)]),
        usual=line([(place, one.usual) for place, one in enumerate(hours)]),
        real=line([(place, float(one.came)) for place, one in enumerate(hours) if one.came is not None]),
        axes=[(up(top * quarter / 4), up(top * quarter / 4) + 4, top * quarter // 4) for quarter in range(5)],
        names=[(across(place), f"{one.begins:%H}") for place, one in enumerate(hours) if place % 2 == 0],
        loud=[(across(place), up(one.came or 0), one) for place, one in enumerate(hours) if one.unusual],
    )


@dataclass(frozen=True)
class Trend:
    """lines: stretches without a gap; dots: (across, up, point); axes: (height, place of its words, per cent)."""

    lines: list[str]
    dots: list[tuple[float, float, Point]]
    axes: list[tuple[float, float, int]]
    names: list[tuple[float, str]]


def trend(points: Sequence[Point]) -> Trend:
    """Shares from nothing to all. A week or month without a case is a gap, never a nought."""
    wide = (RIGHT - LEFT - 20) / max(len(points) - 1, 1)
    places = [round(LEFT + 10 + wide * place, 1) for place in range(len(points))]
    heights = [
        None if one.figure.share is None else round(FLOOR - (FLOOR - TOP) * one.figure.share, 1) for one in points
    ]
    lines: list[list[str]] = [[]]
    for across, up in zip(places, heights, strict=True):
        if up is None:
            lines.append([])
        else:
            lines[-1].append(f"{across},{up}")
    dots = [(across, up, one) for across, up, one in zip(places, heights, points, strict=True) if up is not None]
    axes = [(one := round(FLOOR - (FLOOR - TOP) * part / 100, 1), one + 4, part) for part in (0, 25, 50, 75, 100)]
    names = [(across, one.short) for across, one in list(zip(places, points, strict=True))[::2]]
    return Trend([" ".join(one) for one in lines if len(one) > 1], dots, axes, names)


def heat(count: int, most: int) -> int:
    """0 to 4: how dark a cell is, by its share of the fullest."""
    return 0 if not count else min(4, 1 + 4 * count // (most + 1))
