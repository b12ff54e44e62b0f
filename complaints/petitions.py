"""A petition's list read line by line: who, how to reach them, where, in which words. All of it or nothing.

Comma, semicolon or tab parts the columns, as the spreadsheet it comes from likes.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers import contact_points

MOST = 500
COLUMNS = 5  # name, contact, place, words, representative
HEADINGS = {"name", "姓名"}
YES = {"x", "yes", "y", "1", "true", "是", "√", "代表"}


@dataclass(frozen=True)
class Person:
    """One line. contact, place and words may be empty: the petition's own count then."""

    name: str
    contact: str
    place: str
    words: str
    represents: bool


def read(written: str) -> list[Person]:
    """The people of the list. Raises ValidationError with one message a line that cannot be read."""
    people: list[Person] = []
    errors: list[str] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in _lines(written):
        try:
            person = _person(cells)
            if (person.name.casefold(), person.contact) in seen:
                raise ValueError(_("%(name)s stands in the list already.") % {"name": person.name})
            seen.add((person.name.casefold(), person.contact))
            people.append(person)
        except ValueError as error:
            errors.append(_("Line %(number)d: %(error)s") % {"number": number, "error": error})
    if len(people) > MOST:
        errors.append(_("At most %(count)d.") % {"count": MOST})
    if not people and not errors:
        errors.append(_("There is nobody in the list."))
    if errors:
        raise ValidationError(errors)
    return people


def _lines(written: str) -> Iterator[tuple[int, list[str]]]:
    lines = written.lstrip("\ufeff").splitlines()
    first = lines[0] if lines else ""
    comma = max("\t;,", key=first.count) if any(mark in first for mark in "\t;,") else ","
    reader = csv.reader(lines, delimiter=comma)
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells) and not (reader.line_num == 1 and cells[0].casefold() in HEADINGS):
                yield reader.line_num, cells
    except csv.Error as error:
        raise ValidationError(_("Line %(number)d: %(error)s") % {"number": reader.line_num, "error": error}) from error


def _person(cells: list[str]) -> Person:
    if len(cells) > COLUMNS:
        raise ValueError(_("It has more than %(count)d columns.") % {"count": COLUMNS})
    name, contact, place, words, represents = [*cells, *[""] * (COLUMNS - len(cells))]
    if not name:
        raise ValueError(_("The name is missing."))
    if len(name) > 200 or len(place) > 300:
        raise ValueError(_("The name or the place is too long."))
    if contact:
        try:
            contact_points.read(contact)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
    return Person(name, contact, place, words, represents.casefold() in YES)
