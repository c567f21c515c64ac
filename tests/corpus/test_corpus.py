"""Designs with the names of real projects become clean projects, which serve at the first run.

The table of names and six schemas are tried in every run, with drawn designs and one design for
each class of lengths of names; `--thorough` tries all schemas, on both engines, with ten seeds.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import black
import drawn
import pytest
import sqlalchemy as sa
import verdicts
from drawn_settings import tried
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lengths import CLASSES, LENGTHS, of_lengths
from postgresql_server import (
    empty_database,
    postgresql,  # noqa: F401 - a fixture
)
from projects import Project

import corpus
from bd_scaffold import pipeline
from bd_scaffold.render.black import is_stable
from bd_scaffold.render.write import write
from bd_scaffold.tree import Tree

_SERVED = "openfoodfacts"
_SAMPLE = (_SERVED, "bank", "classifieds", "django_auth", "festival", "trello")
_SEEDS = range(1, 11)
_FUZZ = "tests/test_fuzz.py"

_thorough = pytest.mark.thorough


def _one_or_all(
    few: Iterable[str], every: Iterable[str]
) -> Iterator[pytest.ParameterSet]:
    """Yield parameters, those that only the thorough run tries marked as such."""
    chosen = {*few}
    for each in every:
        yield pytest.param(each, marks=() if each in chosen else _thorough)


def _tree(design: str) -> Tree:
    text = design.encode()
    return pipeline.render(text, pipeline.build(pipeline.check(text, "design.yaml")))


def _are_clean(designs: Mapping[str, str], folder: Path) -> None:
    """Hold the projects of designs against black and ruff, what several have alike once."""
    for name, design in designs.items():
        write(_tree(design), folder / name)
    subject = (verdicts.digest(folder), "clean")
    if verdicts.known(*subject) is None:
        _hold_against_black(folder)
        _hold_against_ruff(folder)
        verdicts.remember("", *subject)


def _hold_against_black(folder: Path) -> None:
    texts = {path.read_text(): path for path in folder.rglob("*.py")}
    for text, path in texts.items():
        if is_stable(text):  # it remembers what designs have in common
            continue
        assert black.format_str(text, mode=black.Mode()) == text, path


def _hold_against_ruff(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.mark.parametrize(
    "schemas",
    [
        pytest.param(_SAMPLE, id="six"),
        pytest.param(tuple(corpus.schemas()), id="all", marks=_thorough),
    ],
)
def test_schemas_of_real_projects_are_clean(
    tmp_path: Path, schemas: tuple[str, ...]
) -> None:
    found = corpus.schemas()
    _are_clean({each: found[each] for each in schemas}, tmp_path)


def test_the_corpus_has_40_schemas_and_300_names() -> None:
    entities, fields = corpus.names()
    assert len(corpus.schemas()) >= 40
    assert len({*entities, *fields}) >= 300


@pytest.mark.parametrize(
    "every",
    [pytest.param(14, id="some"), pytest.param(1, id="all", marks=_thorough)],
)
def test_entities_and_fields_of_real_names_are_clean(
    tmp_path: Path, every: int
) -> None:
    designs = [*corpus.of_names(10)]
    chosen = {f"names{n}": designs[n] for n in range(0, len(designs), every)}
    _are_clean(chosen, tmp_path)


@pytest.mark.parametrize(
    "lengths",
    [
        pytest.param(CLASSES, id="classes"),
        pytest.param(LENGTHS, id="all", marks=_thorough),
    ],
)
def test_names_of_every_length_are_clean(
    tmp_path: Path, lengths: tuple[int, ...]
) -> None:
    _are_clean({f"length-{each}": of_lengths(each) for each in lengths}, tmp_path)


@pytest.mark.parametrize("number", [5, pytest.param(60, marks=_thorough)])
def test_drawn_designs_with_names_of_the_corpus_are_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    entities, fields = corpus.names()
    monkeypatch.setattr(drawn, "_CLASS", st.sampled_from(entities))
    monkeypatch.setattr(drawn, "_SNAKE", st.sampled_from(fields))
    found: dict[str, str] = {}

    @settings(tried(number * 2), phases=[Phase.generate])
    @given(text=drawn.designs())
    def collect(text: str) -> None:
        try:
            pipeline.check(text.encode(), "design.yaml")
        except pipeline.MistakesError:
            return
        if len(found) < number:
            found[f"drawn-{len(found)}"] = text

    collect()
    assert found
    _are_clean(found, tmp_path)


@pytest.fixture
def project(folder: Path) -> Callable[[str], Project]:
    """Make the project of a schema."""

    def made(name: str) -> Project:
        place = folder / name
        if not place.exists():
            write(_tree(corpus.schemas()[name]), place)
        return Project(name, place, verdicts.digest(place))

    return made


@pytest.mark.parametrize("name", [*_one_or_all([_SERVED], corpus.schemas())])
def test_types_of_schemas_are_strict(
    project: Callable[[str], Project], name: str
) -> None:
    project(name).check_types()


def _cases() -> Iterator[pytest.ParameterSet]:
    for name in corpus.schemas():
        for engine in ("sqlite", "postgresql"):
            usual = (name, engine) == (_SERVED, "sqlite")
            yield pytest.param(name, engine, marks=() if usual else _thorough)


@pytest.mark.parametrize(("name", "engine"), [*_cases()])
def test_schemas_are_migrated_and_served_at_the_first_run(
    request: pytest.FixtureRequest,
    project: Callable[[str], Project],
    tmp_path: Path,
    name: str,
    engine: str,
) -> None:
    _run(project(name), _url(request, engine, tmp_path), engine, "tests")


def _fuzzed() -> Iterator[pytest.ParameterSet]:
    """Yield a seed and an engine for each schema, and every seed for six of them."""
    for number, name in enumerate(corpus.schemas()):
        for seed in _SEEDS if name in _SAMPLE else (number,):
            engine = ("sqlite", "postgresql")[seed % 2]
            usual = (name, seed) == (_SERVED, 2)
            yield pytest.param(name, engine, seed, marks=() if usual else _thorough)


@pytest.mark.parametrize(("name", "engine", "seed"), [*_fuzzed()])
def test_the_fuzz_test_is_green_whatever_its_seed(
    request: pytest.FixtureRequest,
    project: Callable[[str], Project],
    tmp_path: Path,
    name: str,
    engine: str,
    seed: int,
) -> None:
    url = _url(request, engine, tmp_path)
    _run(project(name), url, engine, _FUZZ, FUZZ_SEED=str(seed))


def _url(request: pytest.FixtureRequest, engine: str, folder: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder}/corpus.db"
    server: sa.URL = request.getfixturevalue("postgresql")
    made = empty_database(server, "corpus")
    return made.render_as_string(hide_password=False)


def _run(
    project: Project, url: str, engine: str, tests: str, **environment: str
) -> None:
    chosen = (tests, "--ignore=tests/core", f"--ignore={_FUZZ}")
    chosen = chosen if tests == "tests" else (tests,)
    project.proves(
        *("pytest", "-q", "--no-cov", "-p", "no:cacheprovider", *chosen),
        on=" ".join([engine, *environment.values()]),
        TEST_DATABASE_URL=url,
        **environment,
    )
