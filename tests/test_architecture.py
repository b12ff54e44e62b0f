"""The shape of the house, read from its sources: who may know whom, how long a file may be, who asks the clock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
APPS = ("servicecenter", "customers", "complaints", "channels_hub", "quality")
# servicecenter/ holds two things: the ground, which knows nobody, and the wiring, which knows everyone.
WIRING = re.compile(
    r"servicecenter\.(settings|urls|celery|health|home|wsgi|gunicorn_settings|preparing|supervisor)(\.|$)"
    r"|servicecenter\.(seeds|replay)(\.|$)|servicecenter\.management\.commands\.(serve|work|seed_\w+|replay)$"
)
MAY_KNOW = {
    "ground": {"ground"},
    "customers": {"customers", "ground"},
    "complaints": {"complaints", "customers", "ground"},
    "channels_hub": {"channels_hub", "complaints", "customers", "ground"},
    "quality": {"quality", "complaints", "customers", "ground"},
    "wiring": {"wiring", "quality", "channels_hub", "complaints", "customers", "ground"},
}
LONGEST = 300  # lines
ONE_FLAT_FILE = "servicecenter.settings"  # every knob in one place, however many
# The edge, where "now" is read and handed inwards; the rounds ask the database for it.
EDGE = re.compile(
    r"(views|errors|api|admin|administration|templatetags|health|home|middleware|requests|throttling|management|gunicorn_settings|supervisor|desk|pages)(/|\.py|_)"
)
OWN_CLOCK = {"timezone.now", "datetime.now", "datetime.today", "date.today", "datetime.utcnow", "time.time"}


def sources() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return sorted(found)


def named(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def part(module: str) -> str | None:
    """The part of the house this module belongs to; None when it is not ours."""
    top = module.partition(".")[0]
    if top not in APPS:
        return None
    if top != "servicecenter":
        return top
    return "wiring" if WIRING.match(module) else "ground"


MODULES = {named(path): path for path in sources()}
TREES = {module: ast.parse(path.read_text(), str(path)) for module, path in MODULES.items()}


def imported(node: ast.AST) -> Iterator[str]:
    """The modules an import names: `from complaints.promises import clocks` names complaints.promises.clocks."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports name their module in full"
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in MODULES else str(node.module)


def nodes(module: str) -> Iterator[ast.AST]:
    return ast.walk(TREES[module])


@pytest.mark.parametrize("module", MODULES)
def test_knows_only_whom_it_may(module):
    known = {(name, part(name)) for node in nodes(module) for name in imported(node)}
    strangers = sorted(name for name, house in known if house and house not in MAY_KNOW[str(part(module))])

    assert not strangers, f"{module} must not know {', '.join(strangers)}"


@pytest.mark.parametrize("module", MODULES)
def test_hides_no_import_of_our_own_inside_a_function(module):
    hidden = [
        f"{function.name}: {name}"
        for function in nodes(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        for name in imported(node)
        if part(name)
    ]
    assert not hidden


@pytest.mark.parametrize("module", MODULES)
def test_asks_nobody_for_the_time_unless_it_stands_at_the_edge(module):
    path = MODULES[module].relative_to(ROOT).as_posix()
    asked = {ast.unparse(node) for node in nodes(module) if isinstance(node, ast.Attribute)} & OWN_CLOCK

    assert not asked or EDGE.search(path), f"{path} reads the clock ({', '.join(asked)}); take `at` or `now` instead"


@pytest.mark.parametrize("module", MODULES)
def test_is_no_longer_than_can_be_read_and_says_what_it_is_for(module):
    text = MODULES[module].read_text()

    assert len(text.splitlines()) <= LONGEST or module == ONE_FLAT_FILE
    assert not text.strip() or ast.get_docstring(TREES[module]), "a module opens with what it is for"
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplemented", text)


def test_no_file_is_called_after_nothing():
    nameless = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert not [module for module in MODULES if module.rpartition(".")[2] in nameless]


def test_no_column_dates_itself():
    dated = [
        f"{module}: {node.arg}"
        for module in MODULES
        for node in nodes(module)
        if (isinstance(node, ast.keyword) and (node.arg in {"auto_now", "auto_now_add"}))
        or (isinstance(node, ast.keyword) and node.arg == "default" and ast.unparse(node.value) == "timezone.now")
    ]  # fmt: skip
    assert not dated


def writes_of(column: str, tree: ast.AST) -> list[str]:
    """Where rows are given a new value of this column: assigned, updated, or named in update_fields or bulk_update."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [ast.unparse(one) for one in targets if isinstance(one, ast.Attribute) and one.attr == column]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "update" and column in {key.arg for key in node.keywords}:
                found.append(ast.unparse(node))
            if node.func.attr in {"save", "bulk_update"} and f"'{column}'" in ast.unparse(node):
                found.append(ast.unparse(node))
    return found


def test_only_the_lifecycle_writes_a_stage():
    writers = {module: found for module in MODULES if (found := writes_of("stage", TREES[module]))}
    text = MODULES["complaints.moving"].read_text()

    assert not writers
    assert text.count('"stage": row.target') == 1, "moving.move writes it, in one place"


def test_only_the_trail_writes_events():
    pattern = re.compile(
        r"(?<!threading\.)\b(Event|EventText)(\.objects\.(create|bulk_create|update|get_or_create)|\()"
    )
    writers = {module for module, path in MODULES.items() if pattern.search(path.read_text())}

    assert writers <= {"servicecenter.trail", "servicecenter.models.events"}
