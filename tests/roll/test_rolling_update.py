"""A version is rolled out under load, as its own manifests say: no request fails, no job is lost."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import roll_objects
import roll_project
import sqlalchemy as sa
from kill_processes import free_port
from postgresql_server import (
    empty_database,
    postgresql,  # noqa: F401 - a fixture
)
from roll_clients import Load
from roll_cluster import Cluster
from roll_proxy import Nginx
from roll_witness import Witness
from session import folder_of, once

JOBS = {"receive": "ParcelMade", "move": "ParcelMoved", "weigh": "ParcelWeighed"}
LATER = {"label": "ParcelMade"}


def _versions(folder: Path) -> None:
    one, two = folder / "1.0", folder / "2.0"
    roll_project.first(roll_project.BEFORE, one, "receive", "move")
    jobs = ("receive", "move", "label", "weigh")
    roll_project.following(one, roll_project.AFTER, two, *jobs)


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two versions of a project, made once a run."""
    if shutil.which("kubectl") is None:
        pytest.skip("there is no kubectl")
    return once(folder_of(tmp_path_factory, "versions"), _versions)


class Stage:
    """A cluster with the first version in it, under load."""

    def __init__(self, versions: Path, folder: Path, url: str, speed: float) -> None:
        self.folder = folder
        self.projects: dict[str, Path] = {}
        for each in ("1.0", "2.0"):
            self.projects[each] = folder / each
            shutil.copytree(versions / each, folder / each)
        (folder / "nginx").mkdir()
        (folder / "cluster").mkdir()
        self.proxy = Nginx(self.projects["1.0"], folder / "nginx", free_port())
        secrets = {"DATABASE_URL": url}
        self.cluster = Cluster(
            folder / "cluster", self.proxy, secrets, speed=speed
        )
        self.load = Load(self.proxy.url)
        self._url = url

    def begin(self) -> None:
        """Roll the first version out, and let clients come."""
        self.rolls_out("1.0")
        self.cluster.wait_for_proxy()
        self.witness = Witness(self._url)
        self.load.start()
        time.sleep(2)

    def rolls_out(self, tag: str, *more: str) -> str:
        """Have a version rolled out, and return what the script says."""
        done = self.tried(tag, *more)
        said = done.stdout + done.stderr
        logs = {e.name: e.says() for e in self.cluster.pods if not e.is_ready}
        assert done.returncode == 0, f"{said}\n{logs}\n{self.load}"
        return said

    def tried(self, tag: str, *more: str):  # type: ignore[no-untyped-def]
        folder = self.projects[tag]
        self.cluster.images[tag] = roll_objects.image(folder)
        return self.cluster.roll_out(folder, "production", *(more or (tag,)))

    def end(self) -> None:
        """Have clients stop, and hold what they were told against what there is."""
        self.load.stop()
        found = self.witness.judge(JOBS, LATER, "ParcelWeighed")
        print(f"\n{self.load}; {found}")
        kinds = Counter(self.load.failures)
        assert not kinds, f"{self.load}\n{kinds.most_common(8)}\n{self.proxy.says()}"
        assert not found.faults, found
        assert not [e.name for e in self.cluster.pods if e.was_killed]
        weights = dict(self.witness.rows("SELECT number, grams FROM parcels"))
        assert self.load.weights.items() <= weights.items()


@pytest.fixture
def stage(
    versions: Path, tmp_path: Path, postgresql: sa.URL  # noqa: F811 - a fixture
) -> Iterator[Stage]:
    url = empty_database(postgresql, "roll").render_as_string(hide_password=False)
    speed = float(os.environ.get("ROLL_SPEED", "5"))
    made = Stage(versions, tmp_path, url, speed)
    try:
        yield made
    finally:
        made.load.stop()
        made.cluster.close()
        made.proxy.close()


def test_a_version_is_rolled_out_under_load(stage: Stage) -> None:
    stage.begin()
    stage.rolls_out("2.0")
    time.sleep(2)
    stage.rolls_out("2.0", "--contract")
    time.sleep(2)
    stage.end()
