"""What the pages with numbers say: each number with what it is worked out from."""

from __future__ import annotations

from ...record import Record


class Figure(Record, frozen=True):
    """One number, with its source."""

    name: str  # what it is: "Requests per second"
    value: str  # with its unit: "300"
    source: str  # where it comes from: a word of the design, a measurement, a manual
    formula: str = ""  # how it is worked out, where it is: "300 × 0.6 ms"


class Advice(Record, frozen=True):
    """Something that somebody should look at, and what can be done."""

    about: str  # "Order"
    reason: str  # what was found, in a sentence
    way: str  # what to do, in a sentence


class ColumnTold(Record, frozen=True):
    """A column in words."""

    name: str  # in the database: "customer_id"
    type: str  # as PostgreSQL calls it: "varchar(40)", "numeric(12, 2)"
    needed: str  # "not null", or "null"
    filled: str = ""  # what fills it where nobody gives a value: "UUIDv7"
    says: str = ""  # what the design says of it, or what it holds


class RuleTold(Record, frozen=True):
    """A constraint or an index in words."""

    name: str  # in the database: "uq_products_sku"
    kind: str  # "primary key", "unique", "check", "foreign key", "B-tree", "GIN"
    about: str  # its columns, or what has to be true


class TableTold(Record, frozen=True):
    """A table in words."""

    name: str  # in the database: "order_lines"
    holds: str  # whose rows, in a sentence: "One row for each OrderLine"
    columns: tuple[ColumnTold, ...]  # in order
    constraints: tuple[RuleTold, ...]  # the primary key first
    indexes: tuple[RuleTold, ...] = ()  # but for those that constraints bring along


class ReferenceTold(Record, frozen=True):
    """A foreign key in words."""

    source: str  # "order_lines.order_id"
    target: str  # "orders.id"
    deleted: str  # what becomes of a row when the other one goes: "set null"
    index: str = ""  # by which the rows of one are found; empty where none is


class SizeTold(Record, frozen=True):
    """How large a table becomes, in words."""

    name: str  # in the database: "orders"
    rows: str  # now: "10,000,000"
    rows_later: str  # in three years
    row: str  # bytes of one with all that PostgreSQL adds: "188 bytes"
    table: str  # now: "1.8 GiB"
    table_later: str  # in three years
    indexes: str  # all of them, now
    indexes_later: str  # all of them, in three years
    total: str  # now
    total_later: str  # in three years


class IndexTold(Record, frozen=True):
    """How large an index becomes, in words."""

    name: str  # in the database: "ix_orders_customer_id"
    columns: str  # "customer_id, created_at"
    kind: str  # "B-tree", "GIN"
    entry: (
        str  # bytes of an entry with the pointer to it; empty where that says nothing
    )
    size: str  # now
    later: str  # in three years
    note: str = ""  # why it may be smaller


class KeptTold(Record, frozen=True):
    """How long rows are kept, and what says something of a person."""

    entity: str  # "Order"
    kept: str  # in a sentence
    personal: str = ""  # properties that say something of a person: "email, name"
    erased: str = ""  # what becomes of its rows with the person that they belong to


class DatabasePage(Record, frozen=True):
    """What the database page says beside what the model does."""

    engine: str  # "PostgreSQL"
    tables: tuple[TableTold, ...] = ()  # each after those that it refers to
    references: tuple[ReferenceTold, ...] = ()  # from one to another
    sizes: tuple[
        SizeTold, ...
    ] = ()  # of tables of which the design says how many rows, and of all of these
    index_sizes: tuple[IndexTold, ...] = ()  # of their indexes
    growth: tuple[Figure, ...] = ()  # how rows become more
    grows: bool = False  # some of them do, so that sizes in three years are others
    widths: tuple[IndexTold, ...] = ()  # of tables of which nobody says how many rows
    formulas: tuple[Figure, ...] = ()  # how sizes are worked out
    unserved: tuple[Advice, ...] = ()  # what no index finds
    partitions: tuple[Advice, ...] = ()  # of large tables
    kept: tuple[KeptTold, ...] = ()  # how long rows are kept


class Alert(Record, frozen=True):
    """When somebody is told that an objective is being missed."""

    budget: str  # the share of the month's budget that is gone by then: "2 %"
    long: str  # the window that says that it matters: "1h"
    short: str  # the window that says that it still goes on: "5m"
    rate: str  # how many times as fast as it lasts: "14.4"
    threshold: str  # the share of failed requests in both windows: "1.44 %"
    means: str  # "page the on-call", "open a ticket"
    rule: str  # as Prometheus reads it


class ScalabilityPage(Record, frozen=True):
    """What the scalability plan says: load, processes, connections, objectives."""

    load: tuple[Figure, ...] = ()  # requests, and what they cost
    processes: tuple[Figure, ...] = ()  # how many, and on how many machines
    connections: tuple[Figure, ...] = ()  # to the database
    objectives: tuple[Figure, ...] = ()  # what is promised, and what may fail
    alerts: tuple[Alert, ...] = ()  # by how fast the budget goes
    latency: tuple[Figure, ...] = ()  # what Prometheus is asked for each goal
    growth: tuple[Advice, ...] = ()  # what comes next, in order
    missing: tuple[Advice, ...] = ()  # words that the design doesn't say
    measured: str = ""  # how the costs of requests were measured


class Piece(Record, frozen=True):
    """Something that runs, or that builds what runs."""

    name: str  # "app"
    what: str  # what it is and does, in a sentence
    where: str  # the file that says so, by a path of the project


class DeploymentPage(Record, frozen=True):
    """What the page of the deployment says beside what the model does."""

    migrating: str  # the step of a roll-out that migrates
    pieces: tuple[Piece, ...] = ()  # what runs
    builds: tuple[Piece, ...] = ()  # what builds and checks it
    numbers: tuple[Figure, ...] = ()  # how much of it there is
    missing: tuple[Advice, ...] = ()  # words that the design doesn't say


class StepTold(Record, frozen=True):
    """Something that a migration does to a large table, and how long that takes."""

    table: str  # in the database: "orders"
    rows: str  # now: "10,000,000"
    index: str  # a new index, which nobody waits for: "20 seconds"
    check: str  # every row is held to a new rule
    rewrite: str  # every row is written anew, and everybody waits
    fill: str  # every row is given a value by UPDATE


class MigrationPage(Record, frozen=True):
    """What the migration plan says beside what the model does."""

    order: tuple[str, ...] = ()  # tables, each after those that it refers to
    late: tuple[ReferenceTold, ...] = ()  # references that close a circle
    steps: tuple[StepTold, ...] = ()  # of tables of which the design says how many rows
    rates: tuple[Figure, ...] = ()  # by which these are worked out
    large: tuple[str, ...] = ()  # tables whose indexes are made while they are written
    measured: str = ""  # how the rates were measured


class BackupPage(Record, frozen=True):
    """What the page about backups says beside what the model does."""

    postgresql: bool = False  # it is a server's database, and no file
    goals: tuple[Figure, ...] = ()  # what a disaster may cost, and how often follows
    ways: tuple[Advice, ...] = ()  # how a backup is made, by what may be lost
    missing: tuple[Advice, ...] = ()  # words that the design doesn't say
