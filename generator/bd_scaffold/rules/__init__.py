"""What a design must not say: pure checks, one module a noun, all of them every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, in_order
from ..features import FEATURES, traits_of
from ..language import load
from ..language.vocabulary import subject
from ..resolve import resolve
from . import (
    areas,
    checks,
    collisions,
    cursors,
    cycles,
    defaults,
    entities,
    fields,
    identity,
    indexes,
    keys,
    naming,
    notes,
    project,
    relations,
    requirements,
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
    project.rule,
    requirements.rule,
    areas.rule,
    entities.rule,
    cursors.rule,
    fields.rule,
    defaults.rule,
    relations.rule,
    keys.rule,
    indexes.rule,
    checks.rule,
    cycles.rule,
    collisions.rule,
    identity.rule,
    words.rule,
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


def noted(
    text: str | bytes,
    source: str,
    namespaces: Sequence[Namespace] = (),
    features: tuple[Feature, ...] = FEATURES,
) -> tuple[Diagnostic, ...]:
    """What a sound design brings along without saying so."""
    loaded = load(text, source, namespaces, traits_of(features))
    if loaded.design is None:
        return ()
    resolved = resolve(loaded.design, features)
    return _placed(notes.notes(resolved), loaded.positions)


def review(
    text: str | bytes,
    source: str,
    namespaces: Sequence[Namespace] = (),
    features: tuple[Feature, ...] = FEATURES,
) -> tuple[Resolved | None, tuple[Diagnostic, ...]]:
    """The resolved design of a text, or None, and every mistake of form and of meaning."""
    loaded = load(text, source, namespaces, traits_of(features))
    if loaded.design is None:
        return None, loaded.diagnostics
    resolved = resolve(loaded.design, features)
    found = check(resolved, loaded.positions)
    return resolved, in_order((*loaded.diagnostics, *found))
