"""A ceiling on how often one key may call: against a program gone wild, not a quota.

Counted per minute in the cache; a cache that is down never stops a complaint.
"""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from servicecenter.models import ApiClient

log = logging.getLogger(__name__)

WINDOW = 60  # seconds
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class KeyThrottle(BaseThrottle):
    """Reads and writes of one client, each within their own ceiling. People in the browser are not counted."""

    def allow_request(self, request, view) -> bool:
        if not isinstance(request.auth, ApiClient):
            return True
        scope = "reads" if request.method in READING else "writes"
        window = int(time.time() // WINDOW)
        return _count(f"calls:{request.auth.pk}:{scope}:{window}") <= settings.API_CALLS_PER_MINUTE[scope]

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW


def _count(key: str) -> int:
    try:
        if cache.add(key, 1, 2 * WINDOW):
            return 1
        return cache.incr(key)
    except Exception as error:  # whatever the cache's own library raises
        log.warning("calls are not counted: %s", type(error).__name__)
        return 0
