"""What a billing system sends in our tests: four records that belong together, changed with few words."""

from typing import Any

BILLING = "/api/v1/billing/"
BULK = f"{BILLING}bulk/"


def customer(id: str = "C-1", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "record": "customer", "id": id, "version": version, "name": "Mei Chen", "language": "zh-hans",
        "contacts": ["+86 138 0013 8000", "mei.chen@customer.invalid"], "consents": ["handle_request"],
    } | changes  # fmt: skip


def account(id: str = "A-1", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "record": "account", "id": id, "version": version, "customer": "C-1", "number": f"W7-{id}",
        "utility": "water", "address": "4 Canal Street", "region": "north", "tariff": "household", "arrears": 1250,
    } | changes  # fmt: skip


def bill(id: str = "B-1", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "record": "bill", "id": id, "version": version, "account": "A-1", "number": f"2026-02-{id}",
        "period_from": "2026-01-01", "period_to": "2026-01-31", "issued_on": "2026-02-03", "due_on": "2026-02-20",
        "amount": 12840, "currency": "CNY", "meter": "M-5530901", "reading_from": "1204.5", "reading_to": "1236",
        "unit": "m³",
    } | changes  # fmt: skip


def payment(id: str = "P-1", version: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "record": "payment", "id": id, "version": version, "account": "A-1", "bill": "B-1", "paid_on": "2026-02-18",
        "amount": 10000, "currency": "CNY", "method": "transfer",
    } | changes  # fmt: skip


def whole_set(version: int = 1) -> list[dict[str, Any]]:
    return [customer(version=version), account(version=version), bill(version=version), payment(version=version)]


def path_of(record: dict[str, Any]) -> str:
    return f"{BILLING}{record['record']}s/{record['id']}/"


def single(record: dict[str, Any]) -> dict[str, Any]:
    """As it is sent alone, without what the address says."""
    return {name: value for name, value in record.items() if name not in {"record", "id"}}
