"""Changes of a design: the shop some months later, and small ones, each a single sentence.

All small changes start from one design or lead back to it. Those of a capability stand in its
folder, `tests/features/<name>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from capability import Capability, Edit, Steps

from features import CAPABILITIES

_HERE = Path(__file__).resolve().parent

SHOP = _HERE.parents[1] / "examples/designs/shop.yaml"
SHOP_NEXT = _HERE / "shop-next.yaml"
SHOP_REFERENCE = _HERE / "shop-reference.yaml"


class Step(NamedTuple):
    """A design, and the same one change later."""

    name: str
    old: str
    new: str


def whole_api() -> tuple[Step, Step]:
    """Return the shop that gets all that an API can say at once, and that gives it back."""
    old, new = SHOP.read_text(), SHOP_REFERENCE.read_text()
    back = old.replace(" shipped, c", " shipped was(dispatched), c").replace(
        "full_name: string(200)", "full_name: string(200) was(name)"
    )
    return Step("the whole API", old, new), Step("the API of before", new, back)


LAB = """\
name: lab
enums: {State: [open, shut, lost]}
areas: {store: [Item, Box], words: [Tag]}
entities:
  Box: {fields: {label: string(40) unique}}
  Tag: {fields: {word: string(20)}}
  Item:
    fields:
      code: string(20) unique
      amount: integer = 0
      state: State = open filter
      note: text?
      box: Box? on_delete(set_null)
"""
"""What every small change starts from: it says a little of everything."""

NAMED_CONSTRAINTS = """\
on_delete(set_null) constraint("FK Box")
    indexes: [{fields: box, name: IX Box}]
    unique: [{fields: [code], constraint: UQ_Code}]
"""

NULLS_EQUAL = """\
    unique: [{fields: [box, amount], nulls_not_distinct: true}]
"""

NATIVE_CHECK = """\
    checks: [{postgresql: "code !~ '^[!]'"}]
"""

APART = """\
    checks: [amount < until]
    exclude: [{period: [amount, until], where: amount < 0}]
