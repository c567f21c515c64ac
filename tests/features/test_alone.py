"""Each set of capabilities makes a project whose modules find each other, without the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import PurePosixPath

import pytest
from projects import Project
from verdicts import digest

from bd_scaffold import pipeline
from bd_scaffold.render.write import write
from bd_scaffold.tree import Tree

_WORDS = {
    "relation": "other: Other? filter",
    "link": "others: Other[] link",
    "search": "text: string(20) search sort",
    "unique": "code: string(9) unique",
}
_TRAITS = ("soft_delete", "versioned", "timestamps")
_LINES = ("cursor", *_WORDS, *_TRAITS)
_SETS = [
    *chain.from_iterable(combinations(_LINES, size) for size in (0, 1, 2)),
    tuple(each for each in _LINES if each != "versioned"),
]


def _design(words: tuple[str, ...]) -> str:
    fields = ["name: string(20)", *(_WORDS[each] for each in words if each in _WORDS)]
    traits = [each for each in words if each in _TRAITS]
    body = "".join(f"      {each}\n" for each in fields)
    paged = "    pagination: cursor\n" * ("cursor" in words)
    return (
        f"name: alone\nentities:\n  Thing:\n    traits: [{', '.join(traits)}]\n{paged}"
        f"    fields:\n{body}"
        f"  Other:\n    traits: [{', '.join(traits)}]\n    fields: {{label: text}}\n"
    )


def _tree(words: tuple[str, ...]) -> Tree:
    text = _design(words).encode()
    return pipeline.render(text, pipeline.build(pipeline.check(text, "design.yaml")))


def _missing(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield the project's own modules that a file imports, and nobody has made."""
    modules = {
        PurePosixPath(path.removeprefix("src/")).with_suffix("") for path in tree
    }
    packages = {parent for each in modules for parent in each.parents}
    for path, text in tree.items():
        if not path.endswith(".py"):
            continue
        here = PurePosixPath(path.removeprefix("src/")).parent
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ImportFrom):
                continue
            base = [here, *here.parents][node.level - 1] if node.level else None
            wanted = (base or PurePosixPath()).joinpath(*(node.module or "").split("."))
            own = node.level or wanted.parts[0] in ("alone", "tests")
            if own and wanted not in modules | packages:
                yield path, str(wanted)


@pytest.mark.parametrize("words", _SETS, ids=lambda words: "-".join(words) or "none")
def test_every_module_that_is_imported_is_there(words: tuple[str, ...]) -> None:
    assert [*_missing(_tree(words))] == []


@pytest.mark.generated
@pytest.mark.parametrize(
    "words",
    [
        ("soft_delete", "relation"),
        *(pytest.param(each, marks=pytest.mark.thorough) for each in _SETS),
    ],
    ids="-".join,
)
def test_its_types_are_strict(
    tmp_path_factory: pytest.TempPathFactory, words: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("alone") / "alone"
    write(_tree(words), folder)
    Project("alone", folder, digest(folder)).check_types()
