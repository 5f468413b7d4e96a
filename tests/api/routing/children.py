"""What other processes do in tests: route clients, or die in the middle of it."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import event

from api.app import open_context
from api.security.actor import Actor, Role
from api.services.routing.asking import Asked, call_key
from api.services.routing.desk import close_desk, desk_of
from api.services.routing.journal import Journal
from api.settings import Settings
from assigner.routing import NewClient

CRM = Actor("key_crm", "key", Role.CRM)


def route_many(data_dir: str, url: str, number: int, count: int) -> None:
    """Route so many clients at once through this process's desk."""
    ctx = open_context(Settings(data_dir=Path(data_dir), database_url=url))
    clients = [NewClient(name=f"Firm {number}-{n}", potential=1.0 + n) for n in range(count)]
    waiting = [desk_of(ctx).submit(Asked(CRM, client)) for client in clients]
    assert len({one.result(100).row.seq for one in waiting}) == count
    close_desk(ctx)
    ctx.db.close()


def route_then_die(data_dir: str, url: str) -> None:
    """Decide and write, then end before the commit as if killed."""
    ctx = open_context(Settings(data_dir=Path(data_dir), database_url=url))
    event.listen(ctx.db.engine, "commit", lambda _: os._exit(9))
    Journal(ctx).route([Asked(CRM, NewClient(potential=30), call_key("died"))])
