"""Rows and templates, and layers over each other."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import did_you_mean
from ...model.model_api import records
from ...sources.stack import Stack
from ...sources.template_names import parsed
from ...tree import UnsafePathError, check_paths
from ..findings import Finding
from ..manifests import Listed, Manifest, Manifests
from ..templates import Template, Templates, nested_blocks

_EACH = {
    "project": "Project",
    "areas": "Area",
    "entities": "Entity",
    "decisions": "Decision",
    "custom": "CustomGroup",
    "retired": "Retired",
    "versions": "OlderVersion",
    "dependencies": "Dependency",
    "environments": "Environment",
    "cloud_environments": "CloudEnvironment",
}


def findings(
    said: Stack, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield what is wrong with the own layer's rows, and between the layers."""
    own = said.own.name
    for name, (line, reason) in templates.broken.items():
        yield Finding(
            name, line, "BL201", f"the template can't be read: {reason.rstrip('.')}."
        )
    for source in manifests:
        if source.partition("/")[0] == own:
            yield from _rows(source, templates, manifests)
    if own in manifests:
        if not templates.broken:  # one that can't be read may use others
            yield from _unused(said, templates, manifests)
        yield from _dropped(said, manifests)
    for template in templates.found.values():
        if template.layer == own:
            yield from _uses(template, templates)
            yield from _extends(said, template, templates)


def _rows(source: str, templates: Templates, manifests: Manifests) -> Iterator[Finding]:
    name = f"{source}/manifest.jinja"
    for line, reason in manifests[source].mistakes:
        code = "BL209" if reason.endswith("is not a row") else "BL103"
        yield Finding(name, line, code, f"{reason}.")
    names = filter(None, map(parsed, (*templates.found, *templates.broken)))
    there = {each.output for each in names if not each.slot}
    for row in manifests[source].rows:
        yield from _row(name, row)
        if row.template not in there:
            message = (
                f"{row.template} has no template {source}/outputs/{row.template}.jinja."
            )
            yield Finding(
                name, row.line, "BL202", message, did_you_mean(row.template, there)
            )
    yield from _twins(name, manifests[source], manifests)


def _twins(name: str, own: Manifest, manifests: Manifests) -> Iterator[Finding]:
    """Yield the rows that would write a file of another row."""
    everywhere = {
        row.template.casefold(): row.template
        for each in manifests.values()
        for row in each.rows
    }
    for row in own.rows:
        twin = everywhere[row.template.casefold()]
        if row.template in own.doubled or twin != row.template:
            message = f"{row.template} and {twin} would be one file."
            yield Finding(name, row.line, "BL204", message, "Leave one row.")


def _row(name: str, row: Listed) -> Iterator[Finding]:
    path = row.template
    if path != "__retired__":
        for word in ("area", "group", "group_tests", "slice", "tests"):
            path = path.replace(f"__{word}__", "folder")
        try:
            check_paths([path])
        except UnsafePathError:
            message = f"{row.template} is not a path inside the project."
            yield Finding(name, row.line, "BL205", message, "Give it another one.")
    for each in sorted(row.each - _EACH.keys() - {""}):
        message = f"{row.template}: there is nothing called {each}."
        yield Finding(name, row.line, "BL209", message, did_you_mean(each, _EACH))
    for each in row.each & _EACH.keys():
        yield from _condition(name, row, _EACH[each])


def _condition(name: str, row: Listed, record: str) -> Iterator[Finding]:
    """Yield the first word of a condition that the item does not have."""
    for word in filter(None, row.condition.split(".")):
        if record not in records() or word == "x":
            return
        member = records()[record].member(word)
        if member is None:
            known = [each.name for each in records()[record].members]
            message = f'{row.template}: {record} has no "{word}".'
            yield Finding(name, row.line, "BL209", message, did_you_mean(word, known))
            return
        record = member.shape.name if member.kind == "record" else ""


def _unused(
    said: Stack, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    listed = {row.template for each in manifests.values() for row in each.rows}
    used = {
        name for each in templates.found.values() for _, name, _ in each.uses
    } | _manifests_use(templates, manifests)
    for name, template in templates.found.items():
        own = template.layer == said.own.name and not template.named.slot
        if own and template.output not in listed and name not in used:
            message = f"no row and no template names {template.output}."
            source = template.named.source
            hint = f"Add its row to {source}/manifest.jinja, or delete it."
            yield Finding(name, 1, "BL203", message, hint)


def _manifests_use(templates: Templates, manifests: Manifests) -> set[str]:
    """Return the templates that a manifest names in full."""
    texts = [
        (templates.folder / source / "manifest.jinja").read_text("utf-8")
        for source in manifests
    ]
    return {name for name in templates.found if any(f'"{name}"' in t for t in texts)}


def _dropped(said: Stack, manifests: Manifests) -> Iterator[Finding]:
    own = said.own.name
    below = {
        row.template
        for source, each in manifests.items()
        if source.partition("/")[0] != own
        for row in each.rows
    }
    for template, line in manifests[own].dropped:
        if template not in below:
            yield Finding(
                f"{own}/manifest.jinja",
                line,
                "BL206",
                f"{template} is dropped, and no layer below makes it.",
                did_you_mean(template, below),
            )


def _uses(template: Template, templates: Templates) -> Iterator[Finding]:
    known = [*templates.found, *templates.broken]
    for _, name, line in template.uses:
        if name not in known and not (templates.folder / name).is_file():
            message = f"there is no template {name}."
            yield Finding(
                template.name, line, "BL406", message, did_you_mean(name, known)
            )


def _extends(
    said: Stack, template: Template, templates: Templates
) -> Iterator[Finding]:
    """Yield what an overlay loses of the templates that it stands on."""
    base = template.extends
    if base is None or base not in templates.found:
        return
    line = next(line for kind, _, line in template.uses if kind == "Extends")
    between = _next_below(said, template, templates)
    if between and templates.found[base].output == template.output and between != base:
        message = (
            f"it extends {base}, and so leaves out {between}, which stands between."
        )
        yield Finding(
            template.name, line, "BL207", message, f'Write {{% extends "{between}" %}}.'
        )
    known = set(_blocks(base, templates))
    nested = nested_blocks(template)
    for block, line in template.blocks.items():
        if block not in known | nested:
            message = f"{base} has no block {block}, so this one is never shown."
            hint = did_you_mean(block, known) or _listed(known)
            yield Finding(template.name, line, "BL208", message, hint)


def _next_below(said: Stack, template: Template, templates: Templates) -> str | None:
    layers = [layer.name for layer in said.layers]
    for layer in reversed(layers[: layers.index(template.layer)]):
        name = template.name.replace(template.layer, layer, 1)
        if name in templates.found:
            return name
    return None


def _blocks(name: str | None, templates: Templates) -> Iterator[str]:
    """Yield the blocks of a template and of those that it extends."""
    seen: set[str] = set()
    while name is not None and name in templates.found and name not in seen:
        seen.add(name)
        yield from templates.found[name].blocks
        name = templates.found[name].extends


def _listed(known: set[str]) -> str:
    return f"It has {', '.join(sorted(known))}." if known else "It has none."
