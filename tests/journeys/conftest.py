"""Each journey runs in English and in Chinese, on a utility as it is on the day it opens: one language on each engine,
and with --nightly both on both."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import translation

from complaints.models import Target
from servicecenter.models import Region
from servicecenter.seeds.defaults import seed_defaults
from tests.chromium import DESK
from tests.journeys.desk import Colleague, Customer
from tests.journeys.house import Utility

LOCALES = {"en": "en", "zh-hans": "zh-CN"}


OF_THIS_ENGINE = "zh-hans" if connection.vendor == "postgresql" else "en"


@pytest.fixture(
    params=[pytest.param(one, marks=[] if one == OF_THIS_ENGINE else pytest.mark.nightly) for one in LOCALES]
)
def language(request, _in_the_house_s_language) -> Iterator[str]:
    """Every word the test takes from the catalogue is in this language."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def utility(transactional_db, settings, tmp_path, language) -> Utility:
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    seed_defaults()
    # Shipped empty on purpose: the operator's engineer has filled them in.
    Target.objects.filter(danger=True, milestone="on_site").update(amount=30)
    Target.objects.filter(danger=True, milestone="make_safe").update(amount=60)
    return Utility(Region.objects.get(), language)


@pytest.fixture
def at_desk(open_browser, assert_accessible, utility, request) -> Callable[..., Colleague]:
    """at_desk("ada") → Ada, signed in at a window of her own; further arguments are those of the window."""

    def sit_down(name: str, **window) -> Colleague:
        page = open_browser(**{"locale": LOCALES[utility.language], "viewport": DESK, **window})
        colleague = Colleague(page, assert_accessible, _file_name(request, name), utility.people[name])
        colleague.signs_in()
        return colleague

    return sit_down


@pytest.fixture
def customer(open_browser, assert_accessible, utility, request) -> Customer:
    page = open_browser(locale=LOCALES[utility.language])
    return Customer(page, assert_accessible, _file_name(request, "customer"))


def _file_name(request, who: str) -> str:
    return f"{request.node.path.stem.removeprefix('test_')}-{request.node.callspec.params['language']}-{who}"
