"""What says something of a person."""

from pathlib import Path

from capability import Capability, Drawn

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={("pii on", "pii off"): [("note: text?", "note: text? pii")]},
    drawn=Drawn(modifiers={"pii": ["string", "text", "email", "date", "integer"]}),
)
