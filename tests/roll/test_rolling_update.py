"""A version is rolled out under load, as its manifests say: no request fails, no job is lost."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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

SPEED = 5
"""Most times that the manifests say are shorter by this factor; see `Cluster`."""
JOBS = {"receive": "ParcelMade", "move": "ParcelMoved", "weigh": "ParcelWeighed"}
LATER = {"label": "ParcelMade"}


def _versions(folder: Path) -> None:
    one, two = folder / "1.0", folder / "2.0"
    roll_project.first(roll_project.BEFORE, one, "receive", "move")
    jobs = ("receive", "move", "label", "weigh")
    roll_project.following(one, roll_project.AFTER, two, *jobs)
    three = folder / "3.0"
    roll_project.following(two, roll_project.LATER, three, *jobs)
    roll_project.broken(two, folder / "2.0-api", "main.py")
    roll_project.broken(two, folder / "2.0-worker", "worker.py")


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The versions of a project, made once a run."""
    if shutil.which("kubectl") is None:
        pytest.skip("there is no kubectl")
    return once(folder_of(tmp_path_factory, "versions"), _versions)


class Stage:
    """A cluster with the first version in it, under load."""

    def __init__(self, versions: Path, folder: Path, url: str, speed: float) -> None:
        self._versions = versions
        self._folder = folder
        self._url = url
        for each in ("nginx", "cluster"):
            (folder / each).mkdir()
        self.proxy = Nginx(versions / "1.0", folder / "nginx", free_port())
        secrets = {"DATABASE_URL": url}
        self.cluster = Cluster(folder / "cluster", self.proxy, secrets, speed=speed)
        self.load = Load(self.proxy.url)

    def begin(self) -> None:
        """Roll the first version out, and let clients come."""
        self.rolls_out("1.0")
        self.cluster.wait_for_proxy()
        self.witness = Witness(self._url)
        self.load.start()
        time.sleep(2)

    def tries(self, tag: str, *more: str) -> subprocess.CompletedProcess[str]:
        """Run a version's own script: have it rolled out, or what else is asked for."""
        folder = self._folder / tag
        if not folder.exists():
            shutil.copytree(self._versions / tag, folder)
        self.cluster.images[tag] = roll_objects.image(folder)
        return self.cluster.roll_out(folder, "production", *(more or (tag,)))

    def rolls_out(self, tag: str, *more: str) -> None:
        """Have it done, without a fault."""
        done = self.tries(tag, *more)
        logs = {e.name: e.says() for e in self.cluster.pods if not e.is_ready}
        assert done.returncode == 0, f"{done.stderr}\n{logs}\n{self.load}"

    def prepares(self, tag: str) -> Path:
        """Expand the database for a version, and have its workers replace all others.

        Returns the overlay with which its pods are made.
        """
        folder, overlay = self._folder / tag, "deploy/kubernetes/overlays/production"
        shutil.copytree(self._versions / tag, folder)
        self.cluster.images[tag] = roll_objects.image(folder)
        file = folder / overlay / "kustomization.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('newTag: "0.1.0"', f'newTag: "{tag}"'))
        apply = ["apply", "--kustomize", overlay, "--selector"]
        for words in (
            ["delete", "job", "depot-migrate"],
            [*apply, "roll-out=before"],
            ["wait", "job", "depot-migrate", "--timeout", "600s"],
            [*apply, "app.kubernetes.io/component=worker"],
            ["rollout", "status", "deployment/depot-worker"],
        ):
            self.cluster.asked(folder, words)
        return folder / overlay

    def serves(self, component: str, tag: str) -> bool:
        """Tell whether all of a component that is ready is of a version."""
        pods = self.cluster.serving(component)
        return bool(pods) and all(each.template.tag == tag for each in pods)

    def end(self, weight: str = "grams", table: str = "parcels") -> None:
        """Have clients stop, and hold what they were told against what there is."""
        self.load.stop()
        found = self.witness.judge(JOBS, LATER, "ParcelWeighed")
        print(f"\n{self.load}; {found}")
        kinds = Counter(self.load.failures)
        assert not kinds, f"{self.load}\n{kinds.most_common(8)}\n{self.proxy.says()}"
        assert not found.faults, found
        assert found.events["ParcelMade"] > 20
        assert not [e.name for e in self.cluster.pods if e.was_killed]
        rows = self.witness.rows(f"SELECT number, {weight} FROM {table}")
        assert self.load.weights.items() <= dict(rows).items()


