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

ENUMS = """```yaml
enums:
  Colour: [red, green]
  Priority: {values: [low, normal, urgent], ordered: true}
  Rating: {values: [G, PG, R], native: true, type: mpaa_rating}
```

An enum is a text with a check, on both engines. One that is `native` is a type on PostgreSQL,
`CREATE TYPE … AS ENUM`, which sorts by the order of its values, with an index where there is one;
on SQLite it stays a text, sorted alike. Its fields are compared by `=`, `!=` and `in` in checks
and conditions of indexes, with its own values and with fields of the same enum. A list of it,
`Rating[]`, is JSON like any list.
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

Parts are scalars and enums, of which one has no question mark, and take no default: a new part
that is needed is given to rows that are there with `--fill Product.price_currency=EUR`, by the name
of its column. What is said of a part holds for
every field of the type: `min(0)`, `trim`, `index`, `filter`. `readonly`, `writeonly`, `immutable`
and `internal` at the field are about all of its parts. Indexes, unique groups and checks call a
part `price.amount`; an index or a group of `price` is one of all parts, and `price is null` asks
whether an optional one is missing. Parameters and orders of lists are called like columns:
`min_price_amount`, `sort=-price_amount`.

In the code it is a frozen dataclass, `types.Money` in `models/types.py`, which bodies and mapped
classes share. Two fields `price_amount` and `price_currency` become a `price: Money` with the
same columns and rows, and back.
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

A check's `rule`, an index's `where` and what is `computed` are expressions over the entity's
fields: names, numbers, texts in quotes, `true`, `false`; `=` `!=` `<` `<=` `>` `>=`; `and` `or`
`not`; `is null`, `is not null`; `in ('a', 'b')`, `between 1 and 9`, `like 'A%'`; `+` `-` `*` and
parentheses; `||` between two texts;
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

ACCESS = """A rule is an expression of terms (`public`, `authenticated`, `owner`), roles,
permissions (`order:read`), and comparisons of the row or of those that it refers to; with `and`,
`or`, `not` and parentheses. For each operation holds its own word at the entity, or `read` or
`write` there, or the same in `defaults`; without any of them, nobody may.
[Its page](language/security.md) says what each word means.

```yaml
access:
  read: owner or order:read
  create: authenticated
  update: owner and status = 'draft' and customer.active
  delete: admin
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

TRANSITIONS = """```yaml
entities:
  Order:
    fields:
      status: enum(draft, placed, paid, cancelled) = draft readonly filter
      total: decimal(12,2) min(0) = 0
      placed_at: datetime? readonly
      reason: string(80)?
    transitions:
      place: {from: draft, to: placed, when: total > 0, message: It is empty., sets: placed_at}
      pay: {from: placed, to: paid}
      cancel: {from: [draft, placed], to: cancelled, sets: {reason: by hand}}
      reopen: {from: cancelled, to: draft, sets: [{placed_at: null, reason: null}]}
```

Each is an operation, `POST /orders/{order_id}/place`, and the only way in which the state of a row
changes: its field is `readonly`, or `immutable` where a new row may begin in any state.
[Its page](language/transitions.md) says what clients are answered.
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
