"""Statements without rows, compiled once for each kind of database and run on the driver's own cursor.

They belong to the transaction of the connection, like all its statements, and cost a third of what they cost
there: routing runs four of them for each client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update, exc

_Turn = Callable[[Any], Any]


class Prepared:
    """An INSERT, UPDATE or DELETE; an INSERT takes a value for every column of its table."""

    def __init__(self, statement: Insert | Update | Delete) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> None:
        """Run it once for every row of values, by name.

        Raises the errors of SQLAlchemy; KeyError for a value that is missing. In pipeline mode a database's
        no may be told by a later statement, at the latest by the commit.
        """
        dialect = connection.dialect
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _Form(self._statement, dialect)
        driver: Any = connection.connection.driver_connection
        base = dialect.loaded_dbapi.Error
        try:
            form.run(driver.cursor(), rows)
        except base as error:
            raise exc.DBAPIError.instance(form.text, None, error, base, dialect=dialect) from error


class _Form:
    """The statement as one kind of database takes it."""

    def __init__(self, statement: Insert | Update | Delete, dialect: Dialect) -> None:
        names = statement.table.columns.keys() if isinstance(statement, Insert) else None
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        self.text: str = compiled.string
        self._order: tuple[str, ...] | None = compiled.positiontup and tuple(compiled.positiontup)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
        self._turns: dict[str, _Turn | None] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()
        }

    def run(self, cursor: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        """On a cursor of the driver."""
        for row in rows:
            cursor.execute(self.text, self._values(row))

    def _values(self, row: Mapping[str, Any]) -> dict[str, Any] | list[Any]:
        given = {**self._fixed, **row}
        turned = {name: turn(given[name]) if turn else given[name] for name, turn in self._turns.items()}
        return turned if self._order is None else [turned[name] for name in self._order]