@pytest.fixture
def staged(
    versions: Path,
    tmp_path: Path,
    postgresql: sa.URL,  # noqa: F811 - a fixture
) -> Iterator[Callable[[float], Stage]]:
    url = empty_database(postgresql, "roll").render_as_string(hide_password=False)
    with ExitStack() as stack:

        def made(speed: float = SPEED) -> Stage:
            stage = Stage(versions, tmp_path, url, speed)
            for each in (stage.proxy.close, stage.cluster.close, stage.load.stop):
                stack.callback(each)
            return stage

        yield made


def test_one_that_crashes_changes_nothing_and_one_that_runs_no_request(
    staged: Callable[..., Stage],
) -> None:
    """The old one serves on, and is then replaced; what the old one needs goes last."""
    stage = staged()
    stage.begin()
    done = stage.tries("2.0-api")
    assert "exceeded its deadline" in done.stderr
    pods = [each for each in stage.cluster.pods if each.owner == "depot"]
    [broken] = [each for each in pods if each.template.tag == "2.0-api"]
    assert (broken.readied, broken.starts > 1) == (0, True)
    assert stage.serves("depot", "1.0")
    assert len(stage.cluster.serving("depot")) == 2
    stage.rolls_out("2.0")
    assert stage.serves("depot", "2.0")
    stage.rolls_out("2.0", "--contract")
    time.sleep(1)
    stage.end()


@pytest.mark.thorough
@pytest.mark.parametrize("speed", [1, SPEED])
def test_a_worker_that_crashes_leaves_the_old_one_at_work(
    staged: Callable[..., Stage], speed: float
) -> None:
    """Nothing of the API is replaced before its worker runs."""
    stage = staged(speed)
    stage.begin()
    done = stage.tries("2.0-worker")
    assert "exceeded its deadline" in done.stderr
    assert stage.serves("depot-worker", "1.0")
    assert stage.serves("depot", "1.0")
    stage.rolls_out("1.0", "--back", "1.0")
    stage.rolls_out("2.0")
    stage.end()


@pytest.mark.thorough
def test_the_way_back_is_open_until_the_contract(staged: Callable[..., Stage]) -> None:
    """API first and workers last; after the contract, old pods are never ready."""
    stage = staged()
    stage.begin()
    stage.rolls_out("2.0")
    time.sleep(2)
    assert "go back by" in stage.tries("1.0").stderr
    stage.rolls_out("1.0", "--back", "1.0")
    assert stage.serves("depot", "1.0")
    assert stage.serves("depot-worker", "1.0")
    time.sleep(2)
    stage.rolls_out("2.0")
    stage.rolls_out("2.0", "--contract")
    stage.cluster.patience = 20
    done = stage.tries("1.0", "--back", "1.0")
    assert "exceeded its deadline" in done.stderr
    assert stage.serves("depot", "2.0")
    assert stage.serves("depot-worker", "2.0")
    stage.cluster.patience = 150
    stage.rolls_out("2.0")
    stage.end()


@pytest.mark.thorough
def test_three_versions_follow_each_other(staged: Callable[..., Stage]) -> None:
    """A second change that comes too soon is refused, and says what is to be done before it."""
    stage = staged()
    stage.begin()
    stage.rolls_out("2.0")
    done = stage.tries("3.0")
    assert "breaks the code of before" in done.stderr
    assert stage.serves("depot", "2.0")
    stage.rolls_out("2.0")
    stage.rolls_out("2.0", "--contract")
    stage.rolls_out("3.0")
    time.sleep(2)
    stage.rolls_out("3.0", "--contract")
    time.sleep(2)
    stage.end("mass", "boxes")


@pytest.mark.thorough
def test_blue_and_green_are_switched_there_and_back(
    staged: Callable[..., Stage],
) -> None:
    """Both serve from one database; who is not sent to any more has its time to end."""
    stage = staged()
    stage.begin()
    stage.cluster.start_beside(stage.prepares("2.0"), 2)
    for name in ("beside", "depot", "beside", "depot", "beside"):
        stage.cluster.switch(**{name: 100})
        time.sleep(2)
    stage.end()


@pytest.mark.thorough
def test_a_canary_has_a_share_of_the_requests(staged: Callable[..., Stage]) -> None:
    stage = staged()
    stage.begin()
    stage.cluster.start_beside(stage.prepares("2.0"), 1)
    before = stage.proxy.answered_by()
    stage.cluster.switch(depot=90, beside=10)
    time.sleep(10)
    answered = stage.proxy.answered_by() - before
    [canary] = stage.cluster.serving("beside")
    assert 0.05 < answered[canary.port] / sum(answered.values()) < 0.2
    stage.cluster.switch(depot=100)
    time.sleep(1)
    stage.end()
