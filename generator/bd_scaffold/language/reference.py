"""The reference pages, written from the schema and from the rules' own words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..diagnostics import MEANINGS, NOTES
from ..features import FEATURES, traits_of
from ..features.feature import Feature
from .scalars import TYPES, UNSUPPORTED_TYPES
from .schema import Json, json_schema, modifier_words
from .vocabulary import later_words

_HEAD = """# The design language

Written from the schema by `python -m bd_scaffold.language.reference docs`: change the words there.

A design is one YAML file. The smallest useful one:

```yaml
name: notes
entities:
  Note:
    fields:
      title: string(120) search sort
      body: text?
      pinned: boolean = false filter
```

Everything left out has the default below. A word that is not on this page is a mistake, and
`bd-scaffold check` tells all mistakes at once, each with its place and a way out
([diagnostics](diagnostics.md)). Scalars are read as they are written: `no` is a word and `1.0` a
text wherever a word or a text belongs.

For completion and hover text in an editor, save the output of `bd-scaffold schema` beside the
design and start the design with

```yaml
# yaml-language-server: $schema=design.schema.json
```
"""

_FIELDS = """## A field's line

`name: TYPE[?][[]] [modifier …] [= default]`

`?` makes the field optional and nullable, `[]` makes it many. A text with spaces or signs
stands in quotes: `= "on hold"`, `pattern("^[A-Z]+$")`; a backslash inside stays one, and
`\\"` is a quote. What needs more than a line is a mapping with the same words:

```yaml
price: decimal(12,2) min(0) filter
price: {type: "decimal(12,2)", min: 0, filter: true, description: Without taxes.}
```

`= now` for a datetime and `= today` for a date give each new row the present, in UTC; a PUT that
leaves it out keeps what is stored. A list sorts an enum by its texts, from A to Z, not in the
order of its values. The columns of traits can stand in indexes, unique groups and checks, too.

`length(2, 40)` is `min_length` and `max_length` in the mapping, `length(8)` both at once.
"""

_RELATIONS = """### Relations

| line | what it is |
|---|---|
| `customer: Customer` | many to one: a required column with the other's key |
| `parent: Category?` | the same, optional; to the own entity it makes a tree |
| `profile: Profile one` | one to one |
| `lines: OrderLine[] by order` | the other side of `order: Order`, no column of its own |
| `tags: Tag[]` | many to many, by a link table; make an entity of it where the link carries data |
| `guests: Person[] link` | the same, where a field of `Person` refers to this entity as well |

Without `on_delete` a required relation restricts, and an optional one is set to null.
"""

_DERIVED = """### What follows from a line

`filter` gives lists these query parameters; several are joined by and:

| a field | parameters |
|---|---|
| `status: Status`, a text, a boolean, a `uuid` | `status`: equal |
| `customer: Customer` | `customer_id`: equal, after the other's key |
| `stock: integer`, `bigint`, `decimal` | `stock`: equal; `min_stock`, `max_stock`: ends included |
| `weight: float` | `min_weight`, `max_weight`: ends included |
| `due_on: date`, `time` | `due_on`: equal; `due_after`, `due_before`: ends excluded |
| `paid_at: datetime` | `paid_after`, `paid_before`: ends excluded |

`sort` takes part in the one parameter `sort=name,-price`, `search` in the one parameter `q`.

What is `readonly`, required and without a default is made by the server: a `string(n)` gets a
random code of n characters (20 at most; digits and capitals but for I, L, O and U), a `uuid` a
UUID of version 7, a `datetime` or a `date` the present. Any other type needs a default or `?`.

A text that is a key stands in paths, so its values match `^[A-Za-z0-9][A-Za-z0-9._~-]*$` unless a
`pattern` of your own says something else. A list of values or of keys holds 1,000 at most.
"""

_RENAMES = """## What was called otherwise

`was` says the name that a thing had before, so that its rows and your code move along with it.
Without it, a name that is gone and one that is new are a removal and an addition.

```yaml
enums:
  OrderStatus: [draft, placed was(ordered), paid]
areas:
  sales: {was: selling, entities: [DeliveryAddress]}
entities:
  DeliveryAddress:
    was: Address
    fields:
      postal_code: string(20) was(zip)
      kind: enum(home, office was(work)) = home
```

It may stay: once the project has followed, the name of then is history, and means nothing.
"""

_EXPRESSIONS = """## Expressions

