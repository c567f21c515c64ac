"""What blueprints there are and what one is made of, in lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from .lines import section
from .listing import Filled, Known, Output, Shown


def known_lines(found: Iterable[Known]) -> Iterator[str]:
    """Yield the blueprints of this machine."""
    for each in found:
        yield f"{each.name}  {each.address}  with {each.origin}"
        yield f"  {', '.join(each.versions)}"


def shown_lines(shown: Shown) -> Iterator[str]:
    """Yield what a blueprint is made of."""
    base = shown.extends
    on = f", on {base.version} of {base.source}" if base else ""
    yield f"{shown.name}{on}, for version {shown.model} of the model"
    yield from section("Layers, the lowest first", _layers(shown))
    if base:
        yield from section("Its own files", map(_own_output, shown.own))
    dropped = (f"{path}, by {layer}" for path, layer in shown.dropped)
    yield from section("Dropped", dropped)
    words = (f"{word}, of {layer}" for layer, word in shown.words)
    yield from section("Words", words)
    asked = (f"{question}, of {layer}" for layer, question in shown.questions)
    yield from section("Questions", asked)
    yield from section("Parts", (f"{part}, of {layer}" for layer, part in shown.parts))
    yield from section("Slots that are filled", map(_filled, shown.fills))
    title = "Outputs, their layers and their extension points"
    yield from section(title, map(_output, shown.outputs))
    if shown.owned:
        yield ""
        yield (
            f"The team owns {shown.owned.lines} lines; in a fork it would own "
            f"{shown.owned.fork}: {shown.owned.share} %"
        )


def _layers(shown: Shown) -> Iterator[str]:
    for layer in shown.layers:
        made = sum(each.layer == layer.name for each in shown.outputs)
        yield f"{layer.name} {layer.version or '(its own)'}: {made} outputs"


def _own_output(output: Output) -> str:
    if not output.how:
        return f"{output.path} is new"
    fills = f", and fills {', '.join(output.fills)}" if output.fills else ""
    return f"{output.path} {output.how} {output.beneath}'s{fills}"


def _filled(fill: Filled) -> str:
    return f"{fill.output}: {fill.slot}, by {_source(fill.layer, fill.part)}"


def _output(output: Output) -> str:
    names = [*output.blocks, *(f"slot {name}" for name in output.slots)]
    points = f": {', '.join(names)}" if names else ""
    return f"{output.path} ({_source(output.layer, output.part)}){points}"


def _source(layer: str, part: str) -> str:
    return f"{layer}'s part {part}" if part else layer


def shown_json(shown: Shown) -> dict[str, Any]:
    """Return the same for tools."""
    owned = shown.owned
    return {
        "name": shown.name,
        "model": shown.model,
        "extends": shown.extends,
        "layers": list(shown.layers),
        "parts": [{"layer": layer, "part": part} for layer, part in shown.parts],
        "outputs": [asdict(each) for each in shown.outputs],
        "fills": [asdict(each) for each in shown.fills],
        "dropped": [{"output": path, "layer": layer} for path, layer in shown.dropped],
        "words": [{"layer": layer, "word": word} for layer, word in shown.words],
        "questions": [
            {"layer": layer, "name": name} for layer, name in shown.questions
        ],
        "owned": {**asdict(owned), "share": owned.share} if owned else None,
    }
