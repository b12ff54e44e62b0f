"""The invented house of the demo: districts, crews, people with one known password, customers with their accounts.

Every name, street and number is made up; phone numbers are from a range kept for fiction, addresses end in .invalid,
so nothing here reaches anybody. Must not be used on a house that serves real customers.
"""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from complaints.models import SafetyCard, Target
from customers import index
from customers.actions import note_care, recognise_customer
from customers.models import Account, CareKind, Customer, Meter, Premise, Tag
from servicecenter.models import Calendar, Duty, Region, RoleHeld, Team, User
from servicecenter.roles import ROLES

HERE = Path(__file__).parent
PASSWORD = "harbour-lantern-7"  # noqa: S105 - printed on purpose, on loopback only
MAIL = "alderport.invalid"
ON_CALL = ("agent", "reviewer", "coordinator", "handler", "supervisor", "shift_leader", "complaint_manager")
# A demo opened months later still has people on duty.
DUTY_LASTS = timedelta(days=2 * 365)
SINCE = timedelta(days=400)
# Minutes within which the demo's own crews are on site and have made it safe: the demo's figures, nobody's advice.
DANGER_MINUTES = {"on_site": 30, "make_safe": 60}


@dataclass(frozen=True)
class Resident:
    """A customer of the demo, as a caller: what they say their name and contact are, and where they live."""

    name: str
    contact: str
    language: str
    premise: Premise


def read(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def demo_logins() -> list[tuple[str, str, str]]:
    """(user name, password, what they are) of the demo's people who still have the demo's password."""
    names = {row["username"]: row for row in read("demo_house")["staff"]}
    people = User.objects.filter(username__in=names, is_active=True, email__endswith=MAIL).order_by("pk")
    # They share one hash, and hashing is slow on purpose: each hash is tried once.
    known = {encoded: check_password(PASSWORD, encoded) for encoded in {one.password for one in people}}
    return [
        (one.username, PASSWORD, f"{ROLES[names[one.username]['role']]} – {one.get_full_name()}")
        for one in people
        if known[one.password]
    ]


def labels(row: dict[str, str]) -> dict[str, str]:
    return {"en": row["en"], "zh-hans": row["zh"]}


def build(now: datetime, chance: random.Random) -> list[Resident]:
    """Make districts, crews, people, duty and customers; return the customers in the order of the file."""
    house = read("demo_house")
    Target.objects.filter(danger=True, amount=None, milestone="on_site").update(amount=DANGER_MINUTES["on_site"])
    Target.objects.filter(danger=True, amount=None, milestone="make_safe").update(amount=DANGER_MINUTES["make_safe"])
    regions = _regions(house["regions"])
    teams = _teams(house["teams"])
    SafetyCard.objects.filter(code="gas").update(team=teams["gas-crew"])
    _staff(house["staff"], regions, teams, now)
    premises = _premises(house["streets"], regions, len(house["customers"]))
    chance.shuffle(premises)
    residents = [
        _customer(row, premise, number, now)
        for number, (row, premise) in enumerate(zip(house["customers"], premises, strict=True))
    ]
    _known_besides(now)
    return residents


def _regions(rows: list[dict]) -> dict[str, Region]:
    """The shipped region becomes the first district, so that no empty one stands beside them."""
    calendar = Calendar.objects.get(code="china")
    Region.objects.filter(code="supply-area").update(code=rows[0]["code"], labels=labels(rows[0]))
    for row in rows:
        made = {"labels": labels(row), "area_class": row["area_class"], "calendar": calendar}
        Region.objects.get_or_create(code=row["code"], defaults=made)
    return {region.code: region for region in Region.objects.all()}


def _teams(rows: list[dict]) -> dict[str, Team]:
    for row in rows:
        department = Team.objects.filter(code=row["department"]).first()
        Team.objects.get_or_create(code=row["code"], defaults={"labels": labels(row), "department": department})
    return {team.code: team for team in Team.objects.all()}


def _staff(rows: list[dict], regions: dict[str, Region], teams: dict[str, Team], now: datetime) -> None:
    password = make_password(PASSWORD)
    for row in rows:
        user = User.objects.create(
            username=row["username"], first_name=row["first"], last_name=row["last"], password=password,
            email=f"{row['username']}@{MAIL}", team=teams.get(row.get("team", "")), language=row["language"],
            is_staff=row["role"] == "administrator",
        )  # fmt: skip
        region = regions.get(row.get("region", ""))
        RoleHeld.objects.create(user=user, role=row["role"], region=region, since=now - SINCE)
        if row["role"] in ON_CALL:
            Duty.objects.create(
                user=user, role=row["role"], region=region, since=now - SINCE, until=now + DUTY_LASTS
            )  # fmt: skip


def _premises(streets: dict[str, list], regions: dict[str, Region], wanted: int) -> list[Premise]:
    """Addresses in both languages, the districts in proportion to their streets."""
    places = [(regions[code], english, chinese) for code, names in streets.items() for english, chinese in names]
    rows = []
    for number in range(wanted):
        region, english, chinese = places[number % len(places)]
        house = 3 + 2 * (number // len(places)) + number
        rows.append(Premise(address=f"{house} {english} · {chinese}{house}号", region=region))
    return Premise.objects.bulk_create(rows)


def _customer(row: list[str], premise: Premise, number: int, now: datetime) -> Resident:
    name, language = row[0], row[1]
    contact = f"+44 1632 960{100 + number}" if number % 3 else f"customer{100 + number}@{MAIL}"
    customer, _point = recognise_customer(
        name, contact, at=now - SINCE, source="billing", language=language
    )  # fmt: skip
    customer.since = (now - SINCE).date()
    if len(row) > 2:
        customer.kind, customer.standing = Customer.Kind(row[2]), Customer.Standing(row[3])
    customer.save(update_fields=["kind", "standing", "since"])
    utilities = list(Account.Utility)
    Account.objects.bulk_create(
        Account(
            number=f"{utility.value[0].upper()}{2600000 + 37 * number + position}", utility=utility,
            customer=customer, premise=premise, tariff="household" if len(row) == 2 else "business",
            opened_on=(now - SINCE).date(), source="billing", confirmed_at=now - SINCE,
            arrears=Decimal(number) * 4 + Decimal("0.10") if number % 7 == 3 and not position else 0,
        )
        for position, utility in enumerate([utilities[number % 4], utilities[(number + 1) % 4]])
    )  # fmt: skip
    return Resident(name, contact, language, premise)


def _known_besides(now: datetime) -> None:
    """A meter for every account, particular care for some, a tag here and there; then all are found by them."""
    Meter.objects.bulk_create(
        Meter(number=f"M-{5530900 + account.pk}", utility=account.utility, premise=account.premise, account=account)
        for account in Account.objects.select_related("premise")
    )
    customers, cares = list(Customer.objects.order_by("pk")), list(CareKind.objects.all())
    for number, customer in enumerate(customers):
        if customer.kind == Customer.Kind.PERSON and number % 6 == 1:
            care = cares[number // 6 % len(cares)]
            note_care(customer, care, at=now - timedelta(days=30), source="phone", confirm_by=(now + SINCE).date())
        if number % 9 == 4:
            customer.tags.add(Tag.objects.order_by("pk")[number // 9 % 3])
    index.refresh([one.pk for one in customers])
