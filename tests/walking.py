"""Walking the pages as a person does, by the links that stand on them, and reading them as a browser would."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

LEADS_ON = {"href", "hx-get"}
NOWHERE = ("/static/", "/accounts/logout/", "/api/docs/", "/api/schema/")


@dataclass
class Read(HTMLParser):
    """The elements of a page: each by its name and attributes, and the addresses they lead to."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def addresses(self, here: str) -> Iterator[str]:
        """Where links lead on our own site, without what only scrolls."""
        for tag, attrs in self.elements:
            for name in LEADS_ON & set(attrs):
                there = urlsplit(urljoin(here, attrs[name]))
                if not there.netloc and tag not in {"link", "use"} and not there.path.startswith(NOWHERE):
                    yield there.path + (f"?{there.query}" if there.query else "")


def named(route: str) -> str:
    """The route as tests/test_permissions.py writes it: its parts by their names alone."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route)


def route_of(address: str) -> str:
    """The address as the URLconf writes it; empty for none."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


@dataclass(frozen=True)
class Seen:
    address: str
    route: str
    answer: HttpResponse

    @property
    def is_page(self) -> bool:
        return self.answer.get("Content-Type", "").startswith("text/html")

    @property
    def html(self) -> str:
        return self.answer.content.decode() if self.is_page else ""


def walk(client: Client, starts: Iterable[str], *, most: int, **headers: Any) -> Iterator[Seen]:
    """Every page that can be reached from these, at most so many of one kind (route, and whether it was asked more)."""
    ahead, known, kinds = list(starts), set(starts), Counter[tuple[str, bool]]()
    while ahead:
        address = ahead.pop(0)
        route = route_of(address)
        kind = (route, "?" in address)
        if kinds[kind] >= most:
            continue
        kinds[kind] += 1
        answer = client.get(address, **headers)
        seen = Seen(address, route, answer)
        yield seen
        further = [answer["Location"]] if answer.status_code in {301, 302} else []
        if seen.is_page:
            further += Read(seen.html).addresses(address)
        for there in further:
            if there not in known and there.startswith("/"):
                known.add(there)
                ahead.append(there)
