"""Whatever the description allows, and whatever it forbids, is answered as it says: never a 5xx, never a status, a
type or a shape it does not tell. Asked by a key that may everything, one that may nothing, and an administrator."""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
import time_machine
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.db.models import QuerySet
from django.test import Client
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from channels_hub.models import MessageText, Outbound
from complaints.models import (
    Adjustment,
    AlarmLadder,
    Attachment,
    CallbackRule,
    Category,
    Cue,
    HandoverRule,
    MoneyLimit,
    Policy,
    PolicyVersion,
    Question,
    Reason,
    Recourse,
    SafetyCard,
    SurveyRule,
    Ticket,
)
from customers.models import Account, Bill, CareKind, Customer, Payment, Tag
from quality.indicators import BY_CODE
from quality.models import InspectionForm, InspectionFormVersion, Scorecard, ScorecardVersion
from quality.second_looks import SORTS
from servicecenter import api_keys
from servicecenter.models import ApiClient, Calendar, CalendarDay, Duty, Region, RoleHeld, Team, User
from servicecenter.wsgi import application
from tests import making
from tests.demo import demo_house  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOTH_WAYS = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
RULES = {
    "callbacks/rules": (CallbackRule, "code"),
    "handovers/rules": (HandoverRule, "code"),
    "surveys/rules": (SurveyRule, "code"),
    "policies/limits": (MoneyLimit, "role"),
    "policies/recourses": (Recourse, "code"),
    "policies/cards": (SafetyCard, "code"),
    "settings/policies": (Policy, "code"),
    "settings/categories": (Category, "code"),
    "settings/regions": (Region, "code"),
    "settings/teams": (Team, "code"),
    "settings/calendars": (Calendar, "code"),
    "settings/scorecards": (Scorecard, "code"),
    "settings/forms": (InspectionForm, "code"),
    "settings/tags": (Tag, "code"),
    "settings/care-kinds": (CareKind, "code"),
}
BY_ID = {
    "policies": PolicyVersion, "customers": Customer, "cues": Cue, "duties": Duty, "calendar-days": CalendarDay,
    "scorecard-versions": ScorecardVersion, "form-versions": InspectionFormVersion, "roles": RoleHeld,
    "clients": ApiClient, "messages": MessageText, "outgoing": Outbound,
}  # fmt: skip
BILLING = {"customers": Customer, "accounts": Account, "bills": Bill, "payments": Payment}


@pytest.fixture(scope="module")
def _connections_stay(demo_house) -> Iterator[None]:  # noqa: F811
    """As Django's own test client does: a request of ours does not end the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def described(_connections_stay):
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)


@pytest.fixture
def asking(demo_house, db, settings) -> Iterator[Callable[[str], dict[str, str]]]:  # noqa: F811
    """asking("a key that may everything") → the headers of whoever that is, at the demo's own moment."""
    settings.ALLOWED_HOSTS = ["*"]

    def headers(who: str) -> dict[str, str]:
        if who == "an administrator":
            return {"Cookie": f"sessionid={_signed_in(making.make_staff('administrator', name='adam'))}"}
        scopes = list(api_keys.SCOPES) if who == "a key that may everything" else []
        return {"Authorization": f"Bearer {api_keys.make_client('schema', scopes, at=demo_house)[1]}"}

    with time_machine.travel(demo_house):
        yield headers


