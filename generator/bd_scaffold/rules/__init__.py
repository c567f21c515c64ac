"""What a design must not say: pure checks, one module a noun, all of them every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, in_order
from ..features import FEATURES, traits_of
from ..language import load
from ..language.vocabulary import subject
from ..record import Record
from ..resolve import resolve
from . import (
    access,
    accounts,
    api_versions,
    areas,
    checks,
    clouds,
    collisions,
    computed,
    cursors,
    custom,
    cycles,
    database_names,
    defaults,
    dependencies,
    deploying,
    divided,
    entities,
    events,
    exclusions,
    field_access,
    fields,
    files,
    filters,
    generated_keys,
    identity,
    inclusions,
    indexes,
    jobs,
    keys,
    naming,
    normal,
    notes,
    orders,
    owned,
    paging,
    project,
    realtime,
    referential,
    related,
    relations,
    requirements,
    roadmap,
    targets,
    transitions,
    value_types,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..features.feature import Feature
    from ..language import Positions
    from ..language.finding import Finding
    from ..language.namespace import Namespace
    from ..resolve import Resolved

RULES = (
    naming.rule,
    database_names.rule,
    project.rule,
    requirements.rule,
    roadmap.rule,
    areas.rule,
    entities.rule,
    cursors.rule,
    fields.rule,
    files.rule,
    filters.rule,
    orders.rule,
    paging.rule,
    related.rule,
    accounts.rule,
    divided.rule,
    normal.rule,
    defaults.rule,
    computed.rule,
    relations.rule,
    inclusions.rule,
    owned.rule,
    targets.rule,
    referential.rule,
    keys.rule,
    generated_keys.rule,
    indexes.rule,
    exclusions.rule,
    checks.rule,
    cycles.rule,
    collisions.rule,
    identity.rule,
    words.rule,
    value_types.rule,
    access.rule,
    field_access.rule,
    transitions.rule,
    custom.rule,
    events.rule,
    jobs.rule,
    realtime.rule,
    dependencies.rule,
    clouds.rule,
    deploying.rule,
    api_versions.rule,
)


def check(resolved: Resolved, positions: Positions) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with what a design says, in the order of the file."""
    found = (finding for rule in RULES for finding in rule(resolved))
    return _placed(found, positions)


def _placed(
    findings: Iterable[Finding], positions: Positions
) -> tuple[Diagnostic, ...]:
    return in_order(
        Diagnostic(
            positions.where(*finding.path),
            finding.code,
            f"{subject(finding.subject or finding.path)}: {finding.message}",
            finding.hint,
        )
        for finding in findings
    )


class Reviewed(Record, frozen=True):
    """The resolved design of a text, or None, and every mistake of form and of meaning."""

    resolved: Resolved | None
    mistakes: tuple[Diagnostic, ...]
    positions: Positions

    def notes(self) -> tuple[Diagnostic, ...]:
        """What a sound design brings along without saying so."""
        if self.resolved is None:
            return ()
        return _placed(notes.notes(self.resolved), self.positions)


def reviewed(
    text: str | bytes,
    source: str,
    namespaces: Sequence[Namespace] = (),
    features: tuple[Feature, ...] = FEATURES,
) -> Reviewed:
    """Read a design and hold it against all rules."""
    loaded = load(text, source, namespaces, traits_of(features))
    if loaded.design is None:
        return Reviewed(None, loaded.diagnostics, loaded.positions)
    resolved = resolve(loaded.design, features)
    found = check(resolved, loaded.positions)
    mistakes = in_order((*loaded.diagnostics, *found))
    return Reviewed(resolved, mistakes, loaded.positions)


def review(
    text: str | bytes,
    source: str,
    namespaces: Sequence[Namespace] = (),
    features: tuple[Feature, ...] = FEATURES,
) -> tuple[Resolved | None, tuple[Diagnostic, ...]]:
    """The resolved design of a text, or None, and every mistake of form and of meaning."""
    found = reviewed(text, source, namespaces, features)
    return found.resolved, found.mistakes
