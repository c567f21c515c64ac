#!/usr/bin/env bash
# Guess:   a column default that is a subquery, `(SELECT coalesce(max(n), 0) + 1 FROM t)`, gives all rows
#          of one flush the same number, or gives each its own: one of the two, whatever else the table has.
# Happens: what the *key* is decides. With a key that the database numbers, SQLAlchemy sends a statement a
#          row to SQLite, and the numbers are 1, 2, 3, 4. With a key that Python makes, a UUID for one, the
#          same four objects go in one statement of four rows, in each of which the subquery sees the table
#          before the statement: 1, 1, 1, 1, without an error. `session.execute(insert(...), rows)` counts
#          rightly in both cases, since nothing is returned there.
# Since:   seen in SQLAlchemy 2.1.9 with SQLite 3.40.1.
# Matters: a table that has counted for years gives duplicates from the day on which its key becomes a UUID,
#          and only where two rows are added in one flush.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlite3
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)


class Base(DeclarativeBase):
    pass


def following(table: str) -> sa.TextClause:
    return sa.text(f"(SELECT coalesce(max(number), 0) + 1 FROM {table})")


class Numbered(Base):
    __tablename__ = "numbered"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=following("numbered"))


class Made(Base):
    __tablename__ = "made"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    number: Mapped[int] = mapped_column(default=following("made"))


engine = sa.create_engine("sqlite://")
Base.metadata.create_all(engine)
for model, expected in ((Numbered, [1, 2, 3, 4]), (Made, [1, 1, 1, 1])):
    with Session(engine) as session:
        session.add_all([model() for _ in range(4)])
        session.flush()
        numbers = sorted(session.scalars(sa.select(model.number)))
        print(model.__tablename__, "flushed:", numbers)
        assert numbers == expected, numbers
    with Session(engine) as session:
        keys = [{"id": uuid.uuid4()} if model is Made else {"id": n} for n in range(4)]
        session.execute(sa.insert(model), keys)
        numbers = sorted(session.scalars(sa.select(model.number)))
        print(model.__tablename__, "executed:", numbers)
        assert numbers == [1, 2, 3, 4], numbers
PY
"$work/venv/bin/python" "$work/find.py"
