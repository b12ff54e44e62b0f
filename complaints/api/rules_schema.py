"""The OpenAPI description of what an administrator sets, drawn from the same forms as the views."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api.problem_schema import TOO_LARGE, problems
from complaints.api.setting_fields import body_schema

FOR_ADMINISTRATORS = "For administrators among the staff; no key opens it."
NO_RULE = {404: "There is no such rule."}
NO_VERSION = {404: "There is no such version."}
FIRST = {409: "Somebody else was first; nothing was changed."}
IN_USE = {409: "Records stand on it; switch it off instead."}


def every(name: str, many: str, about: str, view: Any) -> Any:
    """The list of a kind, and a new one."""
    return extend_schema_view(
        get=does(f"list_{many}", about, {200: view.tells(many=True), **problems()}, tags=[view.tag]),
        post=does(
            f"add_{name}", f"A new {_words(name)}", {201: view.tells, **problems(FIRST, TOO_LARGE)}, tags=[view.tag],
            request={"application/json": body_schema(view.form, new=True)},
        ),
    )  # fmt: skip


def one(name: str, view: Any) -> Any:
    """A row of a kind, found by its keys."""
    path = [key(part, column.partition("__")[0]) for part, column in view.keys.items()]
    patch = does(
        f"change_{name}", f"Change {a(_words(name))}", {200: view.tells, **problems(NO_RULE, FIRST, TOO_LARGE)},
        request={"application/json": body_schema(view.form, new=False)}, parameters=path, tags=[view.tag],
    )  # fmt: skip
    if view.stays:
        return extend_schema_view(patch=patch)
    delete = does(
        f"delete_{name}", f"Delete {a(_words(name))}", {204: None, **problems(NO_RULE, IN_USE, TOO_LARGE)},
        parameters=path, tags=[view.tag],
    )  # fmt: skip
    return extend_schema_view(patch=patch, delete=delete)


def key(name: str, column: str) -> OpenApiParameter:
    kind = OpenApiTypes.INT if name == "pk" else OpenApiTypes.STR
    return OpenApiParameter(name, kind, OpenApiParameter.PATH, description=f"Its {column if name != 'pk' else 'id'}.")


def does(operation: str, summary: str, answers: dict[Any, Any], **more: Any) -> Any:
    return extend_schema(
        operation_id=operation, summary=summary, description=FOR_ADMINISTRATORS, responses=answers, **more,
    )  # fmt: skip


def a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _words(name: str) -> str:
    return name.replace("_", " ")
