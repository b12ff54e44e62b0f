"""The OpenAPI description of what can go wrong: every status an operation may answer with, as problem details."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from complaints.api import serializers

PROBLEM = (serializers.ProblemSerializer, "application/problem+json")
ERRORS = {
    400: "Something is missing or wrong; `errors` says what, by field.",
    401: "No key, or one that is not valid.",
    403: "The key's scopes or the role do not allow it.",
    406: "Only JSON is answered; Accept asked for something else.",
    429: "Too many requests; see Retry-After.",
    503: "Busy just now, nothing was changed; see Retry-After.",
}
NOT_THERE = {404: "There is no such ticket, or not for you."}
NO_SUCH_PAGE = {404: "The cursor leads nowhere."}
CHANGING = {409: "Not possible as the ticket stands now.", 422: "The Idempotency-Key was used for another request."}
NO_ACCOUNT = {422: "There is no such account, or the Idempotency-Key was used for another request."}
# What every operation with a body may answer before it has read it.
TOO_LARGE = {413: "The request is too large.", 415: "The body is of another type than this one takes."}


def problems(*groups: dict[int, str]) -> dict[Any, Any]:
    every = {**ERRORS}
    for group in groups:
        every |= group
    return {(status, PROBLEM[1]): OpenApiResponse(PROBLEM[0], words) for status, words in sorted(every.items())}
