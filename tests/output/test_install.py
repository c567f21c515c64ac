"""A project installs from its lock into an environment that has nothing else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

from projects import Project


def test_notes_install_from_the_lock_and_pass_their_tests(
    create: Callable[[str], Project],
) -> None:
    project = create("notes")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("VIRTUAL_ENV", "PYTHONPATH") and not name.startswith("COV_")
    }
    for command in (
        ["uv", "sync", "--locked", "--quiet"],
        ["uv", "run", "pytest", "-q"],
    ):
        done = subprocess.run(
            command,
            cwd=project.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
