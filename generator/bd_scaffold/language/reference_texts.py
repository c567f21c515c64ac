"""What the reference pages say in words, beside what follows from the schema."""

from __future__ import annotations

HEAD = """# The design language

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

FIELDS = """## A field's line

`name: TYPE[?][[]] [modifier …] [= default]`

`?` makes the field optional and nullable, `[]` makes it many. A text with spaces or signs
stands in quotes: `= "on hold"`, `pattern("^[A-Z]+$")`; a backslash inside stays one, and
`\\"` is a quote. What needs more than a line is a mapping with the same words:

```yaml
price: decimal(12,2) min(0) filter
price: {type: "decimal(12,2)", min: 0, filter: true, description: Without taxes.}
```

`= now` for a datetime and `= today` for a date give each new row the present, in UTC, and
`= uuid` for a uuid gives it one of its own; a PUT that leaves it out keeps what is stored.
`= next` for a `readonly` whole number counts the rows, from 1 on and with gaps: the key is
`auto`, and any other number is this. `= sql("…")` is an expression of the database's own, for
both engines or, with a comma between them, for PostgreSQL and for SQLite. Every default stands
in the database as well, so that other writers' rows get it too. A list sorts an enum by its
texts, from A to Z; one that is `ordered`, in the order of its values. The columns of traits can
stand in indexes, unique groups and checks, too.

`length(2, 40)` is `min_length` and `max_length` in the mapping, `length(8)` both at once. Of a
list, it is how many items it has.
"""

VALUES = """```yaml
types:
  Money: {amount: "decimal(12,2) min(0)", currency: "string(3)"}
  Period:
    fields: {starts_on: date, ends_on: date}
    checks: ends_on >= starts_on
entities:
  Product:
    fields:
      price: Money
      discount: Money?
    filter: [price.currency, price.amount]
    sort: price.amount
    checks: discount is null or discount.amount < price.amount
```

A field of a value type is one object in JSON, `{"price": {"amount": "12.50", "currency": "EUR"}}`,
and a column for each part in the database: `price_amount`, `price_currency`, or as
`column("Amount", "Currency")` says. Bodies give all of it, also a PATCH: a value is replaced, not
changed in part. `Money?` is there whole or null, which a check holds the table to.

Parts are scalars and enums, of which one has no question mark. What is said of a part holds for
every field of the type: `min(0)`, `trim`, `index`, `filter`. `readonly`, `writeonly`, `immutable`
and `internal` at the field are about all of its parts. Indexes, unique groups and checks call a
part `price.amount`; an index or a group of `price` is one of all parts, and `price is null` asks
whether an optional one is missing. Parameters and orders of lists are called like columns:
`min_price_amount`, `sort=-price_amount`.

In the code it is a frozen dataclass, `types.Money` in `models/types.py`, which bodies and mapped
classes share. Two fields `price_amount` and `price_currency` become a `price: Money` with the
same columns and rows, and back.
"""

RELATIONS = """### Relations

| line | what it is |
|---|---|
| `customer: Customer` | many to one: a required column with the other's key |
| `parent: Category?` | the same, optional; to the own entity it makes a tree |
| `profile: Profile one` | one to one |
| `customer: Customer to(email)` | the same by its unique `email`: `customer_email` |
| `lines: OrderLine[] by order` | the other side of `order: Order`, no column of its own |
| `profile: Profile one by user` | the other side of `user: User one`, no column of its own |
| `tags: Tag[]` | many to many, by a link table; make an entity of it where the link carries data |
| `tags: Tag[] unlisted` | the same; rows of lists leave the keys out, the row itself shows them |
| `tags: Tag[] nested` | many to many, pair by pair: `/articles/{article_id}/tags` |
| `articles: Article[] by tags` | the other side of `tags: Tag[] nested`, no table of its own |
| `tags: Tag[] filter` | lists are narrowed to the rows that have one: `?tag_id=` |
| `owner: Person deferred` | many to one, which the database checks at the end of a transaction |
| `author: Person unindexed` | many to one without an index, for tables that are seldom read by it |
| `guests: Person[] link` | the same, where a field of `Person` refers to this entity as well |

Without `on_delete` a required relation restricts, and an optional one is set to null.
`keep`, for a target that is hidden rather than deleted, leaves the relation as it is.
`no_action` refuses like `restrict`, but only what still refers once all other rules have done
their work. `set_default` takes the relation's default: `currency: Currency = EUR`, the key of a
row that has to be there, for a key of one part.

`on_update` says the same for a key that changes. No request changes a key, so it is for other
writers; a list of keys takes it for both columns of its table. Left out, it is `no_action`.

