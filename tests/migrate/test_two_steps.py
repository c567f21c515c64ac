"""Between two steps old and new code both write, and each reads what the other one wrote."""

from __future__ import annotations

import uuid

import pytest
import rows
import sqlalchemy as sa
from changes import LAB, NATIVE, SHOP_NEXT, STEPS, WITH_A_VALUE, Step
from changes import SHOP as WHOLE_SHOP
from databases import Database
from drafts import FIRST, first_migration, model_of
from journey import Empty, catalogue_of, check_rows
from test_run import CHANGES, SHOP, edited

from bd_scaffold import migrate
from bd_scaffold.migrate.operations import RenameTable
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model
from features import CAPABILITIES

REFUSED = {
    "enum value renamed": "items.state can't hold lost for the old code and missing for",
    "text retyped": "Tag.word can't be string(20) and integer under one name while old",
    "required field added": "The old code would not give Item.weight a value",
    "counted field added": "Item.number can't be counted while old and new",
    "counted field removed": "Item.number can't be counted while old and new",
    "part renamed": "size_width of items can't come, go or be renamed while",
    **dict.fromkeys(
        (
            *("expression changed", "made virtual"),
            *("what is computed from renamed", "what is computed from widened"),
        ),
        "Item.score can't be made anew while old and new code run",
    ),
    **dict.fromkeys(
        ("computed from now on", "computed no longer"),
        "Item.note can't be made anew while old and new code run",
    ),
    "own key": "The key of items can't be two at once",
    "generated key": "The key of items can't be two at once",
    "enum stored natively": "Item.state can't be a text and of the type state while old",
    "enum stored as text": "Item.state can't be a text and of the type state while old",
    "native value renamed": "The type state can't have lost for the old code and missing",
    "native type renamed": "PostgreSQL's type can't be state for the old code and State of",
    **{step: words for each in CAPABILITIES for step, words in each.one_step.items()},
}


def lab(name: str, *edits: tuple[str, str]) -> Step:
    """The lab, and what becomes of it."""
    new = LAB
    for there, instead in edits:
        assert new.count(there) == 1
        new = new.replace(there, instead)
    return Step(name, LAB, new)


AMOUNT = "amount: integer = 0"
WITH_RULES = LAB.replace(AMOUNT, f"{AMOUNT.replace(' =', ' min(0) =')} sort").replace(
    "on_delete(set_null)\n",
    "on_delete(set_null)\n"
    "    traits: [soft_delete]\n"
    "    unique: [[box, amount]]\n"
    "    indexes: [{fields: [amount, code], where: amount > 3}]\n"
    '    checks: ["amount < 5000 or note is null"]\n',
)
LINKED = LAB.replace("note: text?", "note: text?\n      tags: Tag[]")
HELD = (
    LINKED.replace("words: [Tag]", "words: [Tag, Label]")
    .replace("Tag[]", "Tag[] through(Label)")
    .replace(
        "  Item:\n",
        "  Label: {key: [item, tag], fields: {item: Item, tag: Tag, rank: integer = 1}}\n"
        "  Item:\n",
    )
)
RENAMED = [
    Step("links held by an entity", LINKED, HELD),
    Step("links on their own again", HELD, LINKED),
    lab("unique text", ("code: string(20)", "number: string(20) was(code)")),
    lab("word of SQL", ("code: string(20)", "order: string(20) was(code)")),
    lab("enum", ("state: State = open", "stage: State = open was(state)")),
    lab("optional", ("note: text?", "remark: text? was(note)")),
    lab("and widened", (AMOUNT, "quantity: bigint = 0 was(amount)")),
    lab("and made text", ("word: string(20)", "term: text was(word)")),
    lab("and narrowed", ("word: string(20)", "term: string(12) was(word)")),
    lab("and required", ("note: text?", 'remark: text = "none" was(note)')),
    lab("and made optional", (AMOUNT, "quantity: integer? was(amount)")),
    Step(
        "and a day made a moment",
        LAB.replace("note: text?", "day: date"),
        LAB.replace("note: text?", "at: datetime sort was(day)"),
    ),
    lab(
        "and given a form",
        ("label: string(40) unique", "title: string(40) unique lower trim was(label)"),
    ),
    lab("and bound", (AMOUNT, "quantity: integer min(-5) = 0 was(amount)")),
    lab("and indexed", (AMOUNT, "quantity: integer = 0 sort was(amount)")),
    lab(
        "and its values",
        ("lost]", "missing was(lost), found]"),
        ("state: State = open", "stage: State = open was(state)"),
    ),
    lab(
        "two at once",
        (AMOUNT, "quantity: integer = 0 was(amount)"),
        ("note: text?", "remark: string(200)? was(note)"),
    ),
    Step(
        "and its form taken",
        LAB.replace("label: string(40) unique", "label: string(40) unique lower trim"),
        LAB.replace("label: string(40) unique", "title: string(40) unique was(label)"),
    ),
    Step(
        "with every rule",
        WITH_RULES,
        WITH_RULES.replace("amount: integer", "quantity: integer was(amount)")
        .replace("amount", "quantity")
        .replace("was(quantity)", "was(amount)"),
    ),
    lab(
        "and made native",
        ("[open, shut, lost]", "{values: [open, shut, lost], native: true}"),
        ("state: State = open", "stage: State = open was(state)"),
    ),
    Step(
        "native",
        NATIVE,
        NATIVE.replace("state: S", "stage: S").replace("open f", "open was(state) f"),
    ),
    *(
        Step(name, SHOP, edited(*CHANGES[name]))
        for name in (
            "entity_with_links_renamed",
            "linked_entity_renamed",
            "link_renamed",
            "relation_renamed",
            "to_other_entities",
        )
    ),
    Step("the shop", WHOLE_SHOP.read_text(), SHOP_NEXT.read_text()),
    Step(
        "table and its columns",
        SHOP,
        edited(
            *CHANGES["entity_renamed"],
            ("label: string(60)", "title: string(90) was(label)"),
            ("[[customer, label]]", "[[customer, title]]"),
            ("street: string(200) search", "number: text was(street)"),
        ),
    ),
]
SERVED = [*(step for step in STEPS if step.name not in REFUSED), *RENAMED]


