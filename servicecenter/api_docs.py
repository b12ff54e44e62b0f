"""The API's description, and a page to try it out on that loads nothing from elsewhere. Open to everyone: they
hold no data."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override
from django.views.decorators.gzip import gzip_page
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from servicecenter import api_words, tokens

TEXTS = ("description", "summary", "title")
HAN, LETTERS = re.compile(f"[{tokens.HAN}]"), re.compile(r"[A-Za-z]")
CODES = re.compile(r"^(\* `[^`]*` - )(.*)$", re.MULTILINE)


@cache
def described(language: str) -> dict[str, Any]:
    """It is told by the code alone, so each process works it out once for each language."""
    with override(language):
        return _in_words(_told())


def _told() -> dict[str, Any]:
    """Labels of the house are in the language of this moment; what is said of the API itself is in English."""
    return SchemaGenerator().get_schema(request=None, public=True)


def _in_words(told: Any) -> Any:
    """The same with each text in the language of this moment. What the code says in English is looked up as it is."""
    if isinstance(told, dict):
        return {
            name: _said(one) if name in TEXTS and isinstance(one, str | Promise) else _in_words(one)
            for name, one in told.items()
        }
    if isinstance(told, list):
        return [_in_words(one) for one in told]
    return told


def _said(text: str | Promise) -> str:
    """Of a list of codes each line has its own words behind the code."""
    words = str(text)
    if CODES.match(words):
        return CODES.sub(lambda line: f"{line[1]}{gettext(line[2])}", words)
    return gettext(words) if words else ""


def texts() -> set[str]:
    """What the code says in English, to be looked up in the catalogues; what is said of codes is said by labels."""
    with override("zh-hans"):
        return {text for text in said_in(_told()) if LETTERS.search(text) and not HAN.search(text)}


def said_in(told: Any) -> Iterator[str]:
    """Every text; of a list of codes the words behind each that has other words than itself."""
    for name, one in told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ():
        if name not in TEXTS or not isinstance(one, str | Promise):
            yield from said_in(one)
        elif lines := CODES.findall(str(one)):
            yield from (words for code, words in lines if words not in code)
        else:
            yield str(one)


class ForEveryone(SchemaGenerator):
    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        return described(get_language())


# It holds no secret that its size could tell.
@method_decorator(gzip_page, name="dispatch")
class Schema(SpectacularAPIView):
    """OpenAPI 3.0.3, as YAML or, when asked for by Accept, as JSON."""

    generator_class = ForEveryone


# Swagger UI draws its own icons from data: addresses; everything else keeps the house's policy.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files."""

    url_name = "schema"
    template_name = "api/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().get(request, *args, **kwargs)
        response.data["words"] = api_words.instead()
        return response
