"""What the reference page says of a field's line, of relations and of what follows from it."""

from __future__ import annotations

FIELDS = """## A field's line

`name: TYPE[?][[]] [modifier …] [= default]`

`?` makes the field optional and nullable, `[]` makes it many. A text with spaces or signs
stands in quotes: `= "on hold"`, `pattern("^[A-Z]+$")`; a backslash inside stays one, and
`\\"` is a quote. What needs more than a line is a mapping with the same words:

```yaml
price: decimal(12,2) min(0) filter
price: {type: "decimal(12,2)", min: 0, filter: true, description: Without taxes.}
```

`char(3)` and `varchar` are for columns that are there. A `char(3)` is a `string(3)` that PostgreSQL
fills with blanks: blanks at its end say nothing, and are cut in bodies, filters and answers. A
`varchar` is a `text`, and has what is said of one.

A `datetime` is a moment, sent with its zone and answered in UTC. A `datetime_local` is what a
clock on some wall shows, `2026-01-31T09:30:00`: a zone is refused, and nobody converts it
(PostgreSQL's `timestamp`, without time zone). One becomes the other as the time in UTC.

`= now` for a datetime, with a zone or without, and `= today` for a date give each new row the
present, in UTC, and `= uuid` for a uuid gives it one of its own; a PUT that leaves it out keeps
what is stored. `= next` for a `readonly` whole number counts the rows, from 1 on and with gaps:
the key is `auto`, and any other number is this. `= sql("…")` is an expression of the database's
own, for both engines or, with a comma between them, for PostgreSQL and for SQLite. Every default
stands in the database as well, so that other writers' rows get it too. A list sorts an enum by
its texts, from A to Z; one that is `ordered` or `native`, in the order of its values. The columns
of traits can stand in indexes, unique groups and checks, too.

`length(2, 40)` is `min_length` and `max_length` in the mapping, `length(8)` both at once. Of a
list, it is how many items it has.
"""

