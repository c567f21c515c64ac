"""`python -m bd_scaffold` is the command `bd-scaffold`."""

from bd_scaffold.cli import main

main()
