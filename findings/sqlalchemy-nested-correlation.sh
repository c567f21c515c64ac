#!/usr/bin/env bash
# Guess:   in `select(Doc).where(exists(select(1).where(A.id == Doc.a_id, exists(select(1).where(B.id == Doc.b_id,
#          B.city == A.city)))))` the inner EXISTS is about the same row of Doc as the outer one, as it would be
#          in SQL, and as it is where only one EXISTS stands around it.
# Happens: SQLAlchemy correlates by itself with the statement right around only. There, Doc is correlated and so
#          in no FROM; the inner EXISTS gets a `FROM b, doc` of its own, and is true if any row of Doc has such a
#          pair. No warning of a cartesian product. `correlate_except(B)` at the inner one says what was meant.
# Since:   seen in SQLAlchemy 2.1.9.
# Matters: whoever builds conditions by composing EXISTS, as rules of access do: the rows of everybody are let
#          through, and only once a table holds one that matches: a test with one row passes.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import warnings

import sqlalchemy as sa

warnings.simplefilter("error")
metadata = sa.MetaData()
a = sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("city", sa.String))
b = sa.Table("b", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("city", sa.String))
doc = sa.Table(
    "doc",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a_id", sa.ForeignKey("a.id")),
    sa.Column("b_id", sa.ForeignKey("b.id")),
)
engine = sa.create_engine("sqlite://")
metadata.create_all(engine)
with engine.begin() as connection:
    connection.execute(a.insert(), [{"id": 1, "city": "Oslo"}, {"id": 2, "city": "Rome"}])
    connection.execute(b.insert(), [{"id": 1, "city": "Oslo"}, {"id": 2, "city": "Bonn"}])
    connection.execute(doc.insert(), [{"id": 1, "a_id": 1, "b_id": 1}, {"id": 2, "a_id": 1, "b_id": 2}])


def found(*own):
    inner = sa.select(sa.literal(1)).where(b.c.id == doc.c.b_id, b.c.city == a.c.city)
    if own:
        inner = inner.correlate_except(*own)
    outer = sa.select(sa.literal(1)).where(a.c.id == doc.c.a_id, inner.exists())
    statement = sa.select(doc.c.id).where(outer.exists())
    with engine.connect() as connection:
        return statement, connection.scalars(statement).all()


print("SQLAlchemy", sa.__version__)
statement, rows = found()
print(statement)
print("of documents 1 (Oslo, Oslo) and 2 (Oslo, Bonn):", rows)
assert "FROM b, doc" in str(statement), statement
assert rows == [1, 2], rows
print("with correlate_except:", found(b)[1])
assert found(b)[1] == [1]
PY
"$work/venv/bin/python" "$work/find.py"