def two_steps(old: Model, new: Model) -> tuple[list[str], list[str]]:
    """The texts of what expands and of what contracts."""
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.two_steps(old, new), history)
    return (
        [each.text for each in made if each.step == "expand"],
        [each.text for each in made if each.step == "contract"],
    )


def started(empty: Empty, model: Model, count: int) -> Database:
    database = empty()
    database.migrate([first_migration(model)])
    database.run(rows.fill(schema_of(model), count))
    return database


def has_older_names(database: Database, old: Model, new: Model) -> bool:
    """SQLite has no views to write through, so old code ends where a table is renamed."""
    renamed = any(
        isinstance(each, RenameTable) for each in migrate.operations(old, new)
    )
    return not (renamed and database.url.startswith("sqlite"))


@pytest.mark.parametrize("step", SERVED, ids=lambda step: step.name)
def test_old_and_new_code_write_in_between(empty: Empty, step: Step) -> None:
    old, new = model_of(step.old), model_of(step.new)
    database = started(empty, old, 5)
    expand, contract = two_steps(old, new)
    database.migrate(expand)
    database.run(rows.fill(schema_of(new), 5, 200))
    seen = {}
    if has_older_names(database, old, new):
        database.run(rows.fill(schema_of(old), 5, 100))
        seen = database.run(rows.read(schema_of(old)))
        check_rows(old, new, seen, database.run(rows.read(schema_of(new))))
    try:
        database.migrate(contract)
    except RuntimeError:
        assert migrate.destructive_changes(migrate.operations(old, new))
        return
    assert database.catalogue() == catalogue_of(new, database, empty)
    assert database.helpers() == []
    assert database.dangling() == []
    if seen:
        check_rows(old, new, seen, database.run(rows.read(schema_of(new))))


@pytest.mark.parametrize("step", SERVED, ids=lambda step: step.name)
def test_two_steps_lead_back(empty: Empty, step: Step) -> None:
    old, new = model_of(step.old), model_of(step.new)
    count = 0 if migrate.destructive_changes(migrate.operations(old, new)) else 12
    database = started(empty, old, count)
    before = catalogue_of(old, database, empty)
    stored = database.run(rows.read(schema_of(old)))
    expand, contract = two_steps(old, new)
    database.migrate([*expand, *contract])
    database.migrate([*reversed(contract), *reversed(expand)], "downgrade")
    assert database.catalogue() == before
    assert database.helpers() == []
    assert database.dangling() == []
    check_rows(old, old, stored, database.run(rows.read(schema_of(old))), new)


@pytest.mark.parametrize(
    "step", [s for s in STEPS if s.name in REFUSED], ids=lambda step: step.name
)
def test_what_can_not_be_both_is_refused(step: Step) -> None:
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        two_steps(model_of(step.old), model_of(step.new))
    assert said.value.sentences[0].startswith(REFUSED[step.name])


