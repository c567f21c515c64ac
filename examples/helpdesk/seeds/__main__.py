"""Fill the database of the settings with rows: `python -m seeds 100000`."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from helpdesk.resources import open_resources
from helpdesk.settings import Settings

from .accounts import ROLES, password
from .plan import Plan
from .tables import TABLES
from .writing import Filling, RefusedError

_WIDTH = 40
_OTHERS = (
    " There were rows before: those of another --seed may have what these come to, so go on "
    "with that one, or begin with an empty database."
)


async def seed(said: argparse.Namespace, settings: Settings) -> int:
    """Fill a database; return what the process ends with."""
    if settings.environment == "production" and not said.production:
        return _refuse("This is production. `--production` fills it all the same.")
    async with open_resources(settings) as resources:
        await resources.database.ping()
        plan = Plan(TABLES, said.seed)
        filling = Filling(resources.database, plan, tell=_tell)
        filled = await filling.filled()
        if filled and not said.append:
            return _refuse(
                f"There are rows in {', '.join(filled)}. `--append` goes on with what the "
                "same seed has begun, and keeps all that is there."
            )
        try:
            stored = await filling.fill(said.rows)
        except RefusedError as error:
            return _refuse(f"{error}{_OTHERS if filled else ''}")
    _say(f"{stored} rows are stored.")
    for role in ROLES:
        _say(f"{role}@example.com signs in with the password {password()}")
    return 0


def _tell(table: str, done: int, count: int) -> None:
    end = "\n" if done == count else "\r"
    sys.stderr.write(f"{table:{_WIDTH}} {done:>12,} of {count:,}{end}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _refuse(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


def _rows(text: str) -> int:
    rows = int(text)
    if rows < 1:
        raise ValueError(text)
    return rows


def parser() -> argparse.ArgumentParser:
    """Return what reads the command's arguments."""
    parser = argparse.ArgumentParser(prog="seeds", description=__doc__)
    parser.add_argument("rows", type=_rows, help="about how many, of all kinds")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same rows come of the same number"
    )
    parser.add_argument(
        "--append",
        action="store_true",
        help="go on where the database has rows of the same seed",
    )
    parser.add_argument(
        "--production", action="store_true", help="fill a database in production"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return what the process ends with."""
    return asyncio.run(seed(parser().parse_args(arguments), Settings()))


if __name__ == "__main__":
    sys.exit(main())
