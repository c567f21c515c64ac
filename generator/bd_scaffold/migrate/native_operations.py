"""What has to be done to PostgreSQL's own types of enums; SQLite has texts, and nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Constraint, Index
from ..record import Record
from .schema import Column


class EnumType(Record, frozen=True):
    """A type of PostgreSQL: its name, and its values in their order."""

    name: str
    values: tuple[str, ...]


class Retyped(Record, frozen=True):
    """A column that goes from a type of PostgreSQL to a text, or comes from there."""

    table: str
    name: str
    type: str
    subject: str  # as the design calls it: "Order.status"
    default: str = ""  # what the database gives, as SQL


class Held(Record, frozen=True):
    """What compares a column's values, or is computed from them: it goes while they change."""

    table: str
    what: Constraint | Index | Column


class OnTypes(Record, frozen=True):
    """An operation that is about no table in particular."""

    @property
    def table(self) -> str:
        """Return none."""
        return ""


class CreateEnum(OnTypes, frozen=True):
    type: EnumType


class DropEnum(OnTypes, frozen=True):
    type: EnumType


class RenameEnum(OnTypes, frozen=True):
    old: str
    new: str


class RenameEnumValues(OnTypes, frozen=True):
    """Values are called otherwise, and so they are in the rows."""

    name: str
    values: tuple[tuple[str, str], ...]  # (old, new)
    columns: tuple[Retyped, ...]


class AddEnumValues(OnTypes, frozen=True):
    """A type gets values, each in its place among those that are there."""

    old: EnumType
    new: EnumType
    columns: tuple[Retyped, ...]
    held: tuple[Held, ...]


class LoseEnumValues(OnTypes, frozen=True):
    """A type is made anew without the values that it got; no row has them any more."""

    old: EnumType
    new: EnumType
    columns: tuple[Retyped, ...]
    held: tuple[Held, ...]


class StoreAsTexts(OnTypes, frozen=True):
    """Columns become texts, and types go that no column has then."""

    columns: tuple[Retyped, ...]
    held: tuple[Held, ...]
    types: tuple[EnumType, ...]
    others: tuple[Retyped, ...] = ()  # columns that are of types meanwhile


class StoreNatively(OnTypes, frozen=True):
    """Types come, and texts become their values."""

    columns: tuple[Retyped, ...]
    held: tuple[Held, ...]
    types: tuple[EnumType, ...]
    others: tuple[Retyped, ...] = ()  # columns that are of types meanwhile


NativeOperation = (
    CreateEnum
    | DropEnum
    | RenameEnum
    | RenameEnumValues
    | AddEnumValues
    | LoseEnumValues
    | StoreAsTexts
    | StoreNatively
)


def taken_back(operation: NativeOperation) -> NativeOperation:
    """Return what takes an operation on types back."""
    match operation:
        case CreateEnum(kind):
            return DropEnum(kind)
        case DropEnum(kind):
            return CreateEnum(kind)
        case RenameEnum(old, new):
            return RenameEnum(new, old)
        case RenameEnumValues(name, values, columns):
            back = tuple((new, old) for old, new in values)
            return RenameEnumValues(name, back, columns)
        case AddEnumValues(older, newer, columns, held):
            return LoseEnumValues(newer, older, columns, held)
        case LoseEnumValues(older, newer, columns, held):
            return AddEnumValues(newer, older, columns, held)
        case StoreAsTexts(columns, held, types, others):
            return StoreNatively(columns, held, types, others)
        case StoreNatively(columns, held, types, others):
            return StoreAsTexts(columns, held, types, others)


def columns_of(operation: OnTypes) -> tuple[Retyped, ...]:
    """Return the columns whose values are others, or are compared otherwise, afterwards."""
    match operation:
        case RenameEnumValues(_, _, columns):
            return columns
        case AddEnumValues(_, _, columns) | LoseEnumValues(_, _, columns):
            return columns
        case StoreAsTexts(columns, _, _, others) | StoreNatively(columns, _, _, others):
            return (*columns, *others)
        case _:
            return ()


def said_of(operation: OnTypes) -> Iterator[str]:
    """Yield what an operation on types does, where it is what a revision is about."""
    match operation:
        case AddEnumValues(kind):
            yield f"Add values of {kind.name}"
        case RenameEnum(old, new):
            yield f"Rename {old} to {new}"
        case StoreNatively(columns) | StoreAsTexts(columns):
            places = [f"{each.table}.{each.name}" for each in columns]
            yield f"Change the type of {' and '.join(places[:2])}"
        case _:
            pass


def said_beside(operation: OnTypes) -> Iterator[str]:
    """Yield what an operation on types does, where nothing larger happens."""
    match operation:
        case CreateEnum(kind):
            yield f"Add the type {kind.name}"
        case DropEnum(kind) | LoseEnumValues(kind):
            yield f"Change the type {kind.name}"
        case _:
            pass