KEYED = LAB.replace("on_delete(set_null)\n", "on_delete(set_null)\n    key: code\n")
DEEPER = WITH_A_VALUE.replace("kind: State", "kind: State, depth: integer")
CONFUSED = {
    Step(
        "a key is renamed",
        KEYED,
        KEYED.replace("code: string(20)", "number: string(20) was(code)").replace(
            "key: code", "key: number"
        ),
    ): (
        "The key of items can't be code and number while old and new code run. Leave that to "
        "a release with a short stop."
    ),
    Step("a needed part comes", WITH_A_VALUE, DEEPER): (
        "size_depth of items can't come, go or be renamed while old and new code run, of "
        "which one doesn't know it: size has all of its parts or none. Leave that to a "
        "release with a short stop."
    ),
    Step("a needed part goes", DEEPER, WITH_A_VALUE): (
        "size_depth of items can't come, go or be renamed while old and new code run, of "
        "which one doesn't know it: size has all of its parts or none. Leave that to a "
        "release with a short stop."
    ),
    lab(
        "a table's name has another table",
        ("store: [Item, Box]", "store: [Item, Crate, Boxe]"),
        (
            "Box: {fields",
            "Boxe: {fields: {size: integer?}}\n  Crate: {was: Box, fields",
        ),
        ("box: Box?", "box: Crate?"),
    ): (
        "The table boxes can't be Crate for the old code and Boxe for the new one. Rename it "
        "in one release, and give its name to Boxe in the next."
    ),
    lab("a value is renamed", ("lost]", "missing was(lost)]")): (
        "items.state can't hold lost for the old code and missing for the new one, since "
        "neither reads what the other writes. Add missing to State in one release, write it "
        "from the next one on, and remove lost in a third."
    ),
    Step(
        "a day becomes a moment under its name",
        LAB.replace("note: text?", "day: date"),
        LAB.replace("note: text?", "day: datetime"),
    ): (
        "Item.day can't be date and datetime under one name while old and new code run. "
        "Give it another name in this release, with was(day)."
    ),
    Step(
        "a native enum gets a value and loses one",
        NATIVE,
        NATIVE.replace("[open, shut, lost]", "[open, shut, found]"),
    ): (
        "The type state can't get found and be made anew while old and new code run. Add "
        "values in one release, and take others away or order them otherwise in the next one."
    ),
    lab("a type changes under one name", ("word: string(20)", "word: integer")): (
        "Tag.word can't be string(20) and integer under one name while old and new code run. "
        "Give it another name in this release, with was(word)."
    ),
    Step(
        "nothing turns a type back",
        LAB.replace("word: string(20)", "word: string(9)"),
        LAB.replace("word: string(20)", "mark: uuid was(word)"),
    ): (
        "Tag.mark can't be kept in step with what it was, since nothing turns uuid back into "
        "string(9). Leave that to a release with a short stop."
    ),
    lab("a field is required", ("note: text?", "note: text?\n      weight: integer")): (
        "The old code would not give Item.weight a value. Make it optional in this step, or "
        "give it a default or a constant by --fill, and require it in the next one."
    ),
}


@pytest.mark.parametrize("step", CONFUSED, ids=lambda step: step.name)
def test_a_refusal_says_what_to_do_instead(step: Step) -> None:
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        two_steps(model_of(step.old), model_of(step.new))
    assert said.value.sentences == (CONFUSED[step],)


WORDS = """
name: lab
entities: {Item: {traits: [no_timestamps], fields: {word: string(9) unique}}}
"""
FORMED = WORDS.replace("word: string(9)", "term: string(9) lower was(word)")


def words(database: Database, column: str, *added: str) -> list[str]:
    """The texts of a column, once some are added to them."""

    def write(connection: sa.Connection) -> list[str]:
        for each in added:
            row = {"id": uuid.uuid4().hex, "text": each}
            made = f"INSERT INTO items (id, {column}) VALUES (:id, :text)"
            connection.execute(sa.text(made), row)
        return [*connection.scalars(sa.text(f"SELECT {column} FROM items ORDER BY 1"))]

    return database.run(write)


def test_a_text_gets_its_form_under_another_name(empty: Empty) -> None:
    """Old code goes on writing capitals, until the second step gives all rows the form."""
    old, new = model_of(WORDS), model_of(FORMED)
    database = started(empty, old, 0)
    words(database, "word", "Anna")
    expand, contract = two_steps(old, new)
    database.migrate(expand)
    words(database, "word", "Berta")
    assert {*words(database, "term", "clara")} == {"Anna", "Berta", "clara"}
    database.migrate(contract)
    assert words(database, "term") == ["anna", "berta", "clara"]
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)check constraint"):
        words(database, "term", "Dora")
    database.migrate([*reversed(contract), *reversed(expand)], "downgrade")
    assert words(database, "word", "Dora") == ["Dora", "anna", "berta", "clara"]


def test_texts_that_are_one_in_their_form_stop_the_second_step(empty: Empty) -> None:
    old, new = model_of(WORDS), model_of(FORMED)
    database = started(empty, old, 0)
    expand, contract = two_steps(old, new)
    database.migrate(expand)
    words(database, "word", "Anna", "anna")
    with pytest.raises(RuntimeError, match="occur more than once"):
        database.migrate(contract)
    assert {*words(database, "term")} == {"Anna", "anna"}


def test_a_form_comes_back_with_the_older_name(empty: Empty) -> None:
    old, new = model_of(FORMED.replace(" was(word)", "")), model_of(
        WORDS.replace("unique", "unique was(term)")
    )
    database = started(empty, old, 0)
    words(database, "term", "anna")
    expand, contract = two_steps(old, new)
    database.migrate(expand)
    words(database, "word", "Berta")
    words(database, "term", "clara")
    database.migrate(contract)
    assert {*words(database, "word", "Dora")} == {"anna", "Berta", "clara", "Dora"}
    database.migrate([*reversed(contract), *reversed(expand)], "downgrade")
    assert words(database, "term") == ["anna", "berta", "clara", "dora"]
