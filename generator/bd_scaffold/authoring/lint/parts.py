"""Parts and slots: what is offered, what fills it, and what would be lost without a word."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import did_you_mean
from ...sources.stack import Stack
from ...sources.template_names import TemplateName, parsed
from ..findings import Finding
from ..manifests import Fill, Manifests
from ..templates import Template, Templates, lost_slots


def findings(
    said: Stack, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield what is wrong with the own layer's parts, slots and fills."""
    own = said.own.name
    if own not in manifests:
        return
    yield from _parts(own, templates, manifests)
    for source in manifests:
        if source.partition("/")[0] == own:
            yield from _shadowing(source, templates, manifests)
            yield from _offered(source, templates, manifests)
            yield from _fills(source, templates, manifests)
    yield from _unlisted(own, templates, manifests)
    yield from _places(own, manifests)
    for template in templates.found.values():
        if template.layer == own and not template.named.slot:
            yield from _lost(said, template, templates)


def _parts(own: str, templates: Templates, manifests: Manifests) -> Iterator[Finding]:
    """Yield the parts without a manifest, and those that nothing switches on."""
    start = templates.folder / own / "parts"
    there = sorted(each.name for each in start.glob("*") if each.is_dir())
    manifest = manifests[own]
    listed = dict(manifest.parts)
    for name, line in listed.items():
        if name not in there:
            message = f"there is no part {own}/parts/{name}."
            hint = did_you_mean(name, there)
            yield Finding(f"{own}/manifest.jinja", line, "BL210", message, hint)
    for name in there:
        if f"{own}/parts/{name}" not in manifests:
            path = f"{own}/parts/{name}/manifest.jinja"
            hint = "Write one with `{% set outputs = [] %}`."
            yield Finding(path, 1, "BL210", "the part has no manifest.", hint)
        elif name not in listed and not manifest.of_the_model:
            path = f"{own}/parts/{name}/manifest.jinja"
            message = f"{own}/manifest.jinja does not list the part {name}."
            yield Finding(path, 1, "BL210", message, f'Add "{name}" to its `parts`.')


