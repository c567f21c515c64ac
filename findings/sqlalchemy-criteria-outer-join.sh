#!/usr/bin/env bash
# Guess:   with_loader_criteria on the right side of an outer join goes into its ON clause, however the join is
#          written, so that a row on the left whose partner is left out stays, with nothing beside it.
# Happens: it does for select(...).outerjoin(...). For select_from(outerjoin(...)), the same join in the older
#          spelling, it goes into WHERE: the outer join becomes an inner one, and rows of the left side, which
#          no criterion is about, are gone from the answer and from its count.
# Matters: soft deletion and tenants are such criteria, applied to every statement of a session. One report
#          that is written with outerjoin() loses its rows without an error, and only once something is deleted.
# Sources: https://docs.sqlalchemy.org/en/21/orm/queryguide/api.html#sqlalchemy.orm.with_loader_criteria
#          https://github.com/sqlalchemy/sqlalchemy/issues/8721 (left sides of the same joins, mended)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlalchemy as sa
from sqlalchemy import orm


class Base(orm.DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelf"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    deleted: orm.Mapped[bool] = orm.mapped_column(default=False)


class Book(Base):
    __tablename__ = "book"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    shelf_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("shelf.id"))
    shelf: orm.Mapped[Shelf] = orm.relationship()


engine = sa.create_engine("sqlite://")
Base.metadata.create_all(engine)
living = orm.with_loader_criteria(Shelf, Shelf.deleted.is_(False), include_aliases=True)
on = Book.shelf_id == Shelf.id
columns = sa.select(Book.id, Shelf.id)
joins = {
    "select().outerjoin(Shelf, on)": columns.outerjoin(Shelf, on),
    "select().outerjoin(Book.shelf)": columns.outerjoin(Book.shelf),
    "select_from(orm.outerjoin(Book, Shelf, on))": columns.select_from(
        orm.outerjoin(Book, Shelf, on)
    ),
    "select_from(orm.outerjoin(Book, Shelf, Book.shelf))": columns.select_from(
        orm.outerjoin(Book, Shelf, Book.shelf)
    ),
    "select_from(sa.outerjoin(Book, Shelf, on))": columns.select_from(
        sa.outerjoin(Book, Shelf, on)
    ),
}
print("SQLAlchemy", sa.__version__)
seen = {}
with orm.Session(engine) as session:
    session.add_all([Shelf(id=1), Shelf(id=2, deleted=True)])
    session.add_all([Book(id=1, shelf_id=1), Book(id=2, shelf_id=2)])
    session.flush()
    for label, statement in joins.items():
        statement = statement.options(living)
        seen[label] = [tuple(row) for row in session.execute(statement.order_by(Book.id))]
        place = "WHERE" if "WHERE" in str(statement) else "ON"
        print(f"{label}: {seen[label]}, the criterion in {place}")

whole, cut = [(1, 1), (2, None)], [(1, 1)]
rows = list(seen.values())
assert rows[:2] == [whole, whole]
assert rows[2:] == [cut] * 3, "these keep the book now"
PY
"$work/venv/bin/python" -W ignore "$work/find.py"
