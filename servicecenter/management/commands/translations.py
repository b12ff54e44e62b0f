"""`manage.py translations`: compile the catalogues; with --check, fail when a text has no translation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from servicecenter import api_docs, translations


class Command(BaseCommand):
    help = "Compile .po to .mo, and list texts without a Chinese translation."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a text is missing")
        parser.add_argument("--quiet", action="store_true", help="compile only")

    def handle(self, *args: Any, **options: Any) -> None:
        written = translations.compile_all()
        if options["quiet"]:
            return
        said = translations.in_source() | {("", text): "the description of the API" for text in api_docs.texts()}
        known = translations.translated()
        missing = sorted(
            (name, context, text) for (context, text), name in said.items() if (context, text) not in known
        )
        for name, _context, text in missing:
            self.stdout.write(f"missing  {name}: {text}")
        for _context, text in sorted(set(known) - set(said)):
            self.stdout.write(f"unused   {text}")
        self.stdout.write(f"{written} compiled, {len(known)} translated, {len(missing)} missing")
        if options["check"] and missing:
            raise CommandError(f"{len(missing)} texts have no Chinese translation")