`deferred` lets a transaction store rows in any order: the database looks at its end whether the
row that is referred to is there. A request is a transaction, so clients are refused as ever, 409;
it is your own code that may store several rows in one unit of work. What `restrict` refuses, it
refuses at once, and a target that is hidden rather than deleted has to be there at once, too.

So rows may need each other: `captain: Player deferred` of a `Team`, and `team: Team` of a
`Player`. No request can make the first ones; your own code does, with the key that the captain is
going to have, which the database therefore must not count (`auto`). Each of them alone can refer
to rows that are there:

```python
async with unit_of_work(resources) as work:
    team, captain = uuid7(), uuid7()
    await TeamRepository(work).add({"id": team, "captain_id": captain})
    await PlayerRepository(work).add({"id": captain, "team_id": team})
```
"""

DERIVED = """### What follows from a line

`filter` gives lists these query parameters; several are joined by and:

| a field | parameters |
|---|---|
| `status: Status`, a text, a boolean, a `uuid` | `status`: equal |
| `customer: Customer` | `customer_id`: equal, after the other's key |
| `stock: integer`, its like, `decimal` | `stock`: equal; `min_stock`, `max_stock`: ends included |
| `weight: float` | `min_weight`, `max_weight`: ends included |
| `due_on: date`, `time` | `due_on`: equal; `due_after`, `due_before`: ends excluded |
| `paid_at: datetime` | `paid_after`, `paid_before`: ends excluded |

`sort` takes part in the one parameter `sort=name,-price`, `search` in the one parameter `q`.

What is `readonly`, required and without a default is made by the server: a `string(n)` gets a
random code of n characters (20 at most; digits and capitals but for I, L, O and U), a `uuid` a
UUID of version 7, a `datetime` or a `date` the present. Any other type needs a default or `?`.

What is `internal` has its column and its attribute in your own code, and the API knows nothing
of it: it is in no body, no filter and no order, and the contract doesn't name it. A new row gets
its default, what the server makes, or null, until your code sets it.

`auto` makes a field the key, and clients never send it: an `integer` or `bigint` is numbered by
the database from 1 on, a `string(n)` is such a code, and a `uuid` is of version 7. A number that
was given is never given again, and numbers have gaps. `key: id` may say which field it is.

`to(email)` refers to a field of the other entity that is `unique` by itself, and holds its values:
the property and the filter are `customer_email`, and one that nobody has is 409. A value that
others refer to can't be changed (409). Where deleted rows stay in the table, such a field is
unique among all rows, deleted ones included.

A key of several fields stands in paths part by part, each as JSON has it, and a reference to it
has a column and a property for each part: `slot: Slot` is `slot_at`, `slot_active`.

A text that is a key stands in paths, so its values match `^[A-Za-z0-9][A-Za-z0-9._~-]*$` unless a
`pattern` of your own says something else. A list of values or of keys holds 1,000 at most.

### What a field's line doesn't say

- **Empty texts.** `""` and `"   "` are texts, also where the field is required. `length(1, 120)`
  asks for a character, `not_blank` for one that is no white space.
- **Case.** Texts are compared as they are written, in filters and by `unique`: `Anna@example.com`
  and `anna@example.com` are two values of an `email unique`. With `lower` they are one, which is
  stored and shown in lower case; `{fields: lower(mail), unique: true}` in `indexes` keeps the case
  that was sent, and filters tell it apart. `upper` and `trim` (white space at both ends) are such
  forms, too. Bodies and filters are brought into it; your own code writes it itself, and the
  table holds it to that. Letters without a single one in the other case (`ß`, `İ`) stay.
- **`?q=`** ignores case, on SQLite that of ASCII letters only ([search](language/search.md)).
- **Moments** have no parameter for being equal, and their ends are excluded. The rows of a day
  are `due_on=2026-03-01`; those of a `datetime` begin a microsecond before:
  `paid_after=2026-02-28T23:59:59.999999Z&paid_before=2026-03-02T00:00:00Z`.
- **Trees.** A change that would put a row below itself, by `parent: Category?` to the own entity,
  is 409 `circular_reference`, also where two requests at once would close the circle.
- **Codes** of `unique readonly` are random. Of few characters, one that is taken is likely, and
  the request answers 409; `check` notes it.
- **Volume.** `requirements.quality.volume` of a million rows makes an entity's lists paged by
  cursor where the design says neither; `check` notes it.

### Names in the database

A design over an existing schema keeps its names: `table` at an entity, `column` at a field. The
API, the Python attributes and the rest of the design go on saying the entity's and the field's.