def _shadowing(
    source: str, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield the rows of a part that others have, and what it replaces that nobody makes."""
    if "/" not in source:
        return
    name, manifest = f"{source}/manifest.jinja", manifests[source]
    layers = {each.partition("/")[0] for each in manifests}
    others = {
        row.template
        for each, other in manifests.items()
        if each != source and each in layers
        for row in other.rows
    }
    for row in manifest.rows:
        if row.template in others:
            message = f"{row.template} is made without the part, too."
            hint = "List it in `replaces` instead of `outputs`, or fill a slot of it."
            yield Finding(name, row.line, "BL211", message, hint)
    everywhere = {row.template for each in manifests.values() for row in each.rows}
    for path, line in manifest.replaces:
        if path not in everywhere:
            message = f"{path} is replaced, and nothing makes it."
            hint = did_you_mean(path, everywhere)
            yield Finding(name, line, "BL211", message, hint)
        elif str(_named(source, path)) not in templates.found:
            message = f"{path} is replaced, and {_named(source, path)} is not there."
            yield Finding(name, line, "BL211", message)


def _named(source: str, output: str, slot: str = "") -> TemplateName:
    layer, _, rest = source.partition("/")
    return TemplateName(layer, rest.removeprefix("parts/"), output, slot)


def _offered(
    source: str, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield where the slots of a manifest are others than those of the templates."""
    path, manifest = f"{source}/manifest.jinja", manifests[source]
    listed = {(output, slot): line for output, slot, line in manifest.slots}
    offered = {
        (template.output, slot): template.name
        for template in templates.found.values()
        if template.named.source == source and not template.named.slot
        for slot in template.slots
    }
    for (output, slot), line in listed.items():
        if (output, slot) not in offered:
            message = f"{output} offers no slot {slot}."
            hint = did_you_mean(slot, [s for o, s in offered if o == output])
            yield Finding(path, line, "BL212", message, hint)
    for (output, slot), name in offered.items():
        known = _known(manifests)
        if (output, slot) not in known:
            message = f"no manifest lists the slot {slot}, so that nothing can fill it."
            line = templates.found[name].slots[slot]
            hint = f'Add it to `slots` in {path}: "{output}": ["{slot}"].'
            yield Finding(name, line, "BL212", message, hint)


def _known(manifests: Manifests) -> set[tuple[str, str]]:
    return {(o, s) for each in manifests.values() for o, s, _ in each.slots}


def _fills(
    source: str, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield the fills of slots that nobody offers, and those without a file."""
    path, known = f"{source}/manifest.jinja", _known(manifests)
    for fill in manifests[source].fills:
        if (fill.output, fill.slot) not in known:
            message = f"{fill.output} offers no slot {fill.slot}."
            yield Finding(path, fill.line, "BL213", message, _hint(fill, known))
        name = str(_named(source, fill.output, fill.slot))
        if name not in templates.found and name not in templates.broken:
            message = f"{name} is not there, which would fill the slot."
            yield Finding(path, fill.line, "BL213", message)


def _hint(fill: Fill, known: set[tuple[str, str]]) -> str:
    slots = sorted(slot for output, slot in known if output == fill.output)
    if not slots:
        return did_you_mean(fill.output, {output for output, _ in known})
    return did_you_mean(fill.slot, slots) or f"It has {', '.join(slots)}."


def _unlisted(
    own: str, templates: Templates, manifests: Manifests
) -> Iterator[Finding]:
    """Yield the texts for slots that no manifest lists."""
    for name in (*templates.found, *templates.broken):
        each = parsed(name)
        if each is None or each.layer != own or not each.slot:
            continue
        manifest = manifests.get(each.source)
        fills = manifest.fills if manifest else ()
        if all((f.output, f.slot) != (each.output, each.slot) for f in fills):
            message = "no manifest lists it, so that it fills nothing."
            hint = (
                f'Add ["{each.output}", "{each.slot}"] to `fills` in '
                f"{each.source}/manifest.jinja."
            )
            yield Finding(name, 1, "BL213", message, hint)


def _places(own: str, manifests: Manifests) -> Iterator[Finding]:
    """Yield the own layer's fills that claim the place of another one."""
    taken: dict[tuple[str, str, int], str] = {}
    for source, manifest in manifests.items():
        for fill in manifest.fills:
            key = fill.output, fill.slot, fill.place
            other = taken.setdefault(key, source)
            if fill.place and other != source and source.partition("/")[0] == own:
                message = f"{other} has the place {fill.place} of {fill.slot}, too."
                hint = "Give one of them another number."
                path = f"{source}/manifest.jinja"
                yield Finding(path, fill.line, "BL214", message, hint)


def _lost(said: Stack, template: Template, templates: Templates) -> Iterator[Finding]:
    """Yield the slots that a template leaves out of what it stands for."""
    base = templates.found.get(template.extends or "")
    if base is not None:
        for block, slot in lost_slots(template, base):
            message = f"its block {block} leaves out the slot {slot}."
            line = template.blocks[block]
            yield Finding(template.name, line, "BL215", message, _OFFER.format(slot))
        return
    below = [layer.name for layer in reversed(said.layers[:-1])]
    under = (
        each
        for layer in below
        for each in templates.found.values()
        if (each.layer, each.output, each.named.slot) == (layer, template.output, "")
    )
    replaced = next(under, None)
    for slot in replaced.slots if replaced else ():
        if slot not in template.slots:
            message = f"it replaces a file that has the slot {slot}, and has none."
            yield Finding(template.name, 1, "BL215", message, _OFFER.format(slot))


_OFFER = (
    "Offer it, or what capabilities put there is lost: {{% for fill in fills.{} %}}."
)
