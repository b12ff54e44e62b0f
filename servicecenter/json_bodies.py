"""JSON from outside, read strictly: what could not be stored or would be read in two ways is refused here."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from servicecenter.problems import Problem, WrongInput

DEEPEST = 20


class StrictJSONParser(JSONParser):
    """An object in UTF-8; no repeated keys, no NaN, no NUL, no half of a surrogate pair, no abyss."""

    def parse(self, stream, media_type=None, parser_context=None) -> dict[str, Any]:
        # The request's own body is limited by DATA_UPLOAD_MAX_MEMORY_SIZE; the bare stream is not.
        body = (parser_context or {})["request"].body
        try:
            data = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("This is not JSON we can read.")) from error
        if not isinstance(data, dict):
            raise ParseError(_("Send a JSON object: { … }."))
        self.check(data)
        return data

    def check(self, data: dict[str, Any]) -> None:
        """Refuse by name what the database could not store."""
        if unstorable := [name for name, value in data.items() if not _storable(name) or not _storable(value)]:
            raise WrongInput({_shown(name): [_("Contains a character that cannot be kept.")] for name in unstorable})


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _storable(value: Any, depth: int = 0) -> bool:
    if depth > DEEPEST:
        raise Problem(400, "parse_error", _("This JSON is nested too deeply."))
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return all(_storable(name) and _storable(one, depth + 1) for name, one in value.items())
    if isinstance(value, list):
        return all(_storable(one, depth + 1) for one in value)
    return True


def _shown(name: str) -> str:
    """A field's name as it can be sent back."""
    return name.encode("utf-8", "replace").decode()[:100]
