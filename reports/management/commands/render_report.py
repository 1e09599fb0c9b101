"""`manage.py render_report activity`: the activity report of a council as DOCX, PDF or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.docx import to_docx
from documents.pdf import to_pdf
from reports.activity import ActivityReport, activity_report
from reports.figures.command import add_question, question_of


class Command(BaseCommand):
    """The same document as the page's, without a worker."""

    help = "Make the activity report of a council for a period, as of a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which report, the question, and where it goes."""
        parser.add_argument("report", choices=["activity"])
        add_question(parser)
        parser.add_argument("--format", choices=["docx", "pdf", "json"], required=True)
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make and write."""
        content = _content(activity_report(question_of(options)), options["format"])
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['output']}: {len(content)} bytes")


def _content(report: ActivityReport, kind: str) -> bytes:
    match kind:
        case "docx":
            return to_docx(report.document)
        case "pdf":
            return to_pdf(report.document)
        case _:
            return json.dumps(report.as_data(), ensure_ascii=False, indent=2).encode()
