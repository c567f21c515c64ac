"""What is done about files: `python -m chat.files sweep`."""

import argparse
import asyncio
import datetime as dt
import sys
from collections.abc import Sequence

from chat.core.files.stores import open_store
from chat.core.files.sweeping import copy, sweep
from chat.resources import open_resources
from chat.settings import Settings

_GRACE = 24


async def _sweep(settings: Settings, hours: float, *, really: bool) -> str:
    grace = dt.timedelta(hours=hours)
    async with open_resources(settings) as resources:
        found = await sweep(resources, grace, really=really)
    done = "removed" if really else "that no row names; add --yes to remove them"
    return f"{found.named} files that rows name, {found.orphans} {done}"


async def _copy(settings: Settings, location: str) -> tuple[str, int]:
    target = open_store(settings, location)
    async with open_resources(settings) as resources:
        copied, missing = await copy(resources, target)
    rest = f", {missing} are not there" if missing else ""
    return f"{copied} copied{rest}", 1 if missing else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; return what the process ends with."""
    parser = argparse.ArgumentParser(prog="python -m chat.files", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    swept = commands.add_parser("sweep", help="find files that no row names")
    swept.add_argument("--yes", action="store_true", help="remove them")
    swept.add_argument(
        "--hours", type=float, default=_GRACE, help="how old they are at least"
    )
    copied = commands.add_parser("copy", help="copy all files to another store")
    copied.add_argument("location", help="a folder, as FILES_LOCATION says it")
    asked = parser.parse_args(arguments)
    settings, status = Settings(), 0
    if asked.command == "sweep":
        line = asyncio.run(_sweep(settings, asked.hours, really=asked.yes))
    else:
        line, status = asyncio.run(_copy(settings, asked.location))
    sys.stdout.write(f"{line}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
