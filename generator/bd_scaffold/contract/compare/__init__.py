"""What a changed contract means for its clients: each change once, judged by a cited rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from ...features import FEATURES
from ...features.feature import Feature
from ...model.types import Model
from ...record import replace
from .changes import Changes
from .documents import documents
from .events import events
from .findings import Finding, breaking, merged, told_once
from .naming import Naming, Node, naming
from .operations import Operation, Pair, operations
from .realtime import realtime
from .renames import ContractRenames, renames
from .rules import RULES, Rule
from .schemas import Schemas
from .served import served
from .versions import Bump, next_version

__all__ = [
    "RULES",
    "Bump",
    "Changes",
    "ContractRenames",
    "Finding",
    "Rule",
    "breaking",
    "changes",
    "compare",
    "documents",
    "next_version",
    "renames",
    "told_once",
]


def changes(old: Model, new: Model, features: Sequence[Feature] = FEATURES) -> Changes:
    """Return what the newer of two models means for the clients of the older one."""
    if old.versions or new.versions:
        findings = merged(each_version(old, new, features))
    else:
        findings = compare(*documents(old, new), renames(old, new), features)
    if told := [*events(old, new), *realtime(old, new)]:
        findings = merged((*findings, *told))
    return Changes(
        findings, next_version(old.project.version, findings, new.project.version)
    )


def each_version(
    old: Model, new: Model, features: Sequence[Feature] = FEATURES
) -> Iterator[Finding]:
    """Yield what two models mean for the clients of each version that the older one serves."""
    then, now = served(old), served(new)
    yield from _served([*then], [*now])
    for name in [each for each in then if each in now]:
        if name == old.api.version == new.api.version:
            yield from compare(*documents(old, new), renames(old, new), features)
        else:
            same = ContractRenames(prefix=(f"/api/{name}", f"/api/{name}"))
            yield from compare(then[name](), now[name](), same, features)


def compare(
    old: Node,
    new: Node,
    renamed: ContractRenames | None = None,
    features: Sequence[Feature] = FEATURES,
) -> tuple[Finding, ...]:
    """Return all that clients can notice between two OpenAPI 3.1 documents, in order."""
    renamed = renamed or ContractRenames()
    said = {"own": renamed.own, "bodies": renamed.bodies, "moves": renamed.moves}
    given = naming(features, old, new, **said)
    return merged(_Comparison(old, new, renamed, given).findings())


class _Comparison:
    """Two documents, their operations matched."""

    def __init__(
        self, old: Node, new: Node, renamed: ContractRenames, names: Naming
    ) -> None:
        self._renames = renamed
        self._naming = names
        self._schemas = Schemas(_schemas(old), _schemas(new), renamed, self._naming)
        self._old = operations(old, renamed.prefix[0])
        self._new = operations(new, renamed.prefix[1])

    def findings(self) -> Iterator[Finding]:
        yield from _served(*self._renames.versions)
        before, after = self._renames.prefix
        if before != after:
            yield Finding("api-moved", "api", f"{before} is {after} now")
        left = {each.place: each for each in self._new}
        removed = []
        for old in self._old:
            if new := left.pop(self._place(old), None):
                yield from Pair(old, new, self._schemas, self._naming).findings()
            else:
                removed.append(old)
        there = {each.tag for each in self._new}
        yield from self._all("removed", removed, there, self._tag)
        known = {self._tag(each.tag) for each in self._old}
        yield from self._all("added", list(left.values()), known, str)

    def _all(
        self,
        what: str,
        operations: Iterable[Operation],
        known: Collection[str],
        now: Callable[[str], str],
    ) -> Iterator[Finding]:
        """Yield operations of one document only, those of a whole resource as one."""
        for each in operations:
            is_part = now(each.tag) in known
            name = self._naming.operation(each.tag, each.verb, each.id)
            yield Finding(
                rule=f"{'operation' if is_part else 'resource'}-{what}",
                name=name if is_part else each.tag,
                message=f"{each if is_part else 'the whole resource'} {_WORDS[what]}",
                operations=(str(each),),
            )

    def _place(self, old: Operation) -> tuple[str, str]:
        """Return where requests for an old operation go now."""
        path = self._renames.paths.get(old.path, old.path)
        return replace(old, path=path).place

    def _tag(self, tag: str) -> str:
        return self._renames.schemas.get(tag, tag)


def _served(old: Collection[str], new: Collection[str]) -> Iterator[Finding]:
    """Yield the versions of the API that one of two designs alone has."""
    for name in old:
        if name not in new:
            yield Finding("api-version-removed", name, "it is not served any more")
    for name in new:
        if name not in old:
            yield Finding("api-version-added", name, "it is served, too")


def _schemas(document: Node) -> Node:
    found: Node = document.get("components", {}).get("schemas", {})
    return found


_WORDS = {"removed": "is not there any more", "added": "is new"}
