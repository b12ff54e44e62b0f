"""A program that calls us, and what it may say."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from tests import making


@dataclass
class Caller:
    """Speaks JSON with a key; `say` names the language."""

    key: str = ""
    language: str = "en"
    http: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def get(self, path: str, **headers: str):
        return self.http.get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str):
        raw = body if isinstance(body, bytes) else json.dumps(body)
        return self.http.post(path, raw, content_type="application/json", headers=self._headers(headers))

    def put(self, path: str, body: Any, **headers: str):
        raw = body if isinstance(body, bytes) else json.dumps(body)
        return self.http.put(path, raw, content_type="application/json", headers=self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        key = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {"Accept-Language": self.language} | key | {name.replace("_", "-"): said for name, said in more.items()}

    def create(self, **changes: Any):
        return self.post(TICKETS, COMPLAINT | changes)

    def move(self, number: str, name: str, version: int | None = None, **inputs: Any):
        body = {"move": name, **({"version": version} if version is not None else {}), **inputs}
        return self.post(f"{TICKETS}{number}/moves/", body)


TICKETS = "/api/v1/tickets/"
COMPLAINT = {
    "nature": "complaint",
    "words": "The water is brown since Monday.",
    "requests": ["Clean water", "A refund for March"],
    "place": "4 Canal Street",
    "name": "Mei Chen",
    "contact": "+86 138 0013 8000",
    "consent": True,
}


def caller(name: str, *scopes: str) -> Caller:
    return Caller(making.make_client(name, *scopes)[1])


def session(user, language: str = "en") -> Caller:
    """A colleague who is signed in."""
    http = Client()
    http.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Caller(http=http, language=language)


@pytest.fixture
def policy(db):
    making.make_region("north")
    return making.make_policy(reply=(5, "working_days"), review=(240, "working_minutes"), acknowledge=(60, "minutes"))


@pytest.fixture
def hotline(policy) -> Caller:
    """May do everything a key can be allowed."""
    return caller("hotline")
