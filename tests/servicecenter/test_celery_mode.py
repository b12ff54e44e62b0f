"""With PostgreSQL and Redis: beat says "look now", workers look, and a Redis that goes away costs only time."""

import psycopg2
import pytest

from tests import servers
from tests.servicecenter.served import Served, alive

pytestmark = pytest.mark.faults

OWE = """
WITH happened AS (
    INSERT INTO servicecenter_event (at, kind, subject_type, subject_id, actor_role, source, request_id, payload)
    VALUES (clock_timestamp(), 'ticket.received', 'ticket', 0, '', 'test', '', '{}') RETURNING id
)
INSERT INTO servicecenter_outbox (event_id, subscriber, attempts, next_attempt_at, last_error)
SELECT id, 'notices', 0, clock_timestamp(), '' FROM happened
"""


def owed(cluster: servers.Postgres) -> int:
    return cluster.execute("SELECT count(*) FROM servicecenter_outbox", "service")[0][0]


def test_rounds_run_by_celery_outlive_redis_and_the_database(tmp_path):
    with servers.start_postgres(durable=True) as cluster, servers.start_redis() as broker:
        addresses = {"DATABASE_URL": cluster.create_database("service"), "REDIS_URL": broker.url}
        with Served(tmp_path, **addresses) as served:
            served.wait_until_up()
            family = served.family()
            commands = " ".join(family.values())
            assert "celery" in commands
            assert "manage.py work" not in commands

            cluster.execute(OWE, "service")
            served.wait_for(lambda: owed(cluster) == 0)

            broker.kill()
            cluster.execute(OWE, "service")
            assert served.get("/readyz")[0] == 200
            assert served.get("/accounts/login/")[0] == 200
            broker.start()
            served.wait_for(lambda: owed(cluster) == 0)

            broker.client().flushall()
            cluster.kill()
            served.wait_for(lambda: served.get("/readyz")[0] == 503)
            assert served.get("/healthz")[0] == 200
            cluster.start()
            cluster.execute(OWE, "service")
            served.wait_for(lambda: owed(cluster) == 0)

            assert served.end() == 0
        assert alive(family) == {}
        assert "demo" not in served.said().lower()


def test_the_role_app_serves_but_cannot_touch_what_happened(tmp_path):
    """In production the owner migrates and `app` serves; also TRUNCATE of the trail is refused."""
    with servers.start_postgres() as cluster:
        cluster.execute("CREATE ROLE app LOGIN")
        cluster.execute("CREATE ROLE owner LOGIN")
        cluster.execute("CREATE DATABASE service OWNER owner")
        with Served(tmp_path, DATABASE_URL=cluster.address("service", user="owner")) as as_owner:
            as_owner.wait_until_up()
        with Served(tmp_path, DATABASE_URL=cluster.address("service", user="app")) as as_app:
            as_app.wait_until_up()
            cluster.execute(OWE, "service")
            as_app.wait_for(lambda: owed(cluster) == 0)
            assert as_app.get("/readyz")[0] == 200
        connection = psycopg2.connect(host=str(cluster.folder), dbname="service", user="app")
        connection.autocommit = True
        with connection.cursor() as cursor:
            for refused in (
                "TRUNCATE servicecenter_event CASCADE",
                "DELETE FROM servicecenter_event",
                "UPDATE servicecenter_event SET source = 'forged'",
                "DROP TABLE servicecenter_event",
                "ALTER TABLE servicecenter_event DISABLE TRIGGER ALL",
            ):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(refused)
        connection.close()
