"""What a load test asks for, and what it holds the answers to."""

from __future__ import annotations

from ...record import Record


class LoadTest(Record, frozen=True):
    """What a load test asks for, and what it holds the answers to."""

    mix: tuple[str, ...]  # what is asked for, and how often, ready TOML
    goals: tuple[str, ...]  # what the design says they are, ready TOML
    role: str  # of the account that the mix is for; empty where there is none
    asks: bool  # something of it is asked for
    signing_in: str  # which variables name whoever asks; empty where nobody signs in
