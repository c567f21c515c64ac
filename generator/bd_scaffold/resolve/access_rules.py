"""What a rule of access comes to once its words are resolved: what SQL and Python need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal as Choice
from typing import Self, cast

from ..language import access_expression as said
from ..language.access_expression import AccessExpression
from ..language.expression import Literal
from ..language.security import AccessOperation
from ..language.tree import Path
from ..record import Record
from .slots import Slot


class ListName(str):
    """The field of a list on the way to a value, with where its rows are."""

    __slots__ = ("by", "entity")

    entity: str  # of its rows: "Membership"
    by: str  # their relation that leads here: "room"

    def __new__(cls, name: str, entity: str, by: str) -> Self:
        """Return the name of a field, which says more than a name."""
        made = super().__new__(cls, name)
        made.entity, made.by = entity, by
        return made


class Step(Record, frozen=True):
    """A relation on the way from a row to a value: from one row to the one it points to."""

    field: str  # the relation's: "customer"
    entity: str  # that has it: "Order"
    target: str  # that it leads to: "Customer"
    columns: tuple[tuple[Slot, Slot], ...]  # its own, each with the one it points to
    nullable: bool  # a row may point to none
    many: bool = (
        False  # it leads to the rows of a list, which point here: to any of them
    )


class Read(Record, frozen=True):
    """A value that a row has, or one that its relations lead to."""

    text: str  # as rules say it: "customer.account"
    steps: tuple[Step, ...]
    entity: str  # whose column it is, at the end of the steps: "Customer"
    slot: Slot  # the column

    @property
    def nullable(self) -> bool:
        """True where there may be no value, or nothing that could have one."""
        return self.slot.schema.nullable or any(each.nullable for each in self.steps)

    @property
    def many(self) -> bool:
        """True where it goes through a list, so that a row has any number of them."""
        return any(each.many for each in self.steps)


class PrincipalId(Record, frozen=True):
    """The account of who asks; missing where nobody signed in, or a service did."""


Value = Read | PrincipalId | Literal


class Term(Record, frozen=True):
    """What is said of who asks, and of an owner: of the row, too."""

    name: Choice[
        "public", "authenticated", "owner", "member"
    ]  # a member, of rooms alone


class HasRole(Record, frozen=True):
    """True where who asks has a role."""

    name: str


class HasPermission(Record, frozen=True):
    """True where a role of who asks has a permission."""

    name: str


class Holds(Record, frozen=True):
    """True where a boolean of the row is."""

    read: Read


class Compared(Record, frozen=True):
    """Two values and what stands between them; false where one of them is missing."""

    operator: str
    left: Value
    right: Value


class IsMissing(Record, frozen=True):
    """Whether a value is missing, or isn't."""

    read: Read
    negated: bool


class IsOneOf(Record, frozen=True):
    """Whether a value is one of some, or none of them; false either way where it is missing."""

    read: Read
    values: tuple[Literal, ...]
    negated: bool


class Every(Record, frozen=True):
    """True where each part is."""

    parts: tuple[Tree, ...]


class AnyOf(Record, frozen=True):
    """True where one of the parts is."""

    parts: tuple[Tree, ...]


class Inverted(Record, frozen=True):
    """True where its part is not."""

    part: Tree


Leaf = Term | HasRole | HasPermission | Holds | Compared | IsMissing | IsOneOf
Tree = Leaf | Every | AnyOf | Inverted


class Rule(Record, frozen=True):
    """Who may do one thing with the rows of an entity."""

    written: AccessExpression
    meant: said.Tree  # the same; of a new row, with what follows from its owner
    tree: Tree
    place: Path  # where it is said: of the entity, or in the design's `defaults`

    @property
    def text(self) -> str:
        """The expression as documents show it."""
        return str(self.written)

    @property
    def word(self) -> str:
        """The word by which it is said: the operation's own, `read` or `write`."""
        return str(self.place[-1])

    @property
    def is_default(self) -> bool:
        """True where the entity says nothing of its own."""
        return self.place[0] == "security"


class FieldAccess(Record, frozen=True):
    """Who sees a field, and who may give it a value, beside who sees and writes its row."""

    readable: Rule | None = None  # None for everybody who sees the row
    writable: Rule | None = None  # None for everybody who writes it


_NO_FIELDS: Mapping[str, FieldAccess] = MappingProxyType({})
_NO_RULES: Mapping[str, Rule | None] = MappingProxyType({})


class EntityAccess(Record, frozen=True):
    """Who may do what with the rows of an entity, and whose they are."""

    owner: Read | None  # the account that a row belongs to
    rules: Mapping[AccessOperation, Rule | None]  # None: nobody may
    fields: Mapping[str, FieldAccess] = _NO_FIELDS  # those that have rules of their own
    actions: Mapping[str, Rule | None] = _NO_RULES  # what else is done, by its name
    custom: Mapping[str, Rule | None] = _NO_RULES  # of operations of the design's own

    @property
    def beside(self) -> Mapping[str, Rule | None]:
        """The rules of what is done beside the usual operations, by its name."""
        return {**self.actions, **self.custom}

    def rule_of(self, operation: str) -> Rule | None:
        """Return the rule of an operation of the API; a whole row is replaced by `update`."""
        if operation in self.beside:
            return self.beside[operation]
        said = "update" if operation == "replace" else operation
        return self.rules[cast("AccessOperation", said)]


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield every part of a tree that is made of no others, from left to right."""
    match tree:
        case Every(parts) | AnyOf(parts):
            for each in parts:
                yield from leaves(each)
        case Inverted(part):
            yield from leaves(part)
        case _:
            yield tree


def reads(tree: Tree) -> Iterator[Read]:
    """Yield the values of rows that a tree reads, without the path of an owner."""
    for leaf in leaves(tree):
        match leaf:
            case Holds(read) | IsMissing(read) | IsOneOf(read):
                yield read
            case Compared(_, left, right):
                yield from (each for each in (left, right) if isinstance(each, Read))


def about_rows(tree: Tree) -> bool:
    """True where a row decides, too: for an owner, and for comparisons."""
    return any(
        leaf == Term("owner") or not isinstance(leaf, Term | HasRole | HasPermission)
        for leaf in leaves(tree)
    )