RELATIONS = """### Relations

| line | what it is |
|---|---|
| `customer: Customer` | many to one: a required column with the other's key |
| `parent: Category?` | the same, optional; to the own entity it makes a tree |
| `profile: Profile one` | one to one |
| `customer: Customer to(email)` | the same by its unique `email`: `customer_email` |
| `lines: OrderLine[] by order` | the other side of `order: Order`, no column of its own |
| `lines: OrderLine[] by order owned` | the same, written and read inside of the order, as one |
| `profile: Profile one by user` | the other side of `user: User one`, no column of its own |
| `tags: Tag[]` | many to many, by a link table |
| `tags: Tag[] unlisted` | the same; rows of lists leave the keys out, the row itself shows them |
| `tags: Tag[] nested` | many to many, pair by pair: `/articles/{article_id}/tags` |
| `slots: Slot[] nested` | the same by a key of several parts, all of them in the path |
| `products: Product[] through(OrderLine)` | many to many, by rows of an entity that carry data |
| `articles: Article[] by tags` | the other side of one that is `nested`, or `through` an entity |
| `customer: Customer include` | answers have the related row in theirs: `?include=customer` |
| `tags: Tag[] filter` | lists are narrowed to the rows that have one: `?tag_id=` |
| `owner: Person deferred` | many to one, which the database checks at the end of a transaction |
| `owner: Person deferrable` | the same where a transaction asks for it; at once otherwise |
| `author: Person unindexed` | many to one without an index, for tables that are seldom read by it |
| `guests: Person[] link` | the same, where a field of `Person` refers to this entity as well |

`through` names an entity with a relation to either side, or that and the two fields, first the one
that refers here: `leaders: Person[] through(Follow, follower, leader)`. It is read, as a list under
the path and by `filter`; what relates the rows is written where it is, at `/order-lines`.
Where `nested` goes, its other side goes with it: `articles: Article[] by tags` has nothing to be
the other side of. `tags: Tag[]` alone stays, as a list of keys.

`owned`, at a list of the rows that refer to this one, has them written and read inside of it: a
`POST /orders` with `"lines": [{…}]` stores an order and its lines in one transaction, `GET` shows
them, and a `PUT` or `PATCH` with `lines` puts them in the place of those before. They belong to
one row and go with it, so the field over there is required and says `on_delete(cascade)`. A body
has at most 100, or what `length(0, 20)` says. [Its page](owned-rows.md) says the rest.

Without `on_delete` a required relation restricts, and an optional one is set to null.
`keep`, for a target that is hidden rather than deleted, leaves the relation as it is.
`no_action` refuses like `restrict`, but only what still refers once all other rules have done
their work. `set_default` takes the relation's default: `currency: Currency = EUR`, the key of a
row that has to be there, for a key of one part.

Links of many to many go along with a row of either side. `restrict` and `no_action` keep it from
going while there are some: a tag by `tags: Tag[] on_delete(restrict)`, and an article by
`articles: Article[] by tags on_delete(restrict)`.

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

In parentheses stands what is asked for beside these: `status: Status filter(in, not)`.

| form | parameters | for |
|---|---|---|
| `range` | `due_from`, `due_until`: ends included | days and times; numbers have theirs anyway |
| `prefix` | `city_prefix`: how the text starts | `string`, `text`, `email`, `url` |
| `null` | `phone_null=true`: those without; `false`: those with | what has a question mark |
| `not` | `not_city`: those that `city` leaves out | what has a parameter for being equal |
| `in` | `city=Oslo&city=Bergen`: any of these | the same |

`not_city` may be repeated, too: none of these. It keeps what has no value, as that is not Oslo
either; `not_city=Oslo&city_null=false` leaves it out. A parameter is repeated up to 100 times.
Without `in` a repeated parameter is an error, 422, as any other one that is no list.

`customer: Customer filter(in, null)` says the same of a relation, whose `customer_id` is there in
any case; a key of several parts and a relation of many to many take no forms. Columns of traits and
parts of values have them at the entity: `filter: ["price.amount(in, null)"]`.

A prefix counts the case as being equal does, and `%` is a character. PostgreSQL finds it by an
index with `text_pattern_ops`, which is made of each such column of 500 characters or less, and
finds what is equal as well.

`sort` takes part in the one parameter `sort=name,-price`, `search` in the one parameter `q`. What
has no value comes last, whichever way; rows that are alike come in the order of their key. A name
that is said twice, in `sort`, `fields` or `include`, is no mistake: what it says first holds. The
contract's patterns can't forbid it, as they mean the same in each language's regular expressions,
and what the contract allows is not refused.

`order: [-placed_at, number]` at an entity is the order of its lists where a request says no `sort`;
without the word it is that of the key. It takes values, columns of traits and parts of values
(`price.amount`), also those that clients can't sort by, but none that somebody may not see. It has
an index of its own, which is made as its directions and nulls ask. A cursor of another order is
refused, 422, so a changed order interrupts whoever is reading page by page.

`include` at a relation has answers show the related rows in each of theirs, where a request names
it: `?include=customer,lines`.

```yaml
Order:
  fields:
    customer: Customer include
    lines: OrderLine[] by order include
    tags: Tag[] include
```

`customer` is then the row, or `null`; `lines` is `{"data": […], "has_more": false}`, with as many
rows as a page has by default, in the order of their list. The rest is in that list. What is
included is what a list of it shows to whoever asks; who may not list it at all is refused. Each
relation is one more statement, however many rows an answer has. Such an answer has no entity tag,
and what is included includes nothing itself. It is for relations by one column, and for those of
many to many that are no rows of an entity (`through`); the other entity has a `list`.

`sparse_fields: true`, under `api` or at an entity, has answers show some fields alone where a
request names them, `?fields=id,number`, of one row and of lists; the database reads these, and
what the key, the order and the entity tag take. What somebody may not read is refused, 403. The
contract's answer is then `anyOf` the row and `OrderFields`, in which nothing is required. Related
rows that are included stand beside the fields, whole; those that are `owned` are no fields, and are
there where a request names none.

What is `readonly`, required and without a default is made by the server: a `string(n)` gets a
random code of n characters (20 at most; digits and capitals but for I, L, O and U), a `uuid` a
UUID of version 7, a `datetime` or a `date` the present. Any other type needs a default or `?`.

What is `internal` has its column and its attribute in your own code, and the API knows nothing
of it: it is in no body, no filter and no order, and the contract doesn't name it. A new row gets
its default, what the server makes, or null, until your code sets it.

`computed(price * count)` has the database compute a value from others of its row, by an
[expression](#expressions); it comes with every answer, lists are filtered and sorted by it, and
nobody gives it: a body with it is refused, but for a `PUT` of what was read, which leaves it as it
is. It is stored, or with `virtual` worked out when it is read, which takes no room and has no
index. The type has to hold all that the expression can come to: `min` and `max` of what it reads
count, and where that may be missing, the field has a question mark or the expression a `coalesce`.
`computed(sql("…"))` is SQL of the database's own, for both engines or, with a comma, one for each;
what that comes to has to fit, since a row for which it doesn't can't be stored. A trigger of your
own on PostgreSQL, such as one that audits rows, finds NULL in what is `virtual`: store what it is
to note.

```yaml
Line:
  fields:
    price: decimal(8,2) min(0)
    count: integer min(1) max(999)
    total: decimal(11,2) computed(price * count) filter sort
    label: string(200)? computed(name || ' ' || note) virtual
    initial: text computed(sql("left(name, 1)", "substr(name, 1, 1)"))
    name: string(99)
    note: string(99)?
```

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
- **Moments** have no parameter for being equal, and the ends of `filter` alone are excluded. The
  rows of a day are `due_on=2026-03-01`; those of a `datetime filter(range)` are
  `paid_from=2026-03-01T00:00:00Z&paid_before=2026-03-02T00:00:00Z`.
- **Trees.** A change that would put a row below itself, by `parent: Category?` to the own entity,
  is 409 `circular_reference`, also where two requests at once would close the circle. The roots
  are `?parent_id_null=true`, by `parent: Category? filter(null)`.
- **Numbers** of `= next` have gaps. On SQLite, which development and tests run on, the number of a
  deleted row is given again if it was the highest one; PostgreSQL's sequence never does. `check`
  notes it.
- **Codes** of `unique readonly` are random. Of few characters, one that is taken is likely, and
  the request answers 409; `check` notes it.
- **Volume.** `requirements.quality.volume` of a million rows makes an entity's lists paged by
  cursor where the design says neither; `check` notes it. Of such a table it also notes, in a line,
  the filters and orders that no index begins with.

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
others to their table. The table of a list of keys has four of its own: its primary key, the
foreign key to this side and that to the other, and the index for the other side.

```yaml
Order:
  fields:
    tags: Tag[] constraint("PK_OrderTags", "FK_OrderTags_Orders", "FK_OrderTags_Tags", "IX_TagID")
```

`plural: people` is the plural of an entity where English has another one than the words of
`Person` make: its list is `list_people`, its module and, without `table`, its table are called
so, and its path without `path` is `/people`. `path: staff-members` is the path's part alone.
Another path breaks clients; the strings of your own code that can mean nothing else follow it.
"""
