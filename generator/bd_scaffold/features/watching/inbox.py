"""What is watched of messages that came: those of which no job can be made."""

from __future__ import annotations

from ...language.design import Design
from . import Alert, Field, Panel, Query, Series, Told, Watched
from .scope import app, logs, package, run, scope
from .traffic import gauge


def watched(design: Design) -> Watched:
    """Return what is watched of messages that came."""
    own = scope(design)
    consumed = f"sum by (outcome) (rate(messages_consumed_total{{{own}}}[5m]))"
    return Watched(
        name="messages",
        title="Messages",
        alerts=(_dead(design),),
        panels=(
            Panel("Messages that came", (Query(consumed, "{{outcome}}"),), "ops"),
            Panel(
                "Dead letters", (Query(f"max(dead_letters{{{own}}})", "kept apart"),)
            ),
        ),
        fields=(
            Field(
                "message_is_dead", "message_id", "the event's id, as the broker has it"
            ),
            Field("message_is_dead", "error", "why no job could be made of it"),
        ),
        counted=True,
    )


def _dead(design: Design) -> Alert:
    series = f"dead_letters{{{app(design)}}}"
    letters = f"python -m {package(design)}.dead_letters"
    return Alert(
        name="DeadLetters",
        query=f"max(dead_letters{{{scope(design)}}}) > 0",
        held="5m",
        severity="ticket",
        summary="There are messages of which no job could be made",
        means="A message is no event that this version knows, or its jobs could not be enqueued "
        "six times. It is kept apart, those behind it go on, and what it was to start is not "
        "done. The alert lasts until none is left.",
        commands=(
            run(design, "worker", f"{letters} list"),
            f"{logs(design, 'worker', '1h')} | grep message_is_dead",
            run(
                design,
                "worker",
                f"{letters} replay $NUMBER  # once the cause is mended",
            ),
        ),
        wake="Nobody, unless what the message was to start cannot wait until the morning.",
        incident=Told(
            (Series(series, gauge((10, 0), (30, 2), (20, 0))),), "30m", "45m"
        ),
        # One that came before the version that knows it, and was replayed at once.
        quiet=(Series(series, gauge((700, 0), (3, 1), (737, 0))),),
    )
