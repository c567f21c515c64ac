"""What is left behind by a request that is cancelled while SQLite is at work for it."""

from typing import Any


def give_up(connection: Any, *_: object) -> None:
    """Stop the statement of a connection that is thrown away, and undo its transaction.

    SQLite would finish the statement first. Its cursor outlives the connection, too, and with
    it the lock on the database, until Python happens to collect it.
    """
    connection.run_async(lambda driver: driver.interrupt())
    connection.rollback()
