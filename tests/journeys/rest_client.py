"""A small client of the REST API as a user of it would write one: the standard library, and what the API says.

It knows no move by heart: which ones are possible and what each asks for it reads from the ticket; the bodies it
sends are held against the OpenAPI description first. A conflict is answered by reading again, a broken line by
sending the same under the same Idempotency-Key.
"""

import json
import re
import uuid
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

JSON = "application/json"
Body = dict[str, Any]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Problem(Exception):
    """The API said no, in its problem details."""

    def __init__(self, status: int, said: Body, kind: str):
        assert kind.startswith("application/problem+json"), (kind, said)
        super().__init__(f"{status} {said.get('code')}: {said.get('detail')} {said.get('errors', '')}")
        self.status, self.said = status, said


class NotAllowed(Exception):
    """The ticket does not offer this move to whoever asks."""


class Rest:
    """Speaks to one server, by a key (a program) or signed in (a person)."""

    def __init__(self, server: str, *, key: str = "", language: str = "en"):
        self.server, self.headers = server, {"Accept": JSON, "Accept-Language": language}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        self.cookies = CookieJar()
        self._open = build_opener(HTTPCookieProcessor(self.cookies)).open
        self._operations: Body = {}

    def sign_in(self, name: str, password: str) -> "Rest":
        """A person's session, with the page's own form."""
        page = f"{self.server}/accounts/login/"
        token = TOKEN.search(self._open(Request(page)).read().decode())
        assert token, "the sign-in page has its token"
        form = urlencode({"login": name, "password": password, "csrfmiddlewaretoken": token[1]})
        self._open(Request(page, form.encode(), {"Referer": page}))
        return self

    def get(self, path: str, **query: str) -> Body:
        return self._send("GET", path + (f"?{urlencode(query)}" if query else ""))

    def post(self, path: str, body: Body, *, once: str = "") -> Body:
        """`once`: the same key sent again is answered as the first time and done once."""
        return self._send("POST", path, body, {"Idempotency-Key": once or str(uuid.uuid4())})

    def create(self, **told: Any) -> Body:
        """A new ticket; its first answer alone bears the access code."""
        self._fits("/api/v1/tickets/", told)
        return self.post("/api/v1/tickets/", told)

    def ticket(self, number: str) -> Body:
        return self.get(f"/api/v1/tickets/{number}/")

    def move(self, number: str, name: str, *, seen: Body | None = None, once: str = "", **told: Any) -> Body:
        """Make a move on the ticket as it was `seen`, or as it is now. Outrun by somebody, it looks again:
        if the move is still offered it is made on what stands there now."""
        ticket = seen or self.ticket(number)
        once = once or str(uuid.uuid4())
        for _again in range(5):
            body = self._body_of(ticket, name, told)
            try:
                return self.post(f"/api/v1/tickets/{number}/moves/", body, once=once)
            except Problem as problem:
                if problem.said.get("code") != "version":
                    raise
                ticket = self.ticket(number)
        raise NotAllowed(f"{name}: outrun five times")

    def _body_of(self, ticket: Body, name: str, told: Body) -> Body:
        offered = {one["name"]: one for one in ticket["allowed_moves"]}
        if name not in offered:
            raise NotAllowed(f"{name} is not among {sorted(offered)}")
        move = offered[name]
        missing = {one["name"] for one in move["inputs"] if one["required"]} - set(told)
        answered = {f"result_{one['request']}" for one in told.get("answers", [])}
        if missing - answered:
            raise NotAllowed(f"{name} also asks for {sorted(missing - answered)}")
        body = {"move": name, **told}
        if move["needs_version"]:
            body["version"] = ticket["version"]
        self._fits("/api/v1/tickets/{number}/moves/", body)
        return body

    def offers(self, number: str) -> set[str]:
        """The names of the moves this caller may make now."""
        return {one["name"] for one in self.ticket(number)["allowed_moves"]}

    def codes(self, list_: str, **query: str) -> set[str]:
        """The codes of one of the lists a move's field names."""
        found = self.get(list_, **query)
        rows = found["results"] if isinstance(found, dict) else found
        return {one["code"] for one in rows}

    def _fits(self, path: str, body: Body) -> None:
        """Nothing is sent that the description does not know."""
        if not self._operations:
            self._operations = self.get("/api/schema/", format="json")
        described = self._operations["paths"][path]["post"]["requestBody"]["content"][JSON]["schema"]
        shapes = [self._resolved(one) for one in _alternatives(self._resolved(described))]
        if "move" in body:
            shapes = [one for one in shapes if body["move"] in _moves_of(one)]
        assert any(set(body) <= set(one["properties"]) for one in shapes), (body, shapes)
        assert any(set(one.get("required", [])) <= set(body) or "answers" in body for one in shapes), body

    def _resolved(self, schema: Body) -> Body:
        if "$ref" not in schema:
            return schema
        found: Body = self._operations
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    def _send(self, method: str, path: str, body: Body | None = None, more: dict[str, str] | None = None) -> Body:
        headers = self.headers | (more or {})
        if body is not None:
            headers["Content-Type"] = JSON
        if token := next((one.value for one in self.cookies if one.name == "csrftoken"), None):
            headers |= {"X-CSRFToken": token, "Referer": self.server}
        raw = None if body is None else json.dumps(body).encode()
        return self._answer(lambda: self._open(Request(self.server + path, raw, headers, method=method)))

    def _answer(self, ask: Callable[[], Any]) -> Body:
        try:
            with ask() as answer:
                return json.load(answer)
        except HTTPError as error:
            said = json.load(error)
            raise Problem(error.code, said, error.headers["Content-Type"]) from error


def _alternatives(schema: Body) -> list[Body]:
    return schema.get("oneOf") or schema.get("anyOf") or [schema]


def _moves_of(schema: Body) -> list[str]:
    named = schema["properties"]["move"]
    return named.get("enum") or [named["const"]]
