"""Each command of a runbook can be run: on what the project has, and by the names that it has.

Those of the project and those that ask the database are run; of others, which need a cluster
or Docker, the names are looked up in what the project deploys.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from asking import ask
from projects import MakeDatabase, Project, project_of
from test_scraped_by_prometheus import DESIGN

_SQLITE = DESIGN.replace("name: lab\n", "name: lab\ndatabase: {engine: sqlite}\n")
_CLUSTER = DESIGN.replace(
    "{monitoring: true,",
    "{kubernetes: true, environments: {test: {}, production: {}}, monitoring: true,",
)
_SETTINGS = re.compile(r"os\.getenv\('(\w+)'")


class Commands:
    """The commands of a project's runbook, and how each kind of them is tried."""

    def __init__(self, project: Project, url: str) -> None:
        self.project, self._url = project, url
        self._source = "\n".join(
            each.read_text() for each in project.source.rglob("*.py")
        )
        self.listed = [
            line
            for block in re.findall(
                r"```bash\n(.*?)```", self._read("docs/runbooks.md"), re.DOTALL
            )
            for line in block.splitlines()
        ]

    def _read(self, path: str) -> str:
        return (self.project.folder / path).read_text()

    def hold(self, command: str) -> None:
        """Fail unless a command can be run."""
        subprocess.run(["bash", "-n", "-c", command], check=True)
        first, *filters = command.partition("  #")[0].split(" | ")
        for each in filters:
            self._filter(shlex.split(each))
        words = shlex.split(first)
        held = self._held.get(words[0])
        assert held or words[0] in ("git", "fuser"), command
        if held:
            held(words)

    @property
    def _held(self) -> dict[str, Callable[[list[str]], None]]:
        return {
            "docker": self._compose,
            "kubectl": self._cluster,
            "psql": self._sql,
            "sqlite3": self._sql,
            "curl": self._asked,
        }

    def _filter(self, words: list[str]) -> None:
        """What is looked for in a log is logged, and what is looked for in metrics is there."""
        if words[0] == "tail":
            return
        assert words[0] == "grep"
        for each in words[1:]:
            if not each.startswith(("-", '"')):
                name = each.removeprefix("^").removesuffix("_total")
                assert f'"{name}' in self._source, each

    def _compose(self, words: list[str]) -> None:
        services = yaml.safe_load(self._read("compose.yaml"))["services"]
        _, compose, verb, *rest = words
        assert compose == "compose"
        assert verb in ("exec", "ps", "logs")
        if verb == "exec":
            assert rest[0] in services
            self._run(rest[1:])
        elif named := [each for each in rest if each in ("app", "worker")]:
            assert {*named} <= {*services}

    def _cluster(self, words: list[str]) -> None:
        folder = self.project.folder / "deploy" / "kubernetes"
        texts = [each.read_text() for each in folder.rglob("*.yaml")]
        there = [each for text in texts for each in yaml.safe_load_all(text) if each]
        names = {
            (each.get("kind"), each.get("metadata", {}).get("name")) for each in there
        }
        assert words[1] == "--namespace"
        assert ("Namespace", words[2]) in names
        if "--selector" in words:
            label, _, value = words[words.index("--selector") + 1].partition("=")
            pods = [
                each["spec"]["template"].get("metadata", {}).get("labels", {})
                for each in there
                if each.get("kind") == "Deployment" and "template" in each["spec"]
            ]
            assert value in {each.get(label) for each in pods}
        if words[3] == "exec":
            kind, _, name = words[4].partition("/")
            assert (kind.capitalize(), name) in names
            self._run(words[words.index("--") + 1 :])

    def _run(self, words: list[str]) -> None:
        """Run what is run in a container; a number stands for what somebody fills in."""
        assert words[0] == "python"
        named = [re.sub(r"^\$\w+$", "1", each) for each in words[1:]]
        done = subprocess.run(
            [sys.executable, *named],
            cwd=self.project.folder,
            env=self.project.environment(DATABASE_URL=self._url),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        for name in _SETTINGS.findall(" ".join(words)):
            assert name in self._read("docs/configuration.md")

    def _sql(self, words: list[str]) -> None:
        ask(self._url, lambda connection: connection.execute(sa.text(words[-1])).all())

    def _asked(self, words: list[str]) -> None:
        path = words[-1].removeprefix("$SERVICE")
        assert path in ("/metrics", "/health/live", "/health/ready")
        assert f'"{path}"' in self._source


@pytest.mark.parametrize(
    ("design", "engine"),
    [(_SQLITE, "sqlite"), (DESIGN, "postgresql"), (_CLUSTER, "postgresql")],
    ids=["sqlite", "compose", "cluster"],
)
def test_each_command_can_be_run(
    design: str, tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    project = project_of(design, "lab", tmp_path / "lab")
    url = database(f"runbook_{'cluster' if 'kubernetes' in design else engine}")
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    commands = Commands(project, url)
    for each in {*commands.listed}:
        commands.hold(each)
    assert len(commands.listed) > 50
