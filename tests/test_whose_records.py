"""What is no ticket but belongs to a region: restrictions, bills, adjustments, inspections; and the trials of policies.

Whoever holds the same role elsewhere gets the same bytes as for what was never there.
"""

import pytest

from complaints.models import Adjustment, Contact, Ticket, Verification
from quality import inspecting
from quality.figures import Scope
from quality.models import InspectionFormVersion
from servicecenter.models import User
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.making import NOW, make_staff, make_ticket
from tests.quality.histories import DAY, hear_all
from tests.test_permissions import assert_same, unknown
from tests.test_who_sees_what import SEES, _ten_o_clock, ask, signed_in, somebody  # noqa: F401 - a fixture among them

pytestmark = pytest.mark.django_db

# Things of the north with the addresses they have, {} for the key; whoever holds the role there opens the first.
Addresses = tuple[int | str, list[str]]


def _restricted(owner: User) -> Addresses:
    customer = making.make_customer("Nora North", region=making.make_region("north"))
    api = "/api/v1/customers/{}/restriction/"
    return customer.pk, ["/desk/customers/{}/restriction/", api, f"{api}lift/"]


def _billed(owner: User) -> Addresses:
    customer = making.make_customer("Nora North", account="N1", region=making.make_region("north"))
    contact = Contact.objects.create(channel="phone", agent=owner, customer=customer, started_at=NOW, source="desk")
    method = making.make_reason("verification")
    Verification.objects.create(contact=contact, customer=customer, by=owner, at=NOW, method=method)
    return customer.pk, [
        "/api/v1/customers/{}/bills/",
        "/api/v1/customers/{}/payments/",
        "/api/v1/customers/{}/",
        "/api/v1/customers/{}/record/",
    ]


def _adjusted(owner: User) -> Addresses:
    ticket = make_ticket("investigating", region=making.make_region("north"), team=making.make_team("network"))
    account = making.make_customer("Nora North", account="N1", region=ticket.region).accounts.get()
    row = Adjustment.objects.create(
        ticket=ticket, account=account, round=1, kind="refund", amount=100, currency="CNY", reason="Read twice.",
        state="rejected", requested_at=NOW, changed_at=NOW, due_at=NOW,
    )  # fmt: skip
    pages = f"adjustments/{row.pk}/rest/"
    return ticket.number, [f"/desk/tickets/{{}}/{pages}", f"/api/v1/tickets/{{}}/{pages}", "/desk/tickets/{}/bills/"]


def _inspected(owner: User) -> Addresses:
    list(seed_quality())
    handler = make_staff("handler", name="hana", region=making.make_region("north"))
    ticket = make_ticket("investigating", region=making.make_region("north"), handler=handler)
    making.advance(ticket, "replied", by=making.acting(handler))
    hear_all()
    plan = inspecting.plan(
        InspectionFormVersion.objects.get(), Scope(Ticket.objects.all(), NOW - DAY, NOW + DAY, NOW + DAY),
        seed="week 11", size=1, region=None, team=None, actor=making.acting(owner), at=NOW,
    )  # fmt: skip
    api = "/api/v1/quality/inspections/{}/"
    steps = [f"{api}{step}/" for step in ("result", "appeal", "settlement")]
    return plan.inspections.get().pk, ["/desk/quality/inspections/{}/", api, *steps]


OF_A_REGION = {
    "a restriction": ("supervisor", _restricted, "987654"),
    "bills and payments": ("agent", _billed, "987654"),
    "an adjustment": ("supervisor", _adjusted, ""),
    "an inspection": ("inspector", _inspected, "987654"),
}


@pytest.mark.parametrize("what", OF_A_REGION)
def test_what_is_of_another_region_answers_as_what_was_never_there(what):
    role, make, never = OF_A_REGION[what]
    never = never or unknown()
    owner, other = somebody(f"{role} in the north"), make_staff(role, region=making.make_region("south"))
    key, addresses = make(owner)
    assert signed_in(owner).get(addresses[0].format(key)).status_code == 200
    stranger = signed_in(other)
    for where in addresses:
        for method in ("get", "post"):
            theirs, none = (ask(stranger, method, where.format(one)) for one in (key, never))
            assert_same(theirs, none, method)
            assert theirs.status_code in {403, 404, 405}, where


@pytest.mark.parametrize("who", SEES)
def test_a_policy_is_tried_by_administrators_only(who):
    version, client = making.make_policy(reply=(5, "working_days")), signed_in(somebody(who))
    pages = [f"/admin/complaints/policyversion/{version.pk}/{one}" for one in ("try/", "try/tickets/")]
    pages += [f"/api/v1/policies/versions/{version.pk}/{one}" for one in ("trial/", "trial/tickets/")]
    expected = 200 if who == "administrator" else 403
    assert [client.get(one, follow=True).status_code for one in [*pages, "/api/v1/policies/ladders/"]] == [expected] * 5
