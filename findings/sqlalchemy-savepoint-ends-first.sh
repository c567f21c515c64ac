#!/usr/bin/env bash
# Guess:   of a savepoint that is rolled back, `after_soft_rollback` comes first, and `after_transaction_end`
#          after it, as a rollback is a part of a transaction and its end isn't; what one event has stored under
#          the transaction, the other may take away.
# Happens: the end is told before the rollback. Whoever cleans up at the end finds nothing at the rollback.
# Matters: what a session notes in a transaction (events, things to do after the commit) has to go back to where
#          it was at the savepoint. With the mark gone, all of it is forgotten, or none: messages are lost for
#          rows that are stored, or sent for rows that are not.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qq SQLAlchemy==2.1.9
"$work/env/bin/python" - <<'PYTHON'
import sqlalchemy as sa
from sqlalchemy.orm import Session

told = []


@sa.event.listens_for(Session, "after_soft_rollback")
def rolled_back(session, transaction):
    if transaction.nested:
        told.append("rolled back")


@sa.event.listens_for(Session, "after_transaction_end")
def ended(session, transaction):
    if transaction.nested:
        told.append("ended")


with Session(sa.create_engine("sqlite://")) as session, session.begin():
    session.execute(sa.text("SELECT 1"))
    session.begin_nested().rollback()
print(sa.__version__, told)
assert told == ["ended", "rolled back"], told
PYTHON