def _signed_in(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def there(path: str, turn: int) -> dict[str, Any]:
    """The parts of an address by which something of the demo is found, another one each turn; empty for none."""
    shelf = re.sub(r".*/(v1|billing|settings)/", "", path).split("/")[0]
    for rules, (model, column) in RULES.items():
        if path.endswith((f"/{rules}/{{code}}/", f"/{rules}/{{code}}/holidays/")):
            return {"code": getattr(_one(model.objects.all(), turn), column)}
    if "{list}" in path:
        reason = _one(Reason.objects.all(), turn)
        return {"list": reason.list, "code": reason.code}
    if "/ladders/" in path and "{id}" in path:
        return {"id": _one(AlarmLadder.objects.all(), turn).pk}
    if "/settings/staff/" in path and "{username}" in path:
        return {"username": _one(User.objects.all(), turn).username}
    if "{category}" in path:
        question = _one(Question.objects.select_related("category"), turn)
        return {"category": question.category.code, "code": question.code}
    if "{code}" in path:
        cards = [card.code for card in Scorecard.objects.order_by("pk")]
        codes = list(BY_CODE) if "figures" in path else list(SORTS) if "looks" in path else cards
        return {"code": codes[turn % len(codes)]}
    if shelf in BILLING and "/billing/" in path:
        known = BILLING[shelf].objects.exclude(billing_id=None)
        return {"id": _one(known, turn).billing_id} if known else {}
    if "{number}" not in path:
        rows = BY_ID.get(shelf, Adjustment).objects.all()
        return {"id": _one(rows, turn).pk} if "{id}" in path and rows else {}
    if "{id}" not in path:
        return {"number": _one(Ticket.objects.all(), turn).number}
    row = _one((Attachment if "attachments" in path else Adjustment).objects.all(), turn)
    return {"number": row.ticket.number, "id": row.pk}


def _one(rows: QuerySet[Any], turn: int) -> Any:
    return rows.order_by("pk")[turn * 7 % rows.count()]


def asked(case: Case, headers: dict[str, str], turn: int) -> list[str]:
    """What is wrong with the answer. Two of three times the thing asked for is there; nothing is left behind."""
    if turn % 3 and case.path_parameters:
        case.path_parameters.update(there(case.operation.path, turn))
    with transaction.atomic():
        try:
            case.validate_response(case.call(headers=headers), checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            return [f"{case.operation.label}: {failure}"]
        finally:
            transaction.set_rollback(True)
    return []


def drawn(operation: Any, mode: GenerationMode, most: int) -> list[Case]:
    """Cases of the operation, the same ones every time."""
    cases: list[Case] = []

    @hypothesis.settings(
        max_examples=most, deadline=None, database=None, derandomize=True, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Case) -> None:
        cases.append(case)

    try:
        draw()
    except hypothesis.errors.Unsatisfiable:  # an operation that takes nothing has no wrong input
        assert mode == GenerationMode.NEGATIVE, operation.label
    return cases


def at_the_edges(schema: Any, operation: Any, most: int) -> list[Case]:
    """Shortest, longest, missing, of another type: evenly chosen from all there are."""
    every = list(
        itertools.islice(
            schema.iter_coverage_cases(
                operation, generation_modes=BOTH_WAYS, generation_config=schema.config.generation
            ),
            most * 20,
        )
    )
    return every[:: max(1, len(every) // most)]


def wrong_answers(schema: Any, headers: dict[str, str], most: int) -> list[str]:
    found: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        cases = at_the_edges(schema, operation, most)
        for mode in BOTH_WAYS:
            cases += drawn(operation, mode, most)
        for turn, case in enumerate(cases):
            found += asked(case, headers, turn)
    return found


EVERYBODY = ["a key that may everything", "a key that may nothing", "an administrator"]
MOST = [6, 2, 3] if settings.EMBEDDED else [2, 2, 2]  # the description is the same on either engine


@pytest.mark.parametrize(("who", "most"), list(zip(EVERYBODY, MOST, strict=True)))
def test_the_api_answers_as_it_is_described(described, asking, who, most):
    assert wrong_answers(described, asking(who), most) == []


@pytest.mark.nightly
@pytest.mark.parametrize(("who", "most"), list(zip(EVERYBODY, [200, 30, 60], strict=True)))
def test_the_api_answers_as_it_is_described_many_times_over(described, asking, who, most):
    assert wrong_answers(described, asking(who), most) == []
