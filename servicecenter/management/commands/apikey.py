"""Keys of programs: made, listed, taken back, replaced. A key is printed once; only its digest is kept."""

import re
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from servicecenter import api_keys
from servicecenter.models import ApiClient

LONGEST_NAME = 80


class Command(BaseCommand):
    help = "Keys of programs that call the API: apikey create NAME --scopes …, list, revoke NAME, rotate NAME."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a key; it is printed once")
        create.add_argument("name")
        create.add_argument(
            "--scopes",
            nargs="+",
            required=True,
            help=f"with commas or spaces, of: {', '.join(api_keys.SCOPES)}",
        )
        create.add_argument("--expires", help="a day (2027-01-31, its end in UTC) or a moment (2027-01-31T12:00+08:00)")
        create.add_argument("--networks", nargs="+", default=[], help="addresses it may come from: 10.0.0.0/8 ::1")
        verbs.add_parser("list", help="names, scopes and state; never a key")
        verbs.add_parser("revoke", help="close a key for good").add_argument("name")
        verbs.add_parser("rotate", help="a new key in place of the old one").add_argument("name")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        getattr(self, verb)(**options)

    def create(self, name: str, scopes: list[str], expires: str | None, networks: list[str], **_options: Any) -> None:
        if not name.strip() or len(name) > LONGEST_NAME:
            raise CommandError(f"A name has 1 to {LONGEST_NAME} characters.")
        now = timezone.now()
        try:
            with transaction.atomic():
                _client, key = api_keys.make_client(
                    name.strip(),
                    _parts(scopes),
                    at=now,
                    expires_at=_moment(expires, now) if expires else None,
                    networks=_parts(networks),
                )
        except api_keys.UnknownScope as error:
            raise CommandError(f"No such scope: {error}. There are: {', '.join(api_keys.SCOPES)}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(f"There is a client named {name!r} already; use rotate for a new key.") from error
        self._show(key)

    def list(self, **_options: Any) -> None:
        now = timezone.now()
        for client in ApiClient.objects.all():
            until = f"until {client.expires_at:%Y-%m-%d %H:%M} UTC" if client.expires_at else "no end"
            state = "revoked" if not client.is_active else "expired" if _is_over(client, now) else "active"
            fields = (client.name, f"sc_{client.prefix}_…", state, until, ",".join(client.scopes), *client.networks)
            self.stdout.write("\t".join(fields))

    def revoke(self, name: str, **_options: Any) -> None:
        api_keys.revoke(_named(name))
        self.stdout.write(f"{name} is revoked.")

    def rotate(self, name: str, **_options: Any) -> None:
        client = _named(name)
        if not client.is_active:
            raise CommandError(f"{name!r} is revoked; make a new client.")
        self._show(api_keys.rotate(client))

    def _show(self, key: str) -> None:
        # The key alone on standard output, so that a script can take it; the advice beside it.
        self.stdout.write(key)
        self.stderr.write("Keep this key now: it is not shown again.")


def _parts(written: list[str]) -> list[str]:
    parts = [part for chunk in written for part in re.split(r"[,\s]+", chunk) if part]
    return list(dict.fromkeys(parts))


def _moment(written: str, now: datetime) -> datetime:
    """Raises ValueError for what is neither a day nor a moment, and for one that is past."""
    day = parse_date(written)
    moment = datetime.combine(day, time.max, UTC) if day else parse_datetime(written)
    if moment is None:
        raise ValueError(f"{written!r} is neither a day (2027-01-31) nor a moment (2027-01-31T12:00+08:00).")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment <= now:
        raise ValueError(f"{written} is past.")
    return moment


def _named(name: str) -> ApiClient:
    client = ApiClient.objects.filter(name=name).first()
    if client is None:
        raise CommandError(f"There is no client named {name!r}. See apikey list.")
    return client


def _is_over(client: ApiClient, now: datetime) -> bool:
    return client.expires_at is not None and client.expires_at <= now
