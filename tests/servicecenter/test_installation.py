"""What an installation is made of: locks, migrations on a database that was empty, the containers' file."""

import json
import os
import re
import subprocess
import sys
import tomllib
import uuid
from importlib import import_module
from pathlib import Path

import dj_database_url
import psycopg2
import pytest
import yaml
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


def pinned(lock: str) -> dict[str, bool]:
    """Package → is it held by a hash."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / lock).read_text().strip())
    return {entry.partition("==")[0].partition("[")[0]: "--hash=sha256:" in entry for entry in entries}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", one)[0].lower() for one in requirements}


def test_every_package_the_project_names_is_locked_by_hash_and_by_no_host():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, dev = pinned("run.txt"), pinned("dev.txt")
    assert named(project["project"]["dependencies"]) <= set(run)
    assert named(project["dependency-groups"]["dev"]) | set(run) <= set(dev)
    assert all(run.values())
    assert all(dev.values())
    assert "://" not in (ROOT / "requirements/run.txt").read_text() + (ROOT / "requirements/dev.txt").read_text()


def test_both_locks_hold_the_same_versions():
    lines = {
        lock: set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / lock).read_text(), re.M))
        for lock in ("run.txt", "dev.txt")
    }
    assert lines["run.txt"] <= lines["dev.txt"]


@pytest.fixture
def new_database(tmp_path):
    """Makes a database nobody has migrated, on the engine under test, and says its address."""
    if not (server := os.environ.get("DATABASE_URL")):
        yield lambda: f"sqlite:///{tmp_path / uuid.uuid4().hex}.sqlite3"
        return
    parts, made = dj_database_url.parse(server), []
    link = psycopg2.connect(
        host=parts["HOST"], port=parts["PORT"] or None, user=parts["USER"], password=parts["PASSWORD"] or None,
        dbname=parts["NAME"],
    )  # fmt: skip
    link.autocommit = True

    def make() -> str:
        made.append(f"empty_{uuid.uuid4().hex[:8]}")
        link.cursor().execute(f"CREATE DATABASE {made[-1]}")
        return server.rpartition("/")[0] + f"/{made[-1]}"

    yield make
    for name in made:
        link.cursor().execute(f"DROP DATABASE {name}")
    link.close()


def manage(*arguments: str, database: str, data: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run(source: str, *, database: str, data: Path) -> str:
    return manage("shell", "--no-imports", "-c", source, database=database, data=data)


def test_an_empty_database_is_migrated_and_the_second_time_nothing_is_done(new_database, tmp_path):
    house = {"database": new_database(), "data": tmp_path}
    assert "Applying complaints.0001_squashed" in manage("migrate", "--no-color", **house)
    assert "No migrations to apply" in manage("migrate", "--no-color", **house)
    asked = "from servicecenter import health, rounds; print(health.measure(rounds.database_now())['ready'])"
    assert run(asked, **house) == "True\n"


OURS = ("servicecenter", "customers", "complaints", "channels_hub", "quality")
# As first published: some apps stood at the last step there is today, some did not.
PUBLISHED = [
    ("servicecenter", "0003_reports_to"), ("customers", "0005_billing"), ("complaints", "0019_sensitive"),
    ("channels_hub", "0006_answer_links"), ("quality", "0003_scorecards_and_inspections"),
]  # fmt: skip
STEP_BY_STEP = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate({targets})
"""
TABLES = """
import json
from django.db import connection

def constraints(cursor, table):
    # Those without a name of their own are named by the engine, in the order it met them.
    for name, one in connection.introspection.get_constraints(cursor, table).items():
        named = not (one["foreign_key"] or one["primary_key"] or name.startswith("__unnamed"))
        columns = sorted(one["columns"] or ()) if one["check"] else one["columns"]
        yield json.dumps([name if named else "", {**one, "columns": columns}], sort_keys=True, default=str)

with connection.cursor() as cursor:
    look = connection.introspection
    print(json.dumps({
        table: [sorted(map(str, look.get_table_description(cursor, table))), sorted(constraints(cursor, table))]
        for table in look.table_names(cursor)
    }))
"""


def test_the_tables_made_at_once_stand_for_steps_an_older_house_took():
    for app in OURS:
        names = sorted(path.stem for path in (ROOT / app / "migrations").glob("0*.py"))
        [at_once] = [name for name in names if "_squashed_" in name]
        replaced = import_module(f"{app}.migrations.{at_once}").Migration.replaces
        steps = [(app, name) for name in names if name != at_once]
        assert replaced == steps[: len(replaced)]
        assert at_once.endswith(replaced[-1][1])


@pytest.mark.nightly
def test_an_older_house_comes_to_the_tables_of_a_new_one(new_database, tmp_path):
    old, new = ({"database": new_database(), "data": tmp_path} for _ in range(2))
    run(STEP_BY_STEP.format(targets=PUBLISHED), **old)
    assert "Applying complaints.0020" in manage("migrate", "--no-color", **old)
    manage("migrate", **new)
    before, after = (json.loads(run(TABLES, **house)) for house in (old, new))
    assert set(before) == set(after)
    assert [(table, before[table], after[table]) for table in before if before[table] != after[table]] == []
    assert "No migrations to apply" in manage("migrate", "--no-color", **old)


def test_the_containers_file_names_only_secrets_and_services_it_has():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    made = set(re.findall(r"^put (\w+)", (ROOT / "deploy/make-secrets").read_text(), re.M))
    assert set(compose["secrets"]) == made
    for name, service in compose["services"].items():
        assert set(service.get("secrets", ())) <= made, name
        assert set(service.get("depends_on", ())) <= set(compose["services"]), name
    web = compose["services"]["web"]
    assert "owner_url" not in web["secrets"]  # what serves cannot change tables
    source = (ROOT / "servicecenter/settings.py").read_text()
    for variable in web["environment"]:
        assert f'"{variable.removesuffix("_FILE")}"' in source, variable


@pytest.mark.django_db
def test_the_engine_under_test_is_the_one_asked_for():
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}.get(os.environ.get("SERVICECENTER_TEST_ENGINE", ""))
    assert wanted in {None, connection.vendor}
    assert settings.EMBEDDED is (connection.vendor == "sqlite")
