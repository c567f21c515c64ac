"""Commands for operators: `python -m chat.core.accounts --help`."""

import argparse
import sys
from collections.abc import Sequence

from chat.core.errors import DomainError
from chat.core.personal.commands import add_person_commands
from chat.core.personal.file_commands import add_file_commands
from chat.settings import Settings

from .commands import CommandError, add_commands
from .sign_in_commands import add_sign_in_commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 1 where it can't do what it was asked to."""
    asked = _parser().parse_args(arguments)
    try:
        answer = asked.run(Settings(), asked)
    except DomainError as error:
        reasons = [each.message for each in error.details] or [error.message]
        sys.stderr.write(" ".join(reasons) + "\n")
        return 1
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{answer}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    commands = parser.add_subparsers(dest="command", required=True)
    add_commands(commands)
    add_file_commands(commands)
    add_person_commands(commands)
    add_sign_in_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
