"""Celery, when there is a Redis: beat says "look now" and workers call the same rounds.

A message carries the name of a round and nothing else. No fact lives here: a lost message costs a
second, a doubled one finds nothing to do.
"""

import os

import django
from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servicecenter.settings")
django.setup()

from servicecenter import rounds  # noqa: E402 - its models need the apps loaded

app = Celery("servicecenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    path: {"task": "look", "schedule": seconds, "args": [path], "options": {"expires": max(5, seconds)}}
    for path, seconds in settings.ROUNDS.items()
}


@app.task(name="look")
def look(path: str) -> None:
    """Run one round now, by the database's clock."""
    rounds.run(path, rounds.database_now())
