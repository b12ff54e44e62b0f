"""`manage.py replay FOLDER`: real requests through the real path; the work is in servicecenter/replay/."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from servicecenter.replay import maps, printing, published, reading, report, running
from servicecenter.replay.bar import Bar
from servicecenter.replay.preparing import prepare


class Command(BaseCommand):
    help = "Put a folder of real requests through the real path at their own times. Started again it goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="named like its map, with requests.csv.gz or tickets.jsonl.gz")
        parser.add_argument("--only", metavar="TYPES", help='"utility", or names of types with commas between')
        parser.add_argument("--limit", type=_positive, metavar="N", help="N requests, spread evenly over the time")
        parser.add_argument(
            "--batch", type=_positive, metavar="N", default=running.BATCH, help="moments in one transaction"
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the whole report there too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].resolve()
        if options["json"] and not options["json"].resolve().parent.is_dir():
            raise CommandError(f"There is no folder for {options['json']}.")
        try:
            data_set = maps.load(folder.name)
            read = reading.read(folder, data_set)
        except (maps.NoMap, reading.Unreadable) as error:
            raise CommandError(str(error)) from error
        rows = reading.select(read.rows, _types(data_set, options["only"]), options["limit"])
        progress = running.progress_of(data_set, read.fingerprint, rows)
        run = running.Run(data_set, rows, prepare(data_set), progress, batch=options["batch"])
        try:
            run.go(Bar(sys.stderr, len(rows)).watch)
        except running.Elsewhere as error:
            raise CommandError(str(error)) from error
        found = report.make(run, read, published.verdicts(folder, data_set))
        for line in printing.lines(found):
            self.stdout.write(line)
        if options["json"]:
            options["json"].write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError(written)
    return number


def _types(data_set: maps.DataSet, only: str | None) -> frozenset[str] | None:
    if only is None:
        return None
    try:
        return data_set.chosen(only)
    except KeyError as error:
        raise CommandError(f"{data_set.name} has no type {error}; it has {', '.join(data_set.matters)}.") from error
