"""Rows by COPY: one sheet a table, kept in memory only until it is full; history rows follow by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.core.management.base import CommandError
from django.db import DatabaseError, connection, models, transaction

FULL: Final = 4000
"""Lines that a sheet holds before it is written."""
_STAMPS: Final = frozenset({"created_at", "updated_at", "entered_at", "uploaded_at"})
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def as_text(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(str(part) for part in value) + "}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    message = f"no text for {type(value)}"
    raise TypeError(message)


class Sheet:
    """The rows of one table that wait to be written. It gives out the keys itself: nobody else writes meanwhile."""

    def __init__(self, model: type[models.Model], book: Book) -> None:
        """Columns with their defaults; the first free key."""
        self.model, self.book = model, book
        fields = list(model._meta.concrete_fields)
        self.columns = [str(field.column) for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.stamps = [self.places[name] for name in _STAMPS & self.places.keys()]
        self.blank = [as_text(_default(field)) for field in fields]
        self.key = self.places[model._meta.pk.attname]
        self.lines: list[str] = []
        self.next_key: int = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self.first_key = self.kept_until = self.next_key

    def add(self, **values: Any) -> int:
        """One row by column (keys of relations as "…_id"); what is not given has its default. Returns its key."""
        row = self.blank.copy()
        stamp = self.book.stamp
        for place in self.stamps:
            row[place] = stamp
        places = self.places
        for name, value in values.items():
            row[places[name]] = as_text(value)
        made = self.next_key
        row[self.key] = str(made)
        self.next_key += 1
        self.lines.append("\t".join(row))
        if len(self.lines) >= FULL:
            self.write()
        return made

    def write(self) -> None:
        """Write what waits."""
        if not self.lines:
            return
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(map(connection.ops.quote_name, self.columns))
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            copy.write("\n".join(self.lines) + "\n")
        self.lines.clear()

    def keep_history(self) -> None:
        """What the triggers would have written for the rows since the last time: their entry."""
        self.write()
        first, self.kept_until = self.kept_until, self.next_key
        history = getattr(self.model, "history", None)
        if history is None or first == self.next_key:
            return
        with connection.cursor() as cursor:
            cursor.execute(_history_sql(self.model, history.rel.related_model), [first, self.next_key])

    def let_go(self) -> None:
        """Whoever comes next takes keys after these."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)",
                [self.model._meta.db_table, self.columns[self.key], self.next_key],
            )


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        found = field.get_default()
        return found.value if isinstance(found, models.Choices) else found
    return None if field.null else ""


def _history_sql(model: type[models.Model], event: type[models.Model]) -> str:
    quoted = connection.ops.quote_name
    own = {str(field.column) for field in model._meta.concrete_fields}
    columns = [column for field in event._meta.concrete_fields if (column := str(field.column)) in own]
    stamp = next((name for name in ("created_at", "entered_at", "uploaded_at") if name in own), None)
    key = quoted(str(model._meta.pk.column))
    return (
        f"INSERT INTO {quoted(event._meta.db_table)} "  # noqa: S608 - names of the models' own tables and columns
        f"({', '.join(map(quoted, columns))}, pgh_created_at, pgh_label, pgh_obj_id) "
        f"SELECT {', '.join(map(quoted, columns))}, {quoted(stamp) if stamp else 'now()'}, 'insert', {key} "
        f"FROM {quoted(model._meta.db_table)} WHERE {key} >= %s AND {key} < %s"
    )


class Book:
    """All sheets of a loading, and the moment at which what is being written was entered."""

    def __init__(self) -> None:
        """Empty."""
        self.sheets: dict[type[models.Model], Sheet] = {}
        self.stamp = ""

    def __getitem__(self, model: type[models.Model]) -> Sheet:
        """The sheet of a model."""
        if model not in self.sheets:
            self.sheets[model] = Sheet(model, self)
        return self.sheets[model]

    def entered(self, day: date) -> None:
        """From now on rows were entered in the morning of this day."""
        self.stamp = f"{day.isoformat()} 09:00:00+07"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction with neither triggers nor checks of keys: the loader vouches for both."""
        with transaction.atomic():
            _be_trusted()
            yield
            for sheet in self.sheets.values():
                sheet.keep_history()

    @property
    def rows(self) -> int:
        """How many rows were made so far, without history."""
        return sum(sheet.next_key - sheet.first_key for sheet in self.sheets.values())

    def let_go(self) -> None:
        """Set the sequences of all tables."""
        for sheet in self.sheets.values():
            sheet.let_go()


def _be_trusted() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    except DatabaseError as refused:
        message = "Loading by COPY sets triggers aside, which only a superuser of the database may do."
        raise CommandError(message) from refused
    # The savepoint above keeps the setting only when it is released, which it is.
