"""What every test stands on: a database with its guards, an empty cache, and large sizes only when asked for."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from servicecenter import guards, translations

pytest_plugins = ["tests.cast", "tests.chromium"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="also run the large sizes, which may take hours")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--nightly"):
        os.environ["SERVICECENTER_NIGHTLY"] = "1"  # the sizes of generated cases are chosen at import


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """What a file holds is no name of a test: an archive says the second it was made in, and each worker makes
    its own, so that they would not agree on what there is to run."""
    return argname if isinstance(val, bytes) else None


def pytest_itemcollected(item: pytest.Item) -> None:
    if group := _one_worker_s(item):
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Groups go out first, then these: nobody waits at the end for one long way through the browser.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if config.getoption("--nightly"):
        return
    for item in items:
        if item.get_closest_marker("nightly"):
            item.add_marker(pytest.mark.skip(reason="large: run with --nightly"))
    if not settings.EMBEDDED:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("once")])
        items[:] = [item for item in items if not item.get_closest_marker("once")]


def _one_worker_s(item: pytest.Item) -> str:
    """Those that kill processes go one after the other, whatever -n says; what a module builds is built once."""
    if item.get_closest_marker("faults"):
        return "faults"
    built = [one for names in item._fixtureinfo.name2fixturedefs.values() for one in names if one.scope == "module"]  # type: ignore[attr-defined]
    return item.nodeid.partition("::")[0] if built else ""


@pytest.fixture(autouse=True)
def _in_the_house_s_language() -> None:
    """Whatever language the page read last was in."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _catalogues_are_compiled() -> None:
    """A test that reads Chinese must not depend on who started it."""
    translations.compile_all()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _flush_lets_guards_go() -> None:
    """A transactional test ends by deleting every row, which the guards rightly refuse: they step aside
    for the flush, and its post_migrate signal puts them back."""
    flush = TransactionTestCase._fixture_teardown

    def without_guards(self: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":  # PostgreSQL flushes by TRUNCATE, which no trigger hears
            guards.remove()
        flush(self)

    TransactionTestCase._fixture_teardown = without_guards  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """No test of the database runs without its guards."""
    names = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("django_db") or names & {"db", "transactional_db"}:
        assert not guards.missing(), "the guards were not put back"
