"""The administrator's pages in a real browser: under the strict policy, usable, nothing blocked."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from complaints.models import Policy
from servicecenter.models import User
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.chromium import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(live_server, page, client):
    """A page of somebody who holds the role administrator."""
    adam = making.make_staff("administrator", name="adam")
    User.objects.filter(pk=adam.pk).update(is_staff=True)
    client.force_login(adam)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def test_banner_calendar_and_policy_work_under_the_strict_policy(signed_in, live_server):
    calendar = making.make_calendar(holidays=["2030-01-01"])
    version = Policy.objects.create(code="gas", labels=making.named("Gas")).versions.create(
        number=1, valid_from=making.LONG_AGO
    )  # fmt: skip
    version.targets.create(milestone="on_site", unit="minutes", danger=True)
    page = signed_in
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("alert").get_by_role("link", name="Gas: On site").click()
    page.get_by_role("link", name="Today").first.click()  # Django's own script runs
    expect(page.locator("#id_valid_until_0")).not_to_have_value("")
    page.locator("#id_valid_until_0").fill("")  # a version in force goes on
    page.locator("#id_targets-0-amount").fill("30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.goto(live_server.url + reverse("admin:servicecenter_calendar_change", args=[calendar.pk]))
    expect(page.locator("#id_days-0-date")).to_have_value("2030-01-01")


def test_on_a_phone_each_row_is_an_entry_with_its_names_and_nothing_lies_to_the_side(signed_in, live_server):
    calendar = making.make_calendar(holidays=["2030-01-01"])
    page = signed_in
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("admin:servicecenter_calendar_change", args=[calendar.pk]))
    row = page.locator("#days-0")
    assert {"Day", "Kind", "Hours"} <= set(row.locator("td").evaluate_all("all => all.map(one => one.dataset.label)"))
    for field in row.locator("input:visible, select:visible").all():
        box = field.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


# What stands for the others: rows inside rows, a plain form, names in two languages, hours, people and their roles.
FEW = ("category", "calendar", "policyversion", "alarmladder", "user", "event")


def pages_of_administration(names: tuple[str, ...] | None) -> Iterator[str]:
    """Of each model its list, an empty form and the form of its first row."""
    for model in admin.site._registry:
        name = model._meta.model_name
        if names is not None and name not in names:
            continue
        route = f"admin:{model._meta.app_label}_{name}"
        yield reverse(f"{route}_changelist")
        yield reverse(f"{route}_add")
        if row := model._default_manager.order_by("pk").first():
            yield reverse(f"{route}_change", args=[row.pk])


def grave(page: Page) -> list[str]:
    return [
        f"{page.url} {one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:4])}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.fixture
def with_axe(signed_in, open_browser, live_server) -> Page:
    """The same person in a window axe may work in; the strict one hears what the pages themselves do."""
    page = open_browser(bypass_csp=True)
    page.context.add_cookies(signed_in.context.cookies(live_server.url))
    return page


def walked(strict: Page, with_axe: Page, names: tuple[str, ...] | None) -> list[str]:
    """What axe finds grave on these pages; a page the role may not open is left out."""
    wrong: list[str] = []
    seed_defaults()
    for path in pages_of_administration(names):
        if strict.goto(path).status == 403:
            continue
        with_axe.goto(path)
        wrong += grave(with_axe)
    return wrong


def test_the_forms_that_stand_for_the_others_are_labelled_and_no_script_breaks(signed_in, with_axe):
    """What breaks in the strict window, `complaints_of_the_browser` asserts."""
    assert "\n".join(walked(signed_in, with_axe, FEW)) == ""


@pytest.mark.nightly
def test_every_page_of_administration_is_labelled_and_no_script_breaks(signed_in, with_axe):
    assert "\n".join(walked(signed_in, with_axe, None)) == ""
