"""Replaying in a test: the command itself, its report read back from the file it writes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

Replay = Callable[..., dict[str, Any]]


@pytest.fixture
def replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Replay:
    """Run `manage.py replay` and return its report; what it printed is under "printed"."""

    def run(folder: Path, **options: Any) -> dict[str, Any]:
        written = tmp_path / "report.json"
        capsys.readouterr()
        call_command("replay", folder, json=written, **options)
        return json.loads(written.read_text(encoding="utf-8")) | {"printed": capsys.readouterr().out}

    return run
