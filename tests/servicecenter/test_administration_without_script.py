"""Who administers without JavaScript adds rows as well: they ask for empty ones, and what stays empty is not kept."""

import re

import pytest
from django.urls import reverse

from servicecenter.models import RoleHeld
from tests import making


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def rows_of(page: str, prefix: str) -> int:
    found = re.search(rf'name="{prefix}-TOTAL_FORMS" value="(\d+)"', page)
    assert found
    return int(found[1])


def test_a_role_is_given_on_a_row_that_was_asked_for(desk):
    person = making.make_staff("agent", name="robin")
    address = reverse("admin:servicecenter_user_change", args=[person.pk])
    plain = desk.get(address).content.decode()
    held = rows_of(plain, "roles_held")
    assert "<noscript>" in plain
    assert 'href="?rows=3"' in plain
    asked = desk.get(f"{address}?rows=3").content.decode()
    assert rows_of(asked, "roles_held") == held + 3
    assert 'href="?rows=6"' in asked
    fields = dict(
        re.findall(r'<input type="(?:hidden|text)" name="((?:roles_held|duties)-[^"]+)" value="([^"]*)"', asked)
    )
    role = person.roles_held.get()
    form = {
        **fields, "username": person.username, "language": "en", "is_active": "on",
        "roles_held-0-id": role.pk, "roles_held-0-user": person.pk, "roles_held-0-role": role.role,
        "roles_held-0-since_0": role.since.date().isoformat(), "roles_held-0-since_1": "08:00",
        f"roles_held-{held}-role": "reviewer", f"roles_held-{held}-since_0": "2026-01-01",
        f"roles_held-{held}-since_1": "08:00",
    }  # fmt: skip
    done = desk.post(f"{address}?rows=3", form)
    assert done.status_code == 302, done.content.decode()
    assert set(RoleHeld.objects.filter(user=person).values_list("role", flat=True)) == {"agent", "reviewer"}


@pytest.mark.parametrize("asked", ["", "x", "-1", "999999999", "9" * 400])
def test_what_is_no_number_of_rows_or_too_many_breaks_nothing(desk, asked):
    page = desk.get(reverse("admin:complaints_category_add"), {"rows": asked})
    assert page.status_code == 200
    assert rows_of(page.content.decode(), "cues") <= 30


def test_where_no_row_can_be_added_none_is_offered(desk):
    assert "?rows=" not in desk.get(reverse("admin:servicecenter_region_add")).content.decode()