"""

_SOME_KEY = "0199b8a0-5f3e-7c3c-9d5e-2f6d8f1b4a10"

_THERE_AND_BACK: Steps = {
    ("entity added", "entity removed"): (
        ("words: [Tag]", "words: [Tag, Shelf]"),
        ("  Item:\n", "  Shelf: {fields: {row: integer}}\n  Item:\n"),
    ),
    ("entity with a relation added", "entity with a relation removed"): (
        ("words: [Tag]", "words: [Tag, Mark]"),
        ("  Item:\n", "  Mark: {fields: {item: Item on_delete(cascade)}}\n  Item:\n"),
    ),
    ("numbered entity added", "numbered entity removed"): (
        ("words: [Tag]", "words: [Tag, Bill]"),
        ("  Item:\n", "  Bill: {fields: {id: integer auto, item: Item?}}\n  Item:\n"),
    ),
    ("optional field added", "optional field removed"): (
        ("note: text?", "note: text?\n      weight: integer?"),
    ),
    ("field with a default added", "field with a default removed"): (
        ("note: text?", "note: text?\n      weight: integer = 1"),
    ),
    ("required field added", "required field removed"): (
        ("note: text?", "note: text?\n      weight: integer"),
    ),
    ("enum added", "enum removed"): (
        ("lost]}", "lost], Size: [small, large]}"),
        ("note: text?", "note: text?\n      size: Size = small"),
    ),
    ("own enum added", "own enum removed"): (
        ("note: text?", "note: text?\n      size: enum(small, large) = small"),
    ),
    ("value of parts added", "value of parts removed"): (
        ("name: lab\n", "name: lab\ntypes: {Size: {width: integer, kind: State}}\n"),
        ("note: text?", "note: text?\n      size: Size?"),
    ),
    ("enum value added", "enum value removed"): (("lost]", "lost, found]"),),
    ("values ordered", "values no longer ordered"): (
        ("[open, shut, lost]", "{values: [open, shut, lost], ordered: true}"),
    ),
    ("enum stored natively", "enum stored as text"): (
        ("[open, shut, lost]", "{values: [open, shut, lost], native: true}"),
    ),
    ("enum described", "enum no longer described"): (
        (
            "[open, shut, lost]",
            "{description: How it is., values: {open: Not shut., shut: , lost: }}",
        ),
    ),
    ("area removed", "area added"): (
        ("[Item, Box], words: [Tag]", "[Item, Box, Tag]"),
    ),
    ("text widened", "text narrowed"): (("string(40)", "string(64)"),),
    ("number widened", "number narrowed"): (("integer = 0", "bigint = 0"),),
    ("padded text added", "padded text removed"): (
        ("note: text?", "note: text?\n      mark: char(4)? unique"),
    ),
    ("text made varchar", "varchar made text"): (("note: text?", "note: varchar?"),),
    ("text padded", "text no longer padded"): (("word: string(20)", "word: char(20)"),),
    ("wall clock added", "wall clock removed"): (
        ("note: text?", "note: text?\n      shown: datetime_local = now"),
    ),
    ("number made small", "small number widened"): (("integer = 0", "smallint = 0"),),
    ("bound added", "bound removed"): (("integer = 0", "integer min(0) = 0"),),
    ("pattern added", "pattern removed"): (
        ("word: string(20)", "word: 'string(20) pattern(\"^[a-z]+$\")'"),
    ),
    ("list of an enum added", "list of an enum removed"): (
        ("note: text?", "note: text?\n      states: State[] = []"),
    ),
    ("form given", "form taken"): (
        ("label: string(40) unique", "label: string(40) unique lower trim"),
    ),
    ("field made internal", "internal field shown"): (
        ("note: text?", "note: text? internal"),
    ),
    ("field optional", "field required"): (("word: string(20)", "word: string(20)?"),),
    ("relation required", "relation optional"): (
        ("box: Box? on_delete(set_null)", "box: Box"),
    ),
    ("counted field added", "counted field removed"): (
        (
            "      note: text?\n",
            "      note: text?\n      number: bigint readonly = next\n",
        ),
    ),
    ("counted from now on", "counted no longer"): (
        ("integer = 0", "integer readonly = next"),
    ),
    ("default made by SQL", "default made by SQL no longer"): (
        ("integer = 0", 'integer = sql("2 * 21")'),
    ),
    ("optional default made by SQL", "optional default made no longer"): (
        ("note: text?", """note: text? = sql("lower('A')")"""),
    ),
    ("computed field added", "computed field removed"): (
        ("note: text?", "note: text?\n      score: bigint computed(amount * 2) filter"),
    ),
    ("computed from now on", "computed no longer"): (
        ("note: text?", "note: text? computed(lower(code) || '!')"),
    ),
    ("default added", "default removed"): (
        ("word: string(20)", 'word: string(20) = "none"'),
    ),
    ("unique added", "unique removed"): (
        ("word: string(20)", "word: string(20) unique"),
    ),
    ("relation by a unique field", "relation by the key"): (
        ("box: Box? on", "box: Box? to(label) on"),
    ),
    ("pair unique added", "pair unique removed"): (
        ("on_delete(set_null)\n", "on_delete(set_null)\n    unique: [[box, amount]]\n"),
    ),
    ("nulls made equal", "nulls made distinct"): (
        (
            "on_delete(set_null)\n",
            f"on_delete(set_null)\n{NULLS_EQUAL}",
        ),
    ),
    ("check added", "check removed"): (
        ("on_delete(set_null)\n", "on_delete(set_null)\n    checks: [amount >= 0]\n"),
    ),
    ("check of one engine added", "check of one engine removed"): (
        ("on_delete(set_null)\n", f"on_delete(set_null)\n{NATIVE_CHECK}"),
    ),
    ("periods kept apart", "periods free to overlap"): (
        ("note: text?", "note: text?\n      until: integer?"),
        ("on_delete(set_null)\n", f"on_delete(set_null)\n{APART}"),
    ),
    ("index added", "index removed"): (
        ("on_delete(set_null)\n", "on_delete(set_null)\n    indexes: [[amount]]\n"),
    ),
    ("other side added", "other side removed"): (
        ("unique}}", "unique, items: 'Item[] by box'}}"),
    ),
    ("timestamps off", "timestamps on"): (
        ("on_delete(set_null)\n", "on_delete(set_null)\n    traits: [no_timestamps]\n"),
    ),
    ("actions and default added", "actions and default removed"): (
        (
            "on_delete(set_null)",
            f"on_delete(set_default) on_update(cascade) = '{_SOME_KEY}'",
        ),
    ),
    ("reference deferrable", "reference deferrable no longer"): (
        ("on_delete(set_null)", "on_delete(set_null) deferrable"),
    ),
    ("reference unindexed", "reference indexed"): (
        ("on_delete(set_null)", "on_delete(set_null) unindexed"),
    ),
    ("reference deferred", "reference checked at once"): (
        ("on_delete(set_null)", "on_delete(set_null) deferred"),
    ),
    ("one to one", "many to one"): (
        ("Box? on_delete(set_null)", "Box? one on_delete(set_null)"),
        ("unique}}", "unique, item: Item one by box}}"),
    ),
    ("operations removed", "operations added"): (
        ("{word: string(20)}", "{word: string(20)}, operations: [list, get, create]"),
    ),
    ("table and columns named", "table and columns called as usual"): (
        ("  Tag: {fields", '  Tag: {table: "Word List", fields'),
        ("note: text?", 'note: text? column("A Note")'),
        ("on_delete(set_null)", 'on_delete(set_null) column("BoxID")'),
    ),
    ("created_at alone", "updated_at too"): (
        ("  Tag: {fields", "  Tag: {traits: created_at, fields"),
    ),
    ("updated_at alone", "created_at too"): (
        ("  Tag: {fields", "  Tag: {traits: updated_at, fields"),
    ),
    ("lists asked for updated_at", "lists not asked for updated_at"): (
        ("  Tag: {fields", "  Tag: {sort: updated_at, filter: updated_at, fields"),
    ),
    ("plural said", "plural as usual"): (
        ("  Tag: {fields", "  Tag: {plural: taglets, fields"),
    ),
    ("path said", "path as usual"): (("Box: {fields", "Box: {path: Crates, fields"),),
    ("constraints named", "constraints called as usual"): (
        ("  Box: {fields", "  Box: {key_constraint: PK_Box, fields"),
        ("open filter", 'open filter constraint("CK State")'),
        (
            "on_delete(set_null)\n",
            NAMED_CONSTRAINTS,
        ),
    ),
    ("documents asked for", "documents no longer"): (
        ("name: lab\n", "name: lab\ndocuments: true\n"),
    ),
    ("container left out", "container made"): (
        ("name: lab\n", "name: lab\ndeployment: {container: false}\n"),
    ),
    ("own key", "generated key"): (
        ("on_delete(set_null)\n", "on_delete(set_null)\n    key: code\n"),
    ),
}
"""Changes that make sense in both directions, with the name of each."""

_ONE_WAY: dict[str, Iterable[Edit]] = {
    "entity renamed": (
        ("store: [Item, Box]", "store: [Item, Crate]"),
        ("Box: {fields", "Crate: {was: Box, fields"),
        ("box: Box?", "box: Crate?"),
    ),
    "entity moved": (("[Item, Box], words: [Tag]", "[Item], words: [Box, Tag]"),),
    "field renamed": (("amount: integer = 0", "quantity: integer = 0 was(amount)"),),
    "relation renamed": (("box: Box? on", "crate: Box? was(box) on"),),
    "area renamed": (("words: [Tag]", "labels: {was: words, entities: [Tag]}"),),
    "enum renamed": (
        (
            "State: [open, shut, lost]",
            "Stage: {was: State, values: [open, shut, lost]}",
        ),
        ("state: State =", "state: Stage ="),
    ),
    "enum value renamed": (("lost]", "missing was(lost)]"),),
    "text retyped": (("word: string(20)", "word: integer"),),
    "number retyped": (("amount: integer = 0", "amount: decimal(12,2) = 0"),),
    "default changed": (("integer = 0", "integer = 1"),),
    "on_delete changed": (("on_delete(set_null)", "on_delete(cascade)"),),
    "filter removed": (("State = open filter", "State = open"),),
    "server sets it now": (("code: string(20)", "code: string(20) readonly"),),
}


_OF_VALUES: dict[str, tuple[Edit, ...]] = {
    "value of parts renamed": (("size: Size?", "extent: Size? was(size)"),),
    "part renamed": (("width: integer", "breadth: integer was(width)"),),
    "part added": (("width: integer", "width: integer, note: 'string(9)?'"),),
    "value type renamed": (
        (
            "Size: {width: integer, kind: State}",
            "Extent: {was: Size, fields: {width: integer, kind: State}}",
        ),
        ("size: Size?", "size: Extent?"),
    ),
}
"""What happens to a value of several parts that the lab has."""


_OF_COMPUTED: dict[str, tuple[Edit, ...]] = {
    "expression changed": (("amount * 2", "amount * 3 - 1"),),
    "made virtual": (("(amount * 2) filter", "(amount * 2) virtual filter"),),
    "what is computed from renamed": (
        ("amount: integer = 0", "quantity: integer = 0 was(amount)"),
        ("amount * 2", "quantity * 2"),
    ),
    "what is computed from widened": (
        ("amount: integer = 0", "amount: bigint min(0) max(9999999999) = 0"),
    ),
    "computed field renamed": (("score: bigint", "points: bigint was(score)"),),
}
"""What happens to a field that the database computes, which the lab has."""

_OF_NATIVES: dict[str, tuple[Edit, ...]] = {
    "native value added": (("[open, shut,", "[open, ajar, shut,"),),
    "native value removed": (("[open, shut, lost]", "[open, lost]"),),
    "native value renamed": (("lost]", "missing was(lost)]"),),
    "native values in another order": (("[open, shut,", "[shut, open,"),),
    "native type renamed": (("native: true", "native: true, type: State of It"),),
}
"""What happens to an enum that PostgreSQL has a type for."""


def edited(edits: Iterable[Edit], text: str = LAB) -> str:
    """Return a design, most often the lab's, after some edits."""
    for there, instead in edits:
        if text.count(there) != 1:
            raise ValueError(f"{there!r} stands {text.count(there)} times in it.")
        text = text.replace(there, instead)
    return text


