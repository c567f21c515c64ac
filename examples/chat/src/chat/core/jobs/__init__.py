"""Jobs: work that waits in a table of the database, and that workers do."""
