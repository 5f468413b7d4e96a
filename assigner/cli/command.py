"""The base of all commands: expected errors become a list and an exit code, never a traceback."""

from __future__ import annotations

import os
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from assigner.cli.failures import tell_failure, usage_document
from assigner.cli.screen import print_json
from assigner.errors import AssignerError, NoAnswer
from assigner.i18n import Translator


class Commands(TyperGroup):
    """All commands: with --json an error in their use is JSON too."""

    def invoke(self, ctx: Any) -> Any:
        """Find and run a command."""
        as_json = "--json" in ctx.args
        try:
            return super().invoke(ctx)
        except typer.TyperException as error:
            if not as_json:
                raise
            print_json(usage_document(error.format_message()))
            raise typer.Exit(error.exit_code) from None

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options, as the help shows them."""
        return _without_type_of_flags(super().get_params(ctx))


class Command(TyperCommand):
    """A command whose errors are told in its language, on its channel.

    ASSIGNER_DEBUG=1 lets unexpected errors through with their traceback.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options, as the help shows them."""
        return _without_type_of_flags(super().get_params(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command and end with the exit code of its error."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except KeyboardInterrupt:
            self._tell(ctx, NoAnswer(_translator(ctx).gettext("stopped by you; nothing was written")))
            raise typer.Exit(NoAnswer.exit_code) from None
        except AssignerError as error:
            self._tell(ctx, error)
            raise typer.Exit(error.exit_code) from None
        except Exception as error:
            if os.environ.get("ASSIGNER_DEBUG"):
                raise
            self._tell(ctx, error)
            raise typer.Exit(1) from None

    @staticmethod
    def _tell(ctx: Any, error: Exception) -> None:
        tell_failure(
            error, _translator(ctx), as_json=bool(ctx.params.get("as_json")), writes="out" in ctx.params
        )


def _without_type_of_flags(params: list[Any]) -> list[Any]:
    """A flag takes no value, so the help shows none."""
    for param in params:
        if getattr(param, "is_flag", False) and param.metavar is None:
            param.metavar = ""
    return params


def _translator(ctx: Any) -> Translator:
    return Translator(str(ctx.params.get("lang") or "en"))
