#!/usr/bin/env bash
# Guess:   a parameter in the criteria of a loader option, `selectinload(Order.lines.and_(Line.owner ==
#          bindparam("me")))`, gets its value from the parameters that the statement is executed with, as the
#          same parameter in its WHERE does; and if it doesn't, one with `callable_` is asked each time.
# Happens: neither. SQLAlchemy executes the statement that loads the related rows with nothing but the keys: "A
#          value is required for bind parameter 'me'" (StatementError). joinedload, whose rows come by the first
#          statement, works. With `callable_` the first execution asks it, and is right; every later one, for
#          which the compiled statement is in the cache, has NULL, so the rows are silently gone: `owner = NULL`.
#          A `do_orm_execute` hook that gives the parameter where `is_relationship_load` is true works each time.
# Since:   seen in SQLAlchemy 2.1.9.
# Matters: whoever narrows related rows by who asks: with `callable_` a test of one request passes, and from the
#          second one on everybody sees rows without what is related to them.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlalchemy as sa
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    owner: Mapped[str]


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    lines: Mapped[list[Line]] = relationship(order_by=Line.id)


engine = sa.create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(Order(id=1, owner="ann", lines=[Line(owner="ann"), Line(owner="bob")]))
    session.commit()


def loaded(option, parameters):
    statement = sa.select(Order).where(Order.owner == sa.bindparam("me")).options(option)
    with Session(engine) as session:
        try:
            orders = session.scalars(statement, parameters).unique().all()
            return [line.owner for order in orders for line in order.lines]
        except StatementError as error:
            return f"{type(error).__name__}: {error.orig}"


print("SQLAlchemy", sa.__version__)
given = Order.lines.and_(Line.owner == sa.bindparam("me", type_=sa.String))
joined, apart = (loaded(load(given), {"me": "ann"}) for load in (joinedload, selectinload))
print("joinedload:", joined)
print("selectinload:", apart)
assert joined == ["ann"], joined
assert "A value is required for bind parameter 'me'" in apart, apart

who = {"me": "ann"}
asked = selectinload(Order.lines.and_(Line.owner == sa.bindparam("asked", callable_=lambda: who["me"])))
seen = [loaded(asked, {"me": "ann"}) for _ in range(3)]
print("selectinload with callable_, three times:", *seen)
assert seen == [["ann"], [], []], seen


@sa.event.listens_for(Session, "do_orm_execute")
def give(state):
    if state.is_relationship_load:
        return state.invoke_statement(params=who)


hooked = selectinload(Order.lines.and_(Line.owner == sa.bindparam("me", type_=sa.String)))
seen = [loaded(hooked, {"me": "ann"}) for who["me"] in ("ann", "bob", "ann")]
print("selectinload with do_orm_execute:", *seen)
assert seen == [["ann"], ["bob"], ["ann"]], seen
PY
"$work/venv/bin/python" "$work/find.py"
