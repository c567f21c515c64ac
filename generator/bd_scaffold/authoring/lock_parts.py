"""One lock for all parts: which of its packages and lines which parts need."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..sources.stack import BlueprintError

ALWAYS = ""
"""What is needed whatever parts are in use, in the place of a part's folder."""

_PACKAGE = re.compile(r"(?=\n\[\[package\]\]\n)")
"""Where a package begins: with the empty line before it, so that none is left at the end."""

_NAME = re.compile(r'^name = "([^"]+)"$', re.MULTILINE)
_ENTRY = re.compile(r'    \{ name = "([^"]+)"')
_EXTRA = re.compile(r"([\w.-]+) = \[")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHORT = re.compile(r"^([\w.-]+) = \[(\{.*\})\]$", re.MULTILINE)
_AN_ENTRY = "\\1 = [\n    \\2,\n]"
"""A list of one entry stands on one line; a line is what can be left out."""

_OTHERWISE = re.compile(r"^\{% else %\}\n(?s:.*?)(?=^\{% endif %\}\n)", re.MULTILINE)
"""What stands in the lock where no part adds to its head."""

_TAG = re.compile(r"^\{%.*%\}\n", re.MULTILINE)

Requirements = Mapping[str, Sequence[tuple[str, str]]]
"""What the project and each part ask for, by the part's folder: a group, and a requirement."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks for what: the folders of parts, by group and by the package's name."""

    by_name: Mapping[tuple[str, str], frozenset[str]]


@dataclass(slots=True)
class _Reach:
    """Who reaches each package, and each extra of one."""

    packages: Mapping[str, list[dict[str, Any]]]
    found: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def walk(self, name: str, extra: str, owner: str) -> None:
        """Note that an owner reaches a package, and whatever that depends on."""
        owners = self.found.setdefault((name, extra), set())
        if owner in owners:
            return
        owners.add(owner)
        for package in self.packages.get(name, ()):
            edges = (
                package.get("optional-dependencies", {}).get(extra, ())
                if extra
                else package.get("dependencies", ())
            )
            for edge in edges:
                for each in ("", *edge.get("extra", ())):
                    self.walk(edge["name"], each, owner)


def wanted(requirements: Requirements) -> Wanted:
    """Return who asks for which package; all who do have to ask in the same words."""
    said: dict[tuple[str, str], str] = {}
    owners: dict[tuple[str, str], set[str]] = {}
    for owner, asked in requirements.items():
        for group, requirement in asked:
            key = group, _name(requirement)
            if said.setdefault(key, requirement) != requirement:
                raise BlueprintError(
                    f"{said[key]!r} and {requirement!r} are asked for, the latter by "
                    f"{owner}: whoever needs {key[1]} has to ask for it in the same words"
                )
            owners.setdefault(key, set()).add(owner)
    return Wanted({key: frozenset(found) for key, found in owners.items()})


def _name(requirement: str) -> str:
    """Return a requirement's package, called as uv calls it."""
    match = _REQUIREMENT.match(requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else requirement


def head_of(lock: str) -> str:
    """Return what stands above the packages of a lock."""
    return _PACKAGE.split(lock)[0]


def marked(
    lock: str, project: str, asked: Wanted, heads: Mapping[str, str] | None = None
) -> str:
    """Return the lock of all parts as a template that keeps what the parts in use need.

    `heads` are what stands above the packages where one part is in use, and where none is.
    """
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads(lock)["package"]:
        packages.setdefault(package["name"], []).append(package)
    reach = _Reach(packages)
    roots = [each for root in packages.get(project, ()) for each in _groups(root)]
    for group, edge in roots:
        for owner in asked.by_name.get((group, edge["name"]), {ALWAYS}):
            for extra in ("", *edge.get("extra", ())):
                reach.walk(edge["name"], extra, owner)
    head, *blocks = _PACKAGE.split(lock)
    text = "".join(_block(block, project, asked, reach) for block in blocks)
    head = _head(head, heads or {})
    return "".join((_imports(head + text), head, text))


def _head(whole: str, heads: Mapping[str, str]) -> str:
    """Return what stands above the packages, which some parts add to."""
    plain = heads.get(ALWAYS, whole)
    if plain == whole:
        return whole
    owners = {owner for owner, head in heads.items() if head != plain}
    tests = " or ".join(map(_test, sorted(owners)))
    return f"{{% if {tests} %}}\n{whole}{{% else %}}\n{plain}{{% endif %}}\n"


def union(template: str) -> str:
    """Return the template of the lock of all parts, of one that `marked` made."""
    return _TAG.sub("", _OTHERWISE.sub("", template))


def _groups(root: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each dependency of the project itself, with its group."""
    groups = {ALWAYS: root.get("dependencies", []), **root.get("dev-dependencies", {})}
    for group, edges in groups.items():
        yield from ((group, edge) for edge in edges)


def _block(block: str, project: str, asked: Wanted, reach: _Reach) -> str:
    """Return one package, with conditions around what not every project needs of it."""
    match = _NAME.search(block)
    name = match[1] if match else ""
    if name == project:
        return "".join(_root(block, asked))
    text = "".join(_extras(block, name, reach))
    return _conditional(text, reach.found.get((name, ""), {ALWAYS}))


def _root(block: str, asked: Wanted) -> Iterator[str]:
    """Yield the lines of the project itself: each dependency belongs to who asks for it."""
    group, in_groups = ALWAYS, False
    for line in _SHORT.sub(_AN_ENTRY, block).splitlines(keepends=True):
        if line.startswith("["):
            in_groups = "dev" in line
            group = ALWAYS
        elif in_groups and (named := _EXTRA.match(line)):
            group = named[1]
        entry = _ENTRY.match(line)
        key = (group, entry[1]) if entry else ("", "")
        yield _conditional(line, asked.by_name.get(key, {ALWAYS}))


def _extras(block: str, name: str, reach: _Reach) -> Iterator[str]:
    """Yield a package's text: the dependencies of an extra belong to who reaches it."""
    inside, text = False, ""
    for line in block.splitlines(keepends=True):
        if line.startswith("["):
            inside = line.startswith("[package.optional-dependencies]")
        text += line
        begins = inside and _EXTRA.match(text)
        if begins and line.rstrip().endswith("]"):
            yield _conditional(text, reach.found.get((name, begins[1]), {ALWAYS}))
            text = ""
        elif not begins:
            yield text
            text = ""


def _conditional(text: str, owners: set[str] | frozenset[str]) -> str:
    if ALWAYS in owners:
        return text
    tests = " or ".join(map(_test, sorted(owners)))
    return f"{{% if {tests} %}}\n{text}{{% endif %}}\n"


def _test(part: str) -> str:
    layer, _, name = part.split("/")
    return f'"{name}" in {layer}.parts'


def _imports(text: str) -> str:
    """Return the tags that make known which parts are in use, as far as that is asked."""
    layers = sorted(set(re.findall(r"in (\w+)\.parts", text)))
    return "".join(
        f'{{% import "{layer}/manifest.jinja" as {layer} with context %}}\n'
        for layer in layers
    )
