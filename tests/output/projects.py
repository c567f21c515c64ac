"""A created project, and how its own tools are started in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PLUGINS = Path(__file__).parent / "plugins"


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own, run with the packages of this environment."""

    name: str
    package: str
    folder: Path

    @property
    def source(self) -> Path:
        return self.folder / "src" / self.package

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process of this project."""
        path = os.pathsep.join([str(self.folder / "src"), str(PLUGINS)])
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COV_")}
        return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}

    def run(self, *arguments: str, **environment: str) -> str:
        """Run a Python module in the project; return what it says, or fail with it."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout[-6000:]}"
        return done.stdout
