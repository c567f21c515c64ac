#!/usr/bin/env bash
# Guess:   a connection that is detached from its pool is used as before: `driver_connection` is the driver's,
#          and `invalidate()` closes it, as it does with one of the pool, now that nobody else could.
# Happens: `driver_connection` is None from then on, though statements go through it, and `invalidate()` drops
#          the driver's connection without closing it; `close()` afterwards doesn't either.
# Matters: whoever listens to PostgreSQL (`add_listener` is the driver's) takes a connection out of the pool that
#          requests need. The driver has to be asked for before, and what failed is to be closed, not invalidated:
#          otherwise each failure leaves a socket and a server process behind until the garbage collector comes.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qq SQLAlchemy==2.1.9
"$work/env/bin/python" - <<'PYTHON'
import sqlite3

import sqlalchemy as sa

engine = sa.create_engine("sqlite://", poolclass=sa.QueuePool)


def is_open(driver):
    try:
        driver.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def left(detached, way):
    connection = engine.connect()
    driver = connection.connection.driver_connection
    if detached:
        connection.detach()
    seen = connection.connection.driver_connection is driver
    assert connection.scalar(sa.text("SELECT 1")) == 1
    connection.rollback()
    if way == "invalidate":
        connection.invalidate()
    connection.close()
    return seen, is_open(driver)


found = {
    "of the pool, invalidated": left(False, "invalidate"),
    "detached, invalidated": left(True, "invalidate"),
    "detached, closed": left(True, "close"),
}
for name, (seen, still_open) in found.items():
    print(f"{sa.__version__} {name}: driver_connection {'is' if seen else 'is not'} the driver's; "
          f"{'open' if still_open else 'closed'} in the end")
assert found == {
    "of the pool, invalidated": (True, False),
    "detached, invalidated": (False, True),
    "detached, closed": (False, False),
}, found
PYTHON
