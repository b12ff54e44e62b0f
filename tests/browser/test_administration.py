"""The administrator's pages in a real browser: under the strict policy, usable, nothing blocked."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from complaints.models import Policy
from servicecenter.models import User
from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
