"""The OpenAPI description of settings in versions, drawn from the same forms as the views."""

from typing import Any

from drf_spectacular.utils import extend_schema_view

from complaints.api.problem_schema import TOO_LARGE, problems
from complaints.api.rules_schema import FIRST, NO_VERSION, a, does, key
from complaints.api.setting_fields import body_schema

IN_FORCE = {409: "It is in force or in use, or somebody else was first; nothing was changed."}
FOLLOWS = {
    "type": "integer", "minimum": 1,
    "description": "The id of the version it follows: all that is not said is as it was there.",
}  # fmt: skip


def every(name: str, about: str, view: Any) -> Any:
    """All versions of a kind, and a new one."""
    body = _body(view, new=True)
    if view.kind.copy:
        body["properties"]["follows"] = FOLLOWS
        body["required"] = ["valid_from"]
    return extend_schema_view(
        get=does(f"list_{name}s", about, {200: view.tells(many=True), **problems()}, tags=[view.tag]),
        post=does(
            f"begin_{name}", f"A new {name.replace('_', ' ')}", {201: view.tells, **problems(FIRST, TOO_LARGE)},
            request={"application/json": body}, tags=[view.tag],
        ),
    )  # fmt: skip


def one(name: str, view: Any) -> Any:
    path, words = [key("pk", "id")], name.replace("_", " ")
    return extend_schema_view(
        patch=does(
            f"change_{name}", f"Change {a(words)} before its time",
            {200: view.tells, **problems(NO_VERSION, IN_FORCE, TOO_LARGE)},
            request={"application/json": _body(view, new=False)}, parameters=path, tags=[view.tag],
        ),
        delete=does(
            f"take_back_{name}", f"Take {a(words)} back before its time",
            {204: None, **problems(NO_VERSION, IN_FORCE, TOO_LARGE)}, parameters=path, tags=[view.tag],
        ),
    )  # fmt: skip


def _body(view: Any, *, new: bool) -> dict[str, Any]:
    body = body_schema(view.form, new=new)
    body["properties"][view.kind.below.name] = view.kind.below.schema()
    return body
