"""Lists of the desk a colleague keeps under a name of their own: the address behind it, never the tickets in it.

They stand with the person, who is read with every page anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.refusals import Missing
from servicecenter.models import User

MOST = 20


@dataclass(frozen=True)
class SavedView:
    """query: as it stands in the address of the desk."""

    name: str
    query: str


def written(view: str, chosen: Mapping[str, Sequence[str]]) -> str:
    """One way to write what is asked for, so that the same is known again."""
    return urlencode({"view": view} | {name: sorted(chosen[name]) for name in sorted(chosen)}, doseq=True)


def of(user: User) -> list[SavedView]:
    return [SavedView(**one) for one in user.saved_views]


def keep(user: User, name: str, query: str) -> None:
    """Under a name that is known already it takes the other's place. Raises Missing at `name` when there are MOST."""
    with transaction.atomic():
        others = _others(user, name)
        if len(others) >= MOST:
            raise Missing({"name": [_("At most %(count)d. Remove one first.") % {"count": MOST}]})
        _store(user, sorted([*others, {"name": name, "query": query}], key=lambda one: one["name"].casefold()))


def drop(user: User, name: str) -> bool:
    """True when there was one."""
    with transaction.atomic():
        others = _others(user, name)
        found = len(others) < len(user.saved_views)
        _store(user, others)
    return found


def _others(user: User, name: str) -> list[dict[str, str]]:
    user.saved_views = User.objects.select_for_update().values_list("saved_views", flat=True).get(pk=user.pk)
    return [one for one in user.saved_views if one["name"] != name]


def _store(user: User, views: list[dict[str, str]]) -> None:
    User.objects.filter(pk=user.pk).update(saved_views=views)
    user.saved_views = views