A check's `rule` and an index's `where` are expressions over the entity's fields: names, numbers,
texts in quotes, `true`, `false`; `=` `!=` `<` `<=` `>` `>=`; `and` `or` `not`; `is null`,
`is not null`; `in ('a', 'b')`; `+` `-` `*` and parentheses. A boolean field alone is true or false.

```yaml
checks:
  - ends_on >= starts_on
  - {rule: "status != 'paid' or total > 0", message: A paid order has a total.}
indexes:
  - {fields: [name], where: active and not archived}
```
"""

_OWN_WORDS = """## Words of a team's own

A blueprint can add words to the language, in a namespace that is called like it: `acme` adds
what stands under `x-acme`, in the design, in an area, in an entity and in a field. An area and
a field are then mappings, not lines.

```yaml
x-acme: {cost_centre: "0815"}
areas:
  sales: {entities: [Order], x-acme: {owner: sales@acme.example}}
entities:
  Order:
    x-acme: {audited: true}
    fields:
      email: {type: email, x-acme: {personal: true}}
      total: decimal(12,2)
```

Which words there are, the blueprint says in its `words.yaml`: a JSON Schema (draft 2020-12) of a
mapping for each place that has some. A word that it does not have, and a value that it does not
allow, are mistakes like all others; so is a namespace that no blueprint in use has.

```yaml
project:
  properties:
    cost_centre: {type: string, pattern: "^[0-9]{4}$", description: Who pays.}
  required: [cost_centre]
area:
  properties:
    owner: {type: string, format: email, default: nobody@acme.example}
entity:
  properties:
    audited: {type: boolean, default: false, description: Whether each change is recorded.}
field:
  properties:
    personal: {type: boolean, default: false}
```

- A word is in lower case, its words joined by underscores, and not called like a method of a
  mapping, `items` for one: a template says `entity.x.acme.audited`.
- It has a default or is required, so that a template always finds a value: under
  `model.project.x`, `area.x` and `entity.x`, and as its field says under the `x` of each column,
  property, relationship and link. A blueprint `acme_pay` has its words under `x-acme-pay` in a
  design, and under `x.acme_pay` in a template. A field's words all have defaults, which hold for
  `id` and for whatever else no design writes.
- A mapping with `properties` takes no others, unless `additionalProperties` says so.
- What stands without quotes is what YAML 1.2 says: `true` is a boolean, `12` a number, `yes` a
  text.
- A schema is written out, without `$ref`. The formats are date, email, ipv4, ipv6 and uuid, and a
  pattern has neither look-arounds nor back-references. Whatever would not be enforced is refused.
