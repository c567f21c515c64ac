#!/usr/bin/env bash
# Guess:   `event.listen(engine, "handle_error", f, insert=True)` puts f before the listeners that are there,
#          as it does for an event of the pool.
# Happens: `insert` is taken and ignored: f is the last one. And a listener that raises, which is how an
#          error of the driver is replaced, ends the round: those behind it are never asked.
# Since:   seen in SQLAlchemy 2.1.9; true of the events of statements, too (`before_cursor_execute`).
# Matters: whatever has to end with a statement, such as a span or a timer, goes on for ever where anything
#          was there before that turns errors into those of the application.
# Way out: listen first.
# Sources: https://docs.sqlalchemy.org/en/21/core/events.html#sqlalchemy.events.DialectEvents.handle_error
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq sqlalchemy==2.1.9
cat > "$work/find.py" <<'PY'
import sqlalchemy as sa


def asked(event: str, run) -> list[str]:
    engine, seen = sa.create_engine("sqlite://"), []

    def first(*_: object) -> None:
        seen.append("first")

    def inserted(*_: object) -> None:
        seen.append("inserted")

    sa.event.listen(engine, event, first)
    sa.event.listen(engine, event, inserted, insert=True)
    run(engine)
    return seen


def works(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")


def fails(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        try:
            connection.exec_driver_sql("SELECT x FROM nowhere")
        except sa.exc.OperationalError:
            pass


class Replaced(Exception):
    pass


def raising() -> list[str]:
    engine, seen = sa.create_engine("sqlite://"), []

    def replace(context: sa.engine.ExceptionContext) -> None:
        raise Replaced

    sa.event.listen(engine, "handle_error", replace)
    sa.event.listen(engine, "handle_error", lambda _: seen.append("mine"), insert=True)
    try:
        fails(engine)
    except Replaced:
        pass
    return seen


print("SQLAlchemy", sa.__version__)
pool, statement = asked("checkout", works), asked("before_cursor_execute", works)
errors, behind = asked("handle_error", fails), raising()
print("checkout:", pool)
print("before_cursor_execute:", statement)
print("handle_error:", errors)
print("behind one that raises:", behind)
assert pool == ["inserted", "first"]
assert statement == errors == ["first", "inserted"]
assert behind == []
PY
"$work/venv/bin/python" "$work/find.py"
