"""Is it alive, and does it do its work? Readiness looks at ages, not at processes.

A process that runs and delivers nothing is not ready: see the oldest unheard event, the oldest
unfired alarm and what was poisoned.
"""

from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from complaints.models import Clock
from servicecenter import guards, outbox, rounds

LATE = timedelta(seconds=60)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when work is done on time, 503 with the reason when not."""
    try:
        facts = measure(rounds.database_now())
    except Error:
        return JsonResponse({"ready": False, "reasons": ["database"]}, status=503)
    return JsonResponse(facts, status=200 if facts["ready"] else 503)


def measure(now: datetime) -> dict[str, object]:
    """Seconds of the oldest thing waiting, what is poisoned, and what of it makes us unready."""
    unheard = outbox.owed(now).order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    alarm = Clock.objects.alarming(now).order_by("next_alarm_at").values_list("next_alarm_at", flat=True).first()
    ages = {
        "oldest_unheard_event": _age(unheard, now),
        "oldest_unfired_alarm": _age(alarm, now),
    }
    reasons = [name for name, seconds in ages.items() if seconds > LATE.total_seconds()]
    if not _wanted_migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        reasons.append("migrations")
    if guards.missing():
        reasons.append("guards")
    return {"ready": not reasons, "reasons": reasons, "poisoned": outbox.poisoned().count(), **ages}


@cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app of this code. It cannot change while the process runs; the database can."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
