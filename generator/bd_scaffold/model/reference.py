"""The page about the model and its JSON Schema, written from the types' own words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from .model_api import ROOT, SCOPE, Member, Record, Shape, records, said
from .schema import json_schema
from .types import FORMAT

_HEAD = f"""# The model

Written from `generator/bd_scaffold/model/types/` by `python -m bd_scaffold.model.reference docs`:
change the words there.

The model is a design with everything worked out: each name, each default, each import. Templates
read it, and nothing else; `.bd/model.yaml` and `.copier-answers.yml` hold it as JSON, of which
`bd-scaffold schema --model` prints the [schema](model.schema.json).

## The promise

This is version {FORMAT} of the model, for which `blueprint.yaml` says `model: {FORMAT}`. As long as
that number is the same, a template that renders goes on to render: no member goes, or gets
another name or another kind; none that is always there is left out, and none that is never null
becomes null. What may come is more: another member, another value where a list of values stands
below, so a template that asks for one of them has an `else`.
[Decision 24](decisions/0024-the-model-is-a-promise.md) says why.

## How a template reads it

"""

_READING = """
Lists are written `[]` here: `model.entities[].properties[].name` is what a template prints as

```jinja
{% for entity in model.entities %}
{% for property in entity.properties %}
{{ property.name }}
{% endfor %}
{% endfor %}
```

A member is there always, or left out where it has its default. To read what is left out is an
error, as reading any other name that isn't there, so a template asks first:
`{% if schema.pattern is defined %}`.

"Ready Python" and "as Python source" are code to print as it is. Names, paths and folders are safe
where they belong. A free text, such as a title, a description or a message, may hold anything: it
goes into Python through `to_json(ensure_ascii=False)`, and into Markdown through the macros of
`outputs/_markdown.jinja`.
"""


def page() -> str:
    """The reference page of the model: every record and every member that is promised."""
    found = _paths()
    parts = [_HEAD + _scope() + _READING]
    parts += [_section(each, found[each.name]) for each in records().values()]
    return "\n".join(parts)


def _scope() -> str:
    lines = ["| name | what a template sees |", "|---|---|"]
    for name, record in SCOPE.items():
        where = "everywhere" if record == ROOT else "in a file for each of them"
        lines.append(f"| `{name}` | {_link(record)}, {where} |")
    return "\n".join(lines) + "\n"


def _paths() -> dict[str, list[str]]:
    """Return the shortest ways from the model to each record."""
    found: dict[str, list[str]] = {ROOT: ["model"]}
    waiting = [ROOT]
    while waiting:
        name = waiting.pop(0)
        for member in records()[name].members:
            if member.of is None:
                continue
            if member.of not in found:
                waiting.append(member.of)
            way = f"{found[name][0]}.{member.name}{_step(member.shape)}"
            found.setdefault(member.of, []).append(way)
    return found


def _step(shape: Shape) -> str:
    return "[]" + _step(shape.of[0]) if shape.kind in ("list", "mapping") else ""


def _section(record: Record, ways: list[str]) -> str:
    here = [f"`{name}`" for name, kind in SCOPE.items() if kind == record.name]
    reached = dict.fromkeys([*here, *(f"`{way}`" for way in ways)])
    lines = [
        f"## {record.name}\n",
        f"{record.doc}\n",
        f"Reached as {', '.join(reached)}.\n",
        "| member | what stands there | there | what it is |",
        "|---|---|---|---|",
        *map(_row, record.members),
    ]
    return "\n".join(lines) + "\n"


def _row(member: Member) -> str:
    there = "always" if member.always else _unless(member.default)
    cells = (f"`{member.name}`", _shown(member.shape), there, member.doc)
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"


def _unless(default: object) -> str:
    """Return when a member is there that is left out at its default."""
    if default is None:
        return "where there is one"
    if isinstance(default, bool):
        return f"where it is `{json.dumps(not default)}`"
    return "where it is not empty" if not default else f"where it is not `{default}`"


def _shown(shape: Shape) -> str:
    if shape.record:
        return "".join(_linked(shape))
    if shape.of and shape.of[0].values:
        return f"a list of {_shown(shape.of[0])}"
    if shape.values:
        return ", ".join(f"`{json.dumps(each)}`" for each in shape.values)
    return said(shape)


def _linked(shape: Shape) -> Iterator[str]:
    if shape.kind == "list":
        yield f"a list of {_link(str(shape.record))}"
    else:
        yield _link(str(shape.record))
    if shape.nullable:
        yield " or null"


def _link(record: str) -> str:
    return f"[{record}](#{record.lower()})"


def pages() -> dict[str, str]:
    """Every generated document, by its name in the folder of the documents."""
    schema = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    return {"model.md": page(), "model.schema.json": schema + "\n"}


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
