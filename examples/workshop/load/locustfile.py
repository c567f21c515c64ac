"""The load test, for locust: `just load --host http://localhost:8000`.

Requests come at a tenth more than the throughput that the goals ask, or at ten in a second; each
caller makes one in a second, whether or not the service keeps up with others. What happens
until all callers are there is in no figure.
"""

import sys
import time
from argparse import ArgumentParser
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Any

from locust import FastHttpUser, constant_throughput, events, task
from locust.env import Environment
from locust.exception import StopUser

from load import goals, mix
from load.calls import ASIDE, CHANCE, Calls, NothingToAskError

_REPORT = Path(__file__).with_name("report.json")
_RATE = 10.0
"""Requests in a second, where no goal says how many."""

MIX = mix.read()
CALLS = Calls()
MEASURED = goals.Measured()
PREPARED = Lock()


class Run:
    """When the figures begin, and why there may be none."""

    since: float | None = None
    problem = ""


class Caller(FastHttpUser):
    """Somebody who asks for one thing in a second."""

    wait_time = constant_throughput(1)

    def on_start(self) -> None:
        self._guarded(lambda: CALLS.prepare(self.client, MIX))

    @task
    def ask(self) -> None:
        wanted = [each for each in MIX if each.weight]
        if not wanted:
            raise StopUser
        call = CHANCE.choices(wanted, [each.weight for each in wanted])[0]
        self._guarded(lambda: CALLS.make(self.client, call), alone=False)

    def _guarded(self, step: Any, *, alone: bool = True) -> None:
        try:
            if alone:
                with PREPARED:
                    step()
            else:
                step()
        except NothingToAskError as error:
            Run.problem = str(error)
            if self.environment.runner:
                self.environment.runner.quit()
            raise StopUser from error


@events.init_command_line_parser.add_listener
def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--goals", type=Path, default=goals.FILE, help="The goals.")
    parser.add_argument("--report", type=Path, default=_REPORT, help="The report.")
    rate = goals.read().get("throughput", _RATE)
    callers = max(1, ceil(rate * 1.1))
    parser.set_defaults(
        headless=True,
        only_summary=True,
        host="http://localhost:8000",
        num_users=callers,
        spawn_rate=max(1.0, callers / 10),
        run_time="70s",
    )


@events.spawning_complete.add_listener
def _begin(**_: Any) -> None:
    if Run.since is None:
        Run.since = time.time()


@events.request.add_listener
def _note(
    name: str,
    response_time: float,
    exception: object,
    start_time: float,
    **_: Any,
) -> None:
    if Run.since is not None and start_time >= Run.since and not name.startswith(ASIDE):
        MEASURED.note(name, response_time, str(exception) if exception else "")


@events.test_stopping.add_listener
def _end(**_: Any) -> None:
    if Run.since is not None:
        MEASURED.seconds = time.time() - Run.since


@events.quitting.add_listener
def _tell(environment: Environment, **_: Any) -> None:
    options = environment.parsed_options
    if options is None:
        return
    told = goals.report(
        MEASURED,
        goals.read(options.goals),
        Run.problem,
        tuple(sorted(CALLS.without_rows)),
    )
    options.report.write_text(told.to_json(), "utf-8")
    sys.stdout.write("\n".join(("", *told.lines(), "")) + "\n")
    environment.process_exit_code = told.code
