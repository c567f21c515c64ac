"""Five thousand requests that schemathesis draws, with all of its checks and links.

They are tried of the two designs that have the most words in one place, by three seeds, on both
engines: of each operation, and of operations one after the other, as many as make 5,000 in all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_DESIGNS = {
    "together": Path(__file__).parents[1] / "designs" / "together.yaml",
    "workshop": Path(__file__).parents[2] / "examples" / "workshop" / "design.yaml",
}
_EXAMPLES = 5000

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    made: dict[str, Project] = {}

    def project(name: str) -> Project:
        if name not in made:
            folder = tmp_path_factory.mktemp("fuzzed") / name
            pipeline.create(
                _DESIGNS[name].read_bytes(),
                _DESIGNS[name].name,
                folder,
                repository=False,
                progress=lambda _words: None,
            )
            made[name] = Project(name, folder)
        return made[name]

    return project


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", [*_DESIGNS])
def test_nothing_is_found(
    of: Callable[[str], Project],
    database: MakeDatabase,
    name: str,
    engine: str,
    seed: int,
) -> None:
    project = of(name)
    fuzz = sorted(
        str(each.relative_to(project.folder))
        for each in project.folder.glob("tests/test_fuzz*.py")
    )
    project.run(
        *("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", *fuzz),
        TEST_DATABASE_URL=database("fuzzed"),
        FUZZ_EXAMPLES=str(-(-_EXAMPLES // _operations(project))),
        FUZZ_SEED=str(seed),
    )


def _operations(project: Project) -> int:
    """Return how many operations the contract has, and one for all of them in any order."""
    contract = yaml.safe_load((project.folder / "openapi.yaml").read_text())
    paths = contract["paths"].values()
    return 1 + sum(method != "parameters" for path in paths for method in path)