```yaml
Order:
  table: Order Details
  fields:
    unit_price: decimal(9,2) min(0) column("Unit Price") filter
    place: Place column("CountryCode", "CityCode")
    tags: Tag[] table("Order Tags") column("OrderID", "TagID")
```

A relation has a column for each part of the other's key; the table of a list of keys has those
of this side, then those of the other. Names may have capitals, spaces and signs, and be words of
SQL, in 63 bytes. Two that differ only by the case of ASCII letters are one to SQLite. Another
name is a rename in the migration, in which rows stay as they are. A schema, `sales.orders`, is
the business of the role's `search_path`.

Constraints and indexes have names that follow their table's, or say their own: `constraint` at a
relation is its foreign key, at a value what holds it to its enum, `not_blank`, `trim`, `lower`,
`upper`, `min` and `max`, in this order; `key_constraint` is the primary key.

```yaml
Order:
  key_constraint: PK_Orders
  fields:
    code: string(9)
    rank: integer min(1) max(9) constraint("CK_Rank_Min", "CK_Rank_Max")
    customer: Customer constraint("FK_Orders_Customer")
  unique: [{fields: [code], constraint: UQ_Orders_Code}]
  indexes: [{fields: customer, name: IX_Orders_Customer}]
  checks: [{rule: "rank < 5 or code != 'x'", constraint: CK_Orders_Rank}]
```

The names of an index, a unique constraint and a primary key belong to one schema, those of the
others to their table. A list of keys names none: make the link an entity of its own.

`plural: people` is the plural of an entity where English has another one than the words of
`Person` make: its list is `list_people`, its module and, without `table`, its table are called
so, and its path without `path` is `/people`. `path: staff-members` is the path's part alone.
Another path breaks clients; the strings of your own code that can mean nothing else follow it.
"""


RENAMES = """## What was called otherwise

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

EXPRESSIONS = """## Expressions

A check's `rule` and an index's `where` are expressions over the entity's fields: names, numbers,
texts in quotes, `true`, `false`; `=` `!=` `<` `<=` `>` `>=`; `and` `or` `not`; `is null`,
`is not null`; `in ('a', 'b')`, `between 1 and 9`, `like 'A%'`; `+` `-` `*` and parentheses;
`abs(n)`, `coalesce(a, b)`, `length(text)`, `lower(text)`, `trim(text)` and `upper(text)`. A boolean
field alone is true or false.

An index is ordered by fields, `desc` or `nulls first` behind them, or by `lower(email)`, `upper`,
`length` or `abs` of a field; unique, `lower(email)` tells no case apart. On PostgreSQL a field can
have an operator class: `name text_pattern_ops`, `data jsonb_path_ops` by `gin`. Parts of texts are
found by `name gin_trgm_ops` by `gin`, or `gist_trgm_ops` by `gist`, of the extension `pg_trgm`; any
other field by `gist` needs `btree_gist`. The migration creates them as it does for exclusions.
`spgist` is for a text. On SQLite each of them is an index as any other.

Both engines say the same of a row. `like` tells the case of letters apart, and has at most one text
between two `%` signs. `lower` and `upper` change ASCII letters on SQLite, and all letters on
PostgreSQL; `trim` takes blanks.

```yaml
checks:
  - ends_on >= starts_on
  - {rule: "status != 'paid' or total > 0", message: A paid order has a total.}
indexes:
  - {fields: [name], where: active and not archived}
  - [placed_at desc, name]
  - {fields: lower(email), unique: true}
```
"""

EXCLUSIONS = """```yaml
entities:
  Booking:
    fields:
      room: Room
      starts_at: datetime
      ends_at: datetime?
      cancelled: boolean = false
    checks: starts_at < ends_at
    exclude:
      - fields: [room]
        period: [starts_at, ends_at]
        where: not cancelled
        message: The room is taken.
```

A row that overlaps another one is 409 `overlap`, with the fields, also where two requests at once
would take the same period. The period is of a date, a datetime or a whole or decimal number, and
two that only touch don't overlap; with `"[]"` they do. A start or an end that is null is open, and
a row without a value in `fields` is in nobody's way, as with `unique`. Deleted rows that stay in
the table are in nobody's way either. A check has to say that the end is not before the start, of
which PostgreSQL makes no period.

PostgreSQL holds rows to it by `EXCLUDE USING gist`, SQLite by two triggers, which the migration
makes: other writers are held to it, too. With `fields`, PostgreSQL needs its extension
`btree_gist`, which is among its contrib modules; the migration creates it, and stops before
anything has changed where the server doesn't have it or the role may not.
"""

OWN_WORDS = """## Words of a team's own

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