"""

_SECTIONS = (
    ("requirements", "Requirements"),
    ("architecture", "Architecture"),
    ("api", "Api"),
    ("database", "Database"),
    ("deployment", "Deployment"),
)


def language() -> str:
    """The reference page of the language."""
    schema = json_schema((), traits_of(FEATURES))
    parts = [_HEAD, "## The design\n", _table(schema, schema)]
    for word, name in _SECTIONS:
        parts += _section(schema, f"## `{word}`", name)
    parts += _section(
        schema, "## `enums`", "EnumType", "A list of values, or a mapping:"
    )
    parts += _section(schema, "## `areas`", "Area", "A list of entities, or a mapping:")
    parts += _section(schema, "## `entities`", "Entity")
    parts += [_FIELDS, "### Types\n", _types(), _RELATIONS]
    parts += ["### Modifiers\n", _modifiers(), _DERIVED, "### The mapping of a field\n"]
    parts.append(_table(schema, _full(schema["$defs"]["FieldType"])))
    parts += _section(schema, "## Indexes", "Index", "A list of fields, or a mapping:")
    parts += _section(schema, "## Checks", "Check", "An expression, or a mapping:")
    parts += ["## Capabilities\n", capabilities(FEATURES)]
    parts += [_RENAMES, _EXPRESSIONS, _OWN_WORDS, "## Not supported yet\n", _later()]
    return "\n".join(parts)


def capabilities(features: Iterable[Feature]) -> str:
    """The list of capabilities, each with its page."""
    lines = [
        "Words that bring tables, operations and code along have a page each:",
        "",
        "| a design says | what it does |",
        "|---|---|",
    ]
    lines += [
        f"| [`{each.said}`](language/{each.name}.md) | {each.summary} |"
        for each in features
    ]
    return "\n".join(lines) + "\n"


def _section(schema: Json, heading: str, name: str, lead: str = "") -> Iterator[str]:
    definition = schema["$defs"][name]
    yield f"{heading}\n\n{definition['description']}{lead and ' '}{lead}\n"
    yield _table(schema, _full(definition))
    for word, inner in _nested(_full(definition)):
        if inner not in ("FieldType", "Index", "Check"):
            yield from _section(schema, f"### `{word}`", inner)


def _full(definition: Json) -> Json:
    found: Json = definition["anyOf"][1] if "anyOf" in definition else definition
    return found


def _nested(definition: Json) -> Iterator[tuple[str, str]]:
    for word, each in definition["properties"].items():
        reference = each.get("$ref") or each.get("items", {}).get("$ref")
        if reference:
            yield word, reference.rpartition("/")[2]


def _table(schema: Json, definition: Json) -> str:
    required = definition.get("required", ())
    lines = [
        "| word | what stands there | if left out | what it says |",
        "|---|---|---|---|",
    ]
    for word, each in definition["properties"].items():
        left_out = "required" if word in required else _default(each)
        shown = _cell(_shape(each))
        lines.append(
            f"| `{word}` | {shown} | {left_out} | {_cell(_description(schema, each))} |"
        )
    return "\n".join(lines) + "\n"


def _description(schema: Json, each: Json) -> str:
    if "description" in each:
        return str(each["description"])
    return str(schema["$defs"][each["$ref"].rpartition("/")[2]]["description"])


def _default(each: Json) -> str:
    value = each.get("default", "")
    if value in ("", [], {}) and value is not False:
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace('"', "")


def _shape(each: Json) -> str:
    if "enum" in each:
        return ", ".join(f"`{value}`" for value in each["enum"])
    if "const" in each:
        return f"`{each['const']}`"
    if "anyOf" in each:
        shapes = dict.fromkeys(_shape(option) for option in each["anyOf"])
        return " or ".join(shapes)
    if "$ref" in each:
        return "a mapping"
    if each.get("type") == "array":
        return f"a list: {_shape(each['items'])}"
    return _SHAPES.get(str(each.get("type")), "any value") + _example(each)


_SHAPES = {
    "string": "a text",
    "['string', 'number']": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true`",
    "object": "a mapping",
}


def _example(each: Json) -> str:
    examples = each.get("examples", ())
    return f", as `{examples[0]}`" if examples and isinstance(examples[0], str) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _types() -> str:
    lines = [
        "| type | in lists `[]` | as a key | what can be said of it |",
        "|---|---|---|---|",
    ]
    for name, facts in TYPES.items():
        said = {
            "min max": facts.bounded,
            "length pattern search": facts.textual,
            "unique": facts.unique,
            "filter": facts.filterable,
            "sort index": facts.sortable,
        }
        words = " ".join(word for word, there in said.items() if there)
        marks = " | ".join("yes" if mark else "" for mark in (facts.array, facts.key))
        lines.append(f"| `{name}{facts.arguments}` | {marks} | {words} |")
    return "\n".join(lines) + "\n"


def _modifiers() -> str:
    lines = ["| modifier | what it says |", "|---|---|"]
    lines += [f"| `{word}` | {said} |" for word, said in modifier_words().items()]
    return "\n".join(lines) + "\n"


def _later() -> str:
    lines = [
        "These words are part of the language and refused until they mean something:",
        "",
    ]
    lines += [f"- in {where}: {_coded(words)}" for where, words in later_words()]
    lines.append(f"- as a type: {_coded(UNSUPPORTED_TYPES)}")
    return "\n".join(lines) + "\n"


def _coded(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_EXAMPLE = (
    'design.yaml:14:7 BD103 Order.customer: "Custmer" is not an entity. '
    'Did you mean "Customer"?'
)


def diagnostics() -> str:
    """The page that says what each code of a diagnostic means."""
    lines = [
        "# Diagnostics",
        "",
        "Each mistake has a place, a code, a reason and, where there is one, a way out:",
        "",
        "```",
        _EXAMPLE,
        "```",
        "",
        "| code | what is wrong |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()),
        "",
        "Of a design without mistakes, `check` notes what it brings along unsaid:",
        "",
        "| code | what is noted |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in NOTES.items()),
    ]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every generated document, by its name in the folder of the documents."""
    schema: Any = json_schema((), traits_of(FEATURES))
    return {
        "design.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
        "diagnostics.md": diagnostics(),
        "language.md": language(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