def _there_and_back(changes: Steps, text: str = LAB) -> Iterator[Step]:
    for (there, back), edits in changes.items():
        yield Step(there, text, edited(edits, text))
        yield Step(back, edited(edits, text), text)


def steps_of(capability: Capability) -> tuple[Step, ...]:
    """Return what a design does with a capability: takes it, changes it, and gives it up."""
    first = next(iter(capability.steps.values()), ())
    later = _there_and_back(capability.later, edited(first))
    return (*_there_and_back(capability.steps), *later)


WITH_A_VALUE = edited(_THERE_AND_BACK["value of parts added", "value of parts removed"])
"""The lab with a value of several parts."""

_ADDED = _THERE_AND_BACK["computed field added", "computed field removed"]
WITH_COMPUTED = edited(_ADDED)
"""The lab with a field that the database computes."""

NATIVE = edited(_THERE_AND_BACK["enum stored natively", "enum stored as text"])
"""The lab with an enum that PostgreSQL has a type for."""

OWN_STEPS = (
    *_there_and_back(_THERE_AND_BACK),
    *(Step(name, LAB, edited(edits)) for name, edits in _ONE_WAY.items()),
    *(
        Step(name, WITH_A_VALUE, edited(e, WITH_A_VALUE))
        for name, e in _OF_VALUES.items()
    ),
    *(
        Step(name, WITH_COMPUTED, edited(e, WITH_COMPUTED))
        for name, e in _OF_COMPUTED.items()
    ),
    *(Step(name, NATIVE, edited(e, NATIVE)) for name, e in _OF_NATIVES.items()),
)
"""The small changes that belong to no capability, each with a name of its own."""

STEPS = (*OWN_STEPS, *(step for each in CAPABILITIES for step in steps_of(each)))
"""Every small change."""
