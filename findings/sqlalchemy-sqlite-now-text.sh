#!/usr/bin/env bash
# Guess:   a row is found by the time that was read from it, and a page that goes on "before the last one" leaves
#          that one out; in SQLite too, as long as all times are UTC and written by SQLAlchemy's own means.
# Happens: not where `server_default=func.now()` made the time. SQLite's CURRENT_TIMESTAMP is a text of seconds,
#          "2026-01-01 12:00:00", and SQLAlchemy writes each datetime with six digits more. Read back, both are
#          datetimes; in SQL, which compares texts, the first is less than the second: `made == row.made` finds
#          nothing, and `made < row.made` finds the row itself. A page by key, (made, id) before the last of the
#          page before, begins with what the last page had, so whoever follows the pages never comes to an end.
# Since:   for as long as SQLAlchemy keeps microseconds for SQLite; a default that writes six digits
#          (strftime with %f and 000) has none of it.
# Matters: PostgreSQL does as one would guess, and tests on SQLite that give their times by hand do too: it is the
#          rows that the database dates, and those of a data migration, that come twice or are never found.
# Sources: https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#date-and-time-types (how times are stored)
#          https://github.com/langflow-ai/langflow/pull/14010 (a project that was struck in 2026)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import datetime as dt
import sqlite3

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class ByServer(Base):
    __tablename__ = "by_server"
    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class ByDigits(Base):
    __tablename__ = "by_digits"
    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[dt.datetime] = mapped_column(server_default=sa.text("(strftime('%Y-%m-%d %H:%M:%f000', 'now'))"))


def seen(session, kind):
    session.add_all([kind() for _ in range(6)])
    session.commit()
    pages, last = [], None
    newest = sa.select(kind).order_by(kind.made.desc(), kind.id.desc()).limit(2)
    for _ in range(4):
        before = sa.true() if last is None else sa.tuple_(kind.made, kind.id) < sa.tuple_(last.made, last.id)
        page = [*session.scalars(newest.where(before))]
        pages.append([row.id for row in page])
        last = page[-1] if page else last
    first = session.get(kind, 1)
    found = session.scalars(sa.select(kind.id).where(kind.made == first.made, kind.id == 1)).all()
    less = session.scalars(sa.select(kind.id).where(kind.made < first.made, kind.id == 1)).all()
    text = session.scalar(sa.text(f"SELECT made FROM {kind.__tablename__}"))
    print(f"{kind.__tablename__}: stored {text!r}, found by its time: {found}, before its own time: {less}")
    print("  four pages of two, of six rows:", pages)
    return found, less, pages


print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)
engine = sa.create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    by_server, by_digits = seen(session, ByServer), seen(session, ByDigits)
assert by_server == ([], [1], [[6, 5]] * 4), "times of the server are compared rightly now"
assert by_digits == ([1], [], [[6, 5], [4, 3], [2, 1], []]), "six digits do not help"
PY
"$work/venv/bin/python" "$work/find.py"
