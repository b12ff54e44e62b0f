"""What an installation is made of: locks, migrations on a database that was empty, the containers' file."""

import os
import re
import subprocess
import sys
import tomllib
import uuid
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
def empty_database(tmp_path, django_db_blocker):
    """The address of a database nobody has migrated, on the engine under test."""
    if not (server := os.environ.get("DATABASE_URL")):
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    parts, name = dj_database_url.parse(server), f"empty_{uuid.uuid4().hex[:8]}"
    link = psycopg2.connect(
        host=parts["HOST"], port=parts["PORT"] or None, user=parts["USER"], password=parts["PASSWORD"] or None,
        dbname=parts["NAME"],
    )  # fmt: skip
    link.autocommit = True
    link.cursor().execute(f"CREATE DATABASE {name}")
    yield server.rpartition("/")[0] + f"/{name}"
    link.cursor().execute(f"DROP DATABASE {name}")
    link.close()


def manage(*arguments: str, database: str, data: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_empty_database_is_migrated_and_the_second_time_nothing_is_done(empty_database, tmp_path):
    assert "Applying complaints.0001_initial" in manage("migrate", "--no-color", database=empty_database, data=tmp_path)
    assert "No migrations to apply" in manage("migrate", "--no-color", database=empty_database, data=tmp_path)
    asked = "from servicecenter import health, rounds; print(health.measure(rounds.database_now())['ready'])"
    assert manage("shell", "--no-imports", "-c", asked, database=empty_database, data=tmp_path) == "True\n"


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
