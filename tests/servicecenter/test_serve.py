"""`./run` as an operator meets it: it comes up, says where, and leaves nothing running, however it ends."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from servicecenter.bind import Bind
from servicecenter.management.commands import serve
from servicecenter.seeds.demo_house import PASSWORD
from servicecenter.supervisor import Supervisor
from tests.servicecenter.served import Served, alive

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def first_start(tmp_path_factory) -> Served:
    """The first start of this installation, asked a little and then ended by TERM."""
    with Served(tmp_path_factory.mktemp("data")) as served:
        served.wait_until_up()
        # The demo's own events were written before there were rounds to hear them.
        served.wait_for(lambda: served.ready()["ready"])
        served.answers = {path: served.get(path)[0] for path in ("/healthz?phone=13900001111", "/readyz", "/")}
        served.left_behind = served.family()
        served.code = served.end(signal.SIGTERM)
    return served


@pytest.fixture
def data(first_start) -> Path:
    """A DATA_DIR that is filled already, so that starting is quick."""
    return first_start.data


def test_it_comes_up_from_nothing_with_a_demo_and_says_where(first_start):
    assert set(first_start.answers.values()) == {200}
    assert f"http://127.0.0.1:{first_start.port}/" in first_start.said()
    assert f"http://127.0.0.1:{first_start.port}/t/  " in first_start.said()
    assert PASSWORD in first_start.said()
    assert "13900001111" not in first_start.said()
    assert (first_start.data / "secrets.json").stat().st_mode & 0o077 == 0


def test_term_leaves_no_process(first_start):
    commands = " ".join(first_start.left_behind.values())
    assert "gunicorn" in commands
    assert "manage.py work" in commands
    assert first_start.code == 0
    assert alive(first_start.left_behind) == {}


def test_term_while_it_still_prepares_ends_what_it_began_too(tmp_path):
    with Served(tmp_path) as served:
        served.wait_for(served.family)
        family = served.family()
        served.end(signal.SIGTERM)
        deadline = time.monotonic() + 15
        while alive(family) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert alive(family) == {}
    assert "Static files are gathered" not in served.said(), "it went on by itself"


@pytest.mark.parametrize("killed", ["gunicorn", "manage.py work"])
def test_the_death_of_one_child_ends_all_and_says_so(data, killed):
    with Served(data) as served:
        served.wait_until_up()
        family = served.family()
        os.kill(next(pid for pid, command in family.items() if killed in command), signal.SIGKILL)
        assert served.process.wait(30) != 0
    assert alive(family) == {}
    assert "ended with -9" in served.said()


def test_killed_itself_it_takes_its_children_along(data):
    with Served(data) as served:
        served.wait_until_up()
        family = served.family()
        served.end(signal.SIGKILL)
        deadline = time.monotonic() + 15
        while alive(family) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert alive(family) == {}


def test_a_second_start_repeats_nothing_and_off_loopback_no_password_is_said(first_start, data):
    with Served(data, host="0.0.0.0", ALLOWED_HOSTS="service.example.org") as served:
        served.wait_until_up()
        assert served.end(signal.SIGINT) == 0
    said = served.said()
    assert "up to date" in first_start.said()
    assert "up to date" not in said
    assert "gathered" in first_start.said()
    assert "gathered" not in said
    assert PASSWORD not in said
    assert "WARNING: the demo's people" in said
    assert "service.example.org" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "wanted"), [("127.0.0.1:8000", True), ("[::1]:8000", True), ("0.0.0.0:8000", False)]
)
def test_a_demo_only_where_nobody_else_can_reach_it(address, wanted, settings):
    settings.EMBEDDED = True
    assert serve._wants_demo(Bind.read(address)) is wanted
    settings.EMBEDDED = False
    assert not serve._wants_demo(Bind.read(address))


@pytest.mark.parametrize("address", ["8000", "localhost", "127.0.0.1:http", "127.0.0.1:99999", "unix:/tmp/s", ""])
def test_an_address_that_is_none_is_refused_with_an_example(address):
    with pytest.raises(CommandError, match=r"HOST:PORT, for example 127\.0\.0\.1:8000"):
        call_command("serve", "--bind", address)


def test_a_taken_port_is_said_before_anything_is_touched():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cannot listen on 127.0.0.1:{port}: .* --bind"):
            call_command("serve", "--bind", f"127.0.0.1:{port}")


def test_a_child_that_will_not_end_is_killed_with_its_own_children(monkeypatch):
    """It ignores TERM, and so does what it started."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the test keeps its own handlers
    stubborn = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork(); time.sleep(60)"
    family: dict[int, str] = {}
    supervisor = Supervisor(
        {"stubborn": [sys.executable, "-c", stubborn], "quick": [sys.executable, "-c", "import time; time.sleep(1)"]},
        os.environ,
        grace=0.5,
    )

    def ready() -> bool:
        group = supervisor._children["stubborn"].pid
        family.update({pid: "" for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _group(pid) == group})
        return False

    assert supervisor.run(ready, lambda: None) == "quick ended with 0"
    assert len(family) == 2
    assert alive(family) == {}


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None
