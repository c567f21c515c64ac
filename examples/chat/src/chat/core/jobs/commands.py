"""Commands for those who look after jobs: list, show, replay and drop them."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chat.core.context import utc_now
from chat.resources import Resources, open_resources
from chat.settings import Settings

from .table import STATES, Table, Wanted

_COLUMNS = ("id", "name", "state", "failures", "due_at", "error")
_WIDEST = 60

Asked = argparse.Namespace
Command = Callable[[Table, Asked], Awaitable[tuple[str, int]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked, and return 1 where there is no such job."""
    asked = _parser().parse_args(arguments)
    return say(lambda resources: run(resources, asked))


def say(command: Callable[[Resources], Awaitable[tuple[str, int]]]) -> int:
    """Write what a command says, and return the status that it ends with."""

    async def done() -> tuple[str, int]:
        async with open_resources(Settings()) as resources:
            return await command(resources)

    text, status = asyncio.run(done())
    sys.stdout.write(f"{text}\n")
    return status


async def run(resources: Resources, asked: Asked) -> tuple[str, int]:
    """Return what a command says, and the status that it ends with."""
    command: Command = asked.run
    return await command(Table(resources.database), asked)


def parse(arguments: Sequence[str]) -> Asked:
    """Return what the arguments of the command ask for."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chat.jobs")
    commands = parser.add_subparsers(required=True)
    listed = commands.add_parser("list", help="the jobs that there are")
    _narrow(listed)
    listed.add_argument("--limit", type=int, default=50, help="how many at the most")
    listed.set_defaults(run=_list)
    shown = commands.add_parser("show", help="all that is known of a job")
    shown.add_argument("id", type=int)
    shown.set_defaults(run=_show)
    for name, command, told in (
        ("replay", _replay, "have dead jobs tried again, from the first attempt on"),
        ("drop", _drop, "delete jobs that do not run"),
    ):
        changed = commands.add_parser(name, help=told)
        changed.add_argument("id", type=int, nargs="*")
        _narrow(changed)
        changed.set_defaults(run=command)
    for each in commands.choices.values():
        each.add_argument("--json", action="store_true", help="as JSON, for programs")
    return parser


def _narrow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", choices=STATES)
    parser.add_argument("--job", help="those of this name")


def _wanted(asked: Asked) -> Wanted:
    ids = tuple(getattr(asked, "id", ()))
    return Wanted(ids=ids, name=asked.job, state=asked.state)


async def _list(table: Table, asked: Asked) -> tuple[str, int]:
    rows = await table.rows(_wanted(asked), asked.limit)
    if asked.json:
        return as_json(rows), 0
    shown = [[_cell(row[name]) for name in _COLUMNS] for row in rows]
    return _aligned([[*_COLUMNS], *shown]), 0


async def _show(table: Table, asked: Asked) -> tuple[str, int]:
    rows = await table.rows(Wanted(ids=(asked.id,)), 1)
    if not rows:
        return f"There is no job {asked.id}.", 1
    if asked.json:
        return as_json(rows[0]), 0
    return "\n".join(f"{name}: {_text(value)}" for name, value in rows[0].items()), 0


async def _replay(table: Table, asked: Asked) -> tuple[str, int]:
    if _names_none(asked):
        return _NONE_NAMED, 1
    return _told(await table.replay(_wanted(asked), utc_now()), "replayed", asked)


async def _drop(table: Table, asked: Asked) -> tuple[str, int]:
    if _names_none(asked):
        return _NONE_NAMED, 1
    return _told(await table.drop(_wanted(asked)), "dropped", asked)


_NONE_NAMED = "Say which: their numbers, --job or --state."


def _names_none(asked: Asked) -> bool:
    return not (asked.id or asked.job or asked.state)


def _told(ids: Sequence[int], done: str, asked: Asked) -> tuple[str, int]:
    missing = 1 if {*asked.id} - {*ids} else 0
    if asked.json:
        return as_json({done: [*ids]}), missing
    return f"{len(ids)} {done}", missing


def as_json(value: Any) -> str:
    """Return what a command says to programs."""
    return json.dumps(value, default=_text, ensure_ascii=False)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _cell(value: Any) -> str:
    lines = _text(value).splitlines() or [""]
    return lines[0] if len(lines[0]) <= _WIDEST else f"{lines[0][: _WIDEST - 1]}…"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
