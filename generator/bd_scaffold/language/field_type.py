"""The author's words for one field of an entity."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .enum_types import Value, value_of
from .expression import Expression
from .filters import FILTERING, Said
from .hidden import DEFAULTED, OWN, STORED
from .reading import (
    BOUND,
    FLAG,
    PLAIN,
    TEXT,
    WHOLE,
    Anything,
    Choice,
    Listed,
    Words,
    word,
)
from .referential import ON_DELETE, ON_UPDATE, OnDelete, OnUpdate
from .row_rules import FIELD_NAME, RULE
from .scalars import TYPES
from .security import ACCESS

if TYPE_CHECKING:
    from .access_expression import AccessExpression


class FieldType(Words):
    """One field of an entity: a value, or a relation to another entity."""

    own: dict[str, Any] = word(Anything(), name=OWN, default=dict, hidden=True)
    type: str = word(
        PLAIN,
        "A scalar, an enum, a value type or an entity; `?` makes it optional, `[]` makes it many.",
        examples=("string(120)", "decimal(12,2)", "text?", "OrderStatus", "Tag[]"),
    )
    arguments: tuple[str, ...] = word(Anything(), default=(), hidden=True)
    stored: str = word(Anything(), name=STORED, default="", hidden=True)
    nullable: bool = word(FLAG, "May be missing; the same as `?`.", default=False)
    many: bool = word(FLAG, "Many of them; the same as `[]`.", default=False)
    one: bool = word(FLAG, "A relation of one to one.", default=False)
    link: bool = word(
        FLAG,
        "A list is many to many, though a field of the other entity refers to this one.",
        default=False,
    )
    unlisted: bool = word(
        FLAG,
        "The rows of lists leave a list of keys out; the row itself shows it.",
        default=False,
    )
    nested: bool = word(
        FLAG,
        "Many to many under the row's own path, and no list of keys in its JSON.",
        default=False,
    )
    include: bool = word(
        FLAG,
        "An answer has the related rows in each of its rows where `?include=` names it.",
        default=False,
    )
    owned: bool = word(
        FLAG,
        "The other side's rows are written and read inside of this one's JSON, with it.",
        default=False,
    )
    deferred: bool = word(
        FLAG,
        "The row that it refers to has to be there at the end of the transaction only.",
        default=False,
    )
    deferrable: bool = word(
        FLAG,
        "Your own code can have it checked at the end of a transaction; it is at once otherwise.",
        default=False,
    )
    unindexed: bool = word(FLAG, "Its foreign key has no index.", default=False)
    by: str | None = word(
        PLAIN, "The field of the other entity whose other side this is.", default=None
    )
    through: tuple[str, ...] = word(
        Listed(PLAIN),
        "The entity whose rows relate the two, and where that is open, its fields that "
        "refer to this side and to the other.",
        default=(),
    )
    to: str | None = word(
        PLAIN,
        "The unique field of the other entity that it refers to, in place of the key.",
        default=None,
    )
    unique: bool = word(FLAG, "No two rows have the same value.", default=False)
    index: bool = word(FLAG, "Look-ups by it are fast.", default=False)
    filter: Said = word(
        FILTERING,
        "Lists can be narrowed by it; by a list of forms, in more ways.",
        default=False,
        examples=(True, ["range", "not"]),
    )
    sort: bool = word(FLAG, "Lists can be ordered by it.", default=False)
    search: bool = word(FLAG, "`?q=` looks into it.", default=False)
    minimum: Decimal | str | None = word(
        BOUND,
        "The least value: a number, a day or a time.",
        name="min",
        default=None,
        examples=(0, "2000-01-01"),
    )
    maximum: Decimal | str | None = word(
        BOUND,
        "The greatest value: a number, a day or a time.",
        name="max",
        default=None,
    )
    min_length: int | None = word(
        WHOLE, "The fewest characters, or items of a list.", default=None
    )
    max_length: int | None = word(
        WHOLE, "The most characters, or items of a list.", default=None
    )
    pattern: str | None = word(
        PLAIN,
        "A regular expression that the text matches.",
        default=None,
        examples=("^[A-Z]{2}$",),
    )
    not_blank: bool = word(
        FLAG, "The text has a character that is no white space.", default=False
    )
    trim: bool = word(
        FLAG, "The text is stored without white space at its ends.", default=False
    )
    lower: bool = word(FLAG, "The text is stored in lower case.", default=False)
    upper: bool = word(FLAG, "The text is stored in capitals.", default=False)
    auto: bool = word(
        FLAG, "It is the key, and each new row gets one of its own.", default=False
    )
    readonly: bool = word(FLAG, "Only the server sets it.", default=False)
    writeonly: bool = word(FLAG, "It is taken and never shown.", default=False)
    internal: bool = word(
        FLAG, "A column for your own code: not in the API at all.", default=False
    )
    immutable: bool = word(FLAG, "It is set once and never changed.", default=False)
    encrypted: bool = word(FLAG, "The database holds it encrypted.", default=False)
    pii: bool = word(FLAG, "It says something of a person.", default=False)
    on_delete: OnDelete | None = word(
        Choice(ON_DELETE),
        "What happens to this row when the one it points to goes.",
        default=None,
    )
    on_update: OnUpdate | None = word(
        Choice(ON_UPDATE),
        "What happens to this row when the key of the one it points to changes.",
        default=None,
    )
    default: Any = word(Anything(), "The value where none is given.", default=None)
    default_sql: tuple[str, ...] = word(
        Listed(PLAIN),
        "What the database gives where nothing is given: an SQL expression for both "
        "engines, or one for PostgreSQL and one for SQLite.",
        default=(),
    )
    computed: Expression | None = word(
        RULE,
        "The expression by which the database computes it from other fields of its row.",
        default=None,
        examples=("price * count", "first_name || ' ' || last_name"),
    )
    computed_sql: tuple[str, ...] = word(
        Listed(PLAIN),
        "In place of `computed`: an SQL expression for both engines, or one for PostgreSQL "
        "and one for SQLite.",
        default=(),
    )
    virtual: bool = word(
        FLAG,
        "What is computed is not stored, and worked out when it is read.",
        default=False,
    )
    readable: AccessExpression | None = word(
        ACCESS,
        "Who sees it, of those who see its row: roles and permissions.",
        default=None,
        examples=("clerk or customer:read",),
    )
    writable: AccessExpression | None = word(
        ACCESS,
        "Who may give it a value, of those who write its row: roles and permissions.",
        default=None,
        examples=("admin",),
    )
    has_default: bool = word(Anything(), name=DEFAULTED, default=False, hidden=True)
    was: str | None = word(
        FIELD_NAME,
        "The name that it had before: the data and your code move along.",
        default=None,
    )
    column: tuple[str, ...] = word(
        Listed(PLAIN),
        "Its name in the database, where that is another one; of a relation, one for each "
        "part of the key, and of a list of keys the columns of its table, this side first.",
        default=(),
    )
    table: str | None = word(
        PLAIN, "The name of the table of a many-to-many relation.", default=None
    )
    constraint: tuple[str, ...] = word(
        Listed(PLAIN),
        "The name of a relation's foreign key, or of what holds a value to its enum, "
        "`not_blank`, `trim`, `lower`, `upper`, `min` and `max`, in this order; of the table "
        "of a list of keys its primary key, foreign keys (this side first) and index.",
        default=(),
    )
    description: str | None = word(TEXT, "What the field says.", default=None)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of an enum that is written in place."""
        return tuple(map(value_of, self.arguments)) if self.type == "enum" else ()

    @property
    def is_scalar(self) -> bool:
        """True for a built-in scalar type, false for an enum's, an entity's or a wrong name."""
        return self.type in TYPES

    @property
    def is_computed(self) -> bool:
        """True for what the database computes from other fields of its row."""
        return self.computed is not None or bool(self.computed_sql)
