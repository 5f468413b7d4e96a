"""`assigner` with the commands of the service, of this checkout whatever is installed."""

from __future__ import annotations

from api.cli import add_commands
from assigner.cli.main import app

if __name__ == "__main__":
    add_commands(app)
    app()
