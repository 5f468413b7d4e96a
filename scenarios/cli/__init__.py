"""The commands of the what-ifs, added to `assigner` by its entry points."""

from __future__ import annotations

import typer

from scenarios.cli.drift_commands import add_drift
from scenarios.cli.frontier_commands import add_frontier
from scenarios.cli.onboard_commands import add_onboard
from scenarios.cli.scenario_commands import add_scenario_commands
from scenarios.cli.sensitivity_commands import add_sensitivity


def add_commands(app: typer.Typer) -> None:
    """Add `scenario`, `onboard` and `drift` to the commands of `assigner`.

    Modules of commands load nothing heavy: whoever asks for `--help` should not wait.
    """
    app.add_typer(scenario_app())
    add_onboard(app)
    add_drift(app)


def scenario_app() -> typer.Typer:
    """`assigner scenario` with its commands."""
    app = typer.Typer(
        name="scenario",
        help="What if: change the base or the rules, solve, and see the answers side by side.",
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    add_scenario_commands(app)
    add_frontier(app)
    add_sensitivity(app)
    return app
