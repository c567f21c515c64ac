"""What a design needs of the generated core."""

from __future__ import annotations

from ...record import Record
from ...resolve.types import Scalar
from .code import PaginationCode
from .tables import ColumnKind


class Uses(Record, frozen=True):
    """What the design needs of the generated core; a passage that serves nothing isn't there."""

    types: tuple[Scalar, ...]  # that values have, in bodies and in parameters: "uuid"
    integers: bool  # bodies hold integers
    parameters: bool  # some parameter stands for something else than a text
    columns: tuple[ColumnKind, ...]  # what tables hold: "uuid"
    long_decimals: bool  # tables hold decimals of more digits than SQLite does
    codes: bool  # the server makes random codes
    today: bool  # the server fills in the day
    constraints: bool  # what the data refuses: duplicates, broken checks, references
    guards: bool  # changes may be conditional on what a row holds: `expected`
    includes: bool  # related rows are loaded along, as those of many to many are
    unlisted: bool  # some of them for the row itself only, not for the rows of lists
    trees: bool  # rows refer to rows of their own kind
    preparation: bool  # values are checked or changed before they are stored
    nested: bool  # some list is narrowed by its path, such as another entity's
    scopes: bool  # some rows are hidden: `__scope__`
    expressions: bool = False  # what is unique is a function of values: `lower(email)`
    named_columns: bool = False  # some column is called otherwise than its property
    numbered: bool = False  # the database numbers the rows of some table
    dividing: tuple[str, ...] = ()  # columns by which rows are divided: "tenant_id"
    divided_keys: tuple[str, ...] = ()  # those of them that are in primary keys
    written_keys: bool = False  # some are not in paths as Python shows them: a datetime
    generated_keys: bool = False  # new rows of some get a number or a code as their key
    normal: bool = False  # some texts are stored in one form
    by_engine: bool = False  # some checks or indexes read otherwise on each engine
    lists: bool = False  # tables hold lists of what JSON has as texts: days, decimals
    ranges: bool = False  # some days or times have an earliest or a latest value
    unique_references: bool = False  # some refer to what is unique, and not to the key
    waiting: bool = False  # some foreign key refuses only what still refers in the end
    set_default: bool = False  # some foreign key refers to its default in the end
    sequences: bool = False  # the database counts columns up that are no keys
    deferred: bool = False  # some foreign key is checked at the commit
    circles: bool = False  # rows of some kinds need each other
    composite_trees: bool = False  # rows do so by a key of several parts
    nested_one: bool = False  # some row is read under another entity's path
    nested_links: bool = False  # rows are related many to many under each other's paths
    link_filters: bool = False  # lists are narrowed by relations of many to many
    through: bool = False  # the same, by rows of an entity that relate two others
    through_alone: bool = False  # those by keys of one part
    through_parts: bool = False  # those by a key of several parts on some side
    composite_filters: bool = False  # lists are narrowed by relations of such keys
    composite_links: bool = False  # relations of such keys stand under paths
    composite_nested_links: bool = False  # and clients relate rows there
    restricting_links: bool = False  # rows that links lead to are not deleted
    sparse_fields: bool = False  # requests name the fields that answers have
    inclusions: bool = False  # answers show related rows in each of theirs
    listed_rules: bool = False  # rules of access ask for any row of a list
    orders: bool = False  # some lists have an order where a request asks for none
    filter_forms: bool = False  # by several values, by what is missing, by a start
    described: bool = False  # the design says what the values of some enum mean
    ordered: bool = False  # lists are sorted by an enum in the order of its values
    computed: bool = False  # the database computes some columns from others
    padded: bool = False  # tables hold texts with blanks at their end
    computed_indexes: bool = False  # some index is of what functions make of columns
    private: tuple[str, ...] = ()  # the attributes whose values stay out of logs
    stand_ins: bool = False  # some column is compared in the place of another one
    native: bool = False  # some columns hold enums that are types of PostgreSQL
    composites: bool = False  # some values are made of several columns
    exclusions: bool = False  # rows of some kind don't overlap
    principals: bool = False  # what a statement sees hangs on who asks
    extensions: tuple[str, ...] = ()  # of PostgreSQL, that tables need: "btree_gist"
    apart: bool = False  # some writes are taken back, and nothing else of a transaction
    owned: bool = False  # rows are written and read inside of the one that owns them
    belonging: bool = False  # the version of such a one moves with each of its rows
    several: bool = False  # operations of its own answer several entities at once
    bracketed: bool = False  # what is unique has brackets in its name: "Weight (kg)"
    completed: bool = False  # or rows that are shown with more than their table holds
    words: bool = False  # lists are searched for words, of which tables have indexes
    related_sorts: bool = False  # lists are ordered by the rows that theirs refer to
    related_forms: bool = False  # or narrowed by what these rows are not, or lack
    backwards: bool = False  # a page of some list leads to the one before, too
    open_lists: bool = False  # numbered pages of some don't say how many there are
    many_lists: bool = False  # there are more than the framework remembers by itself
    asked_totals: bool = False  # of some lists a request may ask how long they are
    counted_cursors: bool = False  # pages by cursor of some do
    estimates: bool = False  # of some lists it is told about how long they are
    paginations: tuple[
        PaginationCode, ...
    ] = ()  # what answers say of pages, where that isn't usual
    unquoted: tuple[
        str, ...
    ] = ()  # names that an engine keeps and SQLAlchemy doesn't quote
