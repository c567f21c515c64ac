"""`deployment.doctor`: a command says what is wrong with where the service runs."""

from __future__ import annotations

from ..language.design import Design
from .feature import Feature, Reasons, in_designs


def _wanted(design: Design) -> bool:
    return design.deployment.doctor


FEATURE = Feature(
    name="doctor",
    said="deployment: {doctor: true}",
    summary="A command says what is wrong with where the service runs, and the way out.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    reasons=Reasons(
        9128,
        "A command says what is wrong with the environment",
        "A service that doesn't start says so in a traceback, and whoever runs it may know "
        "neither its code nor which of its settings the fault comes from.",
        "`just doctor` reads the settings as the service does, and asks each thing "
        "that it needs: the database, its migrations, the broker, its keys. Each finding has a "
        "way out, and none has a value of a secret.",
        "It sees what one process sees, at one moment, and changes nothing. What the service "
        "does when it runs is told by its logs and metrics.",
    ),
    told=False,
    commands=True,
    modules=("doctor",),
)
