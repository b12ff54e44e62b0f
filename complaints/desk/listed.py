"""Conditions of partial indexes as SQLite must read them: without parameters, in the very words of the index.

PostgreSQL reads them like any other. Only constants of the program are ever written out here.
"""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func

from complaints.choices import OPEN, Stage
from customers.models import NOT_ORDINARY

ACTIVE = (*OPEN, Stage.REPLIED)


def _written(field: str, template: str) -> Func:
    return Func(F(field), template=template, output_field=BooleanField())


def _one_of(field: str, values: Iterable[str]) -> Func:
    words = ", ".join(f"'{value}'" for value in values)
    return _written(field, f"%(expressions)s IN ({words})")


LISTED = _one_of("stage", ACTIVE)  # of tickets
PLACED = _written("place", "NOT (%(expressions)s = '')")  # of tickets
KEY = _one_of("standing", NOT_ORDINARY)  # of customers
