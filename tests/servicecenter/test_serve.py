"""`./run` as an operator meets it: it comes up, says where, and leaves nothing running, however it ends."""

import os
import signal
import socket
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from servicecenter.management.commands import serve
from servicecenter.supervisor import Supervisor
from tests.servicecenter.served import Served, alive

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A DATA_DIR that lives through the module: the first start fills it, the others find it done."""
    return tmp_path_factory.mktemp("data")


def test_it_comes_up_from_nothing_and_term_leaves_no_process(data):
    with Served(data) as served:
        served.wait_until_up()
        assert served.get("/healthz?phone=13900001111") == (200, b"ok\n")
        assert served.get("/readyz")[0] == 200
        assert served.get("/static/servicecenter/ui.css")[0] in {200, 404}  # by its hashed name only
        family = served.family()
        assert any("gunicorn" in command for command in family.values())
        assert any("manage.py work" in command for command in family.values())
        assert served.end(signal.SIGTERM) == 0
    assert alive(family) == {}
    assert f"http://127.0.0.1:{served.port}/" in served.said()
    assert "13900001111" not in served.said()
    assert (data / "secrets.json").stat().st_mode & 0o077 == 0


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


def test_a_second_start_repeats_nothing_and_off_loopback_no_password_is_said(data):
    with Served(data, host="0.0.0.0", ALLOWED_HOSTS="service.example.org") as served:
        served.wait_until_up()
        said = served.said()
        assert served.end(signal.SIGINT) == 0
    assert "migrate: done" not in said
    assert "collect static: done" not in said
    assert "password" not in said.lower()
    assert "service.example.org" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "wanted"), [("127.0.0.1:8000", True), ("[::1]:8000", True), ("0.0.0.0:8000", False)]
)
def test_a_demo_only_where_nobody_else_can_reach_it(address, wanted, settings):
    settings.EMBEDDED = True
    assert serve._wants_demo(serve.Bind.read(address)) is wanted
    settings.EMBEDDED = False
    assert not serve._wants_demo(serve.Bind.read(address))


@pytest.mark.parametrize("address", ["8000", "localhost", "127.0.0.1:http", "127.0.0.1:99999", "unix:/tmp/s", ""])
def test_an_address_that_is_none_is_refused_with_an_example(address):
    with pytest.raises(CommandError, match=r"HOST:PORT, for example 127\.0\.0\.1:8000"):
        call_command("serve", "--bind", address)


def test_a_taken_port_is_said_before_anything_is_touched():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"cannot listen on 127.0.0.1:{port}: .* --bind"):
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
