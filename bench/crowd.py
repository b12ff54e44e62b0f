"""A house with as many tickets as asked for, written by SQL: every fifteenth is open, the others are archived.

The first rows go through the real actions; the rest are copies of them with what makes rows differ.
Triggers stand aside meanwhile, guards (no ticket may begin archived) and foreign keys alike, as for a replica;
PostgreSQL only, and a superuser.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model

from complaints.models import Clock, Ticket
from customers.models import ContactPoint, Customer
from servicecenter.models import Event, Outbox, User
from tests import making

TEAMS, HANDLERS, REGIONS = 40, 200, 4
PHONE, NAME, PLACE = "+8613912345678", "Rare Name", "77 Heron Lane"
OPEN_ONE_IN = 15
# In all this SQL i numbers the rows from 1 and t is the row they are copied from.
IS_OPEN = f"(i % {OPEN_ONE_IN} = 0)"


@dataclass(frozen=True)
class Crowd:
    """Whom the pages are opened for, and what is looked for."""

    supervisor: User
    handler: User
    number: str


def settle(tickets: int, at: datetime) -> Crowd:
    """Fill the empty, migrated database."""
    regions = [making.make_region(f"region-{n}") for n in range(REGIONS)]
    teams = [making.make_team(f"team-{n}") for n in range(TEAMS)]
    handlers = [making.make_staff("handler", name=f"hand{n}", team=teams[n % TEAMS]) for n in range(HANDLERS)]
    supervisor = making.make_staff("supervisor", name="supervisor")
    making.make_policy(reply=(5, "working_days"), review=(240, "working_minutes"))
    common = {"by": making.acting(supervisor, at), "region": regions[0]}
    looked_for = making.make_ticket(at=at, name=NAME, contact=PHONE, place=PLACE, **common)
    models = making.make_ticket(
        "investigating", at=at - timedelta(hours=1), team=teams[0], handler=handlers[0], **common
    )
    closed = making.make_ticket("archived", at=at - timedelta(days=90), team=teams[0], handler=handlers[0], **common)
    Outbox.objects.all().delete()  # nobody is told of what is only made up
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        _people(tickets // 3)
        _tickets(tickets, models, closed, regions, teams, handlers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Crowd(supervisor, handlers[0], looked_for.number)


def _people(count: int) -> None:
    first = Customer.objects.latest("pk")
    offset = first.pk
    _copy(first, f"generate_series(1, {count}) i", {"id": f"{offset} + i", "name": _NAMES})
    digest = "md5({0}) || md5({0} || 'x')"
    _copy(
        ContactPoint.objects.latest("pk"),
        f"generate_series(1, {count}) i",
        {
            "id": f"{offset} + i",
            "customer_id": f"{offset} + i",
            "index_full": digest.format("i::text"),
            "index_last4": digest.format("(i % 10000)::text"),
        },
    )
    _continue(Customer, ContactPoint)


_NAMES = (
    "(ARRAY['Wang','Li','Zhang','Liu','Chen','Yang','Zhao','Huang'])[1 + i % 8] || ' ' ||"
    " (ARRAY['Wei','Fang','Min','Jing','Lei','Qiang','Yan','Jun','Tao'])[1 + i / 8 % 9] || i::text"
)


def _tickets(count: int, opened: Ticket, closed: Ticket, regions, teams, handlers) -> None:
    first, people = Ticket.objects.latest("pk").pk, Customer.objects.latest("pk").pk
    every = {
        "id": f"{first} + i",
        "number": "'B' || i",
        "region_id": f"{regions[0].pk} + i / 7 % {len(regions)}",
        "team_id": f"{teams[0].pk} + i / 5 % {len(teams)}",
        "handler_id": f"{handlers[0].pk} + i / 5 % {len(handlers)}",
        "customer_id": f"1 + i % {people}",
        "contact_point_id": f"1 + i % {people}",
        "received_at": f"t.received_at - ({count} - i) * interval '90 seconds'",
        "place": "(i % 4000)::text || ' Canal Street'",
        "priority": "CASE WHEN i % 97 = 0 THEN 'critical' ELSE 'normal' END",
        "nature": "(ARRAY['complaint','complaint','consultation','fault'])[1 + i / 3 % 4]",
    }
    open_ones = {
        "stage": "(ARRAY['received','reviewing','dispatched','investigating','investigating'])[1 + i / 15 % 5]",
        "next_due_at": "CASE WHEN i / 15 % 12 > 1 THEN t.received_at + hashint4(i) / 2147483648.0 * interval '9 days'"
        " + interval '8 days' END",
        "waiting_for": "(ARRAY['review','dispatch','accept','reply','reply'])[1 + i / 15 % 5]",
        "escalation_level": "CASE WHEN i / 15 % 50 = 0 THEN 1 ELSE 0 END",
        "held_until": "CASE WHEN i / 15 % 12 = 0 THEN t.received_at + (72 + i % 1000) * interval '1 hour' END",
        "held_at": "CASE WHEN i / 15 % 12 = 0 THEN t.received_at END",
    }
    rows = f"generate_series(1, {count}) i"
    _copy(opened, f"{rows} WHERE {IS_OPEN}", every | open_ones)
    _copy(closed, f"{rows} WHERE NOT {IS_OPEN}", every)
    _clocks(opened, closed, first)
    _events(closed, first)
    _continue(Ticket, Clock, Event)


def _clocks(opened: Ticket, closed: Ticket, first: int) -> None:
    """Each has the clocks of its model; an open one's reply is due when the ticket says so."""
    due = f"(SELECT next_due_at FROM complaints_ticket x WHERE x.id = {first} + i)"
    for model, which in ((opened, IS_OPEN), (closed, f"NOT {IS_OPEN}")):
        for clock in model.clocks.all():
            last = Clock.objects.latest("pk").pk
            own = {"id": f"{last} + i", "ticket_id": f"{first} + i"}
            if clock.is_alive:
                own |= {
                    "due_at": f"coalesce({due}, t.due_at)",
                    "started_at": f"coalesce({due}, t.due_at) - interval '20 days'",
                    "state": f"CASE WHEN {due} IS NULL THEN 'paused' ELSE 'running' END",
                    "next_alarm_at": f"{due} + interval '2 days'",
                }
            _copy(clock, f"generate_series(1, {_count(first)}) i WHERE {which}", own)


def _events(closed: Ticket, first: int) -> None:
    for event in Event.objects.filter(subject_type="ticket", subject_id=closed.pk).order_by("pk")[:3]:
        last = Event.objects.latest("pk").pk
        _copy(event, f"generate_series(1, {_count(first)}) i", {"id": f"{last} + i", "subject_id": f"{first} + i"})


def _count(first: int) -> int:
    return Ticket.objects.latest("pk").pk - first


def _copy(row: Model, source: str, own: dict[str, str]) -> None:
    """Insert copies of this row, one for each i of `source`, but with these columns."""
    table = row._meta.db_table
    columns = [field.column for field in row._meta.concrete_fields]
    values = ", ".join(own.get(column, f't."{column}"') for column in columns)
    series, _where, condition = source.partition(" WHERE ")
    names = ", ".join(f'"{column}"' for column in columns)
    chosen = f"{series}, (SELECT * FROM {table} WHERE id = {row.pk}) t WHERE {condition or 'true'}"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {chosen}")


def _continue(*models: type[Model]) -> None:
    """Let the next row have the next key."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
