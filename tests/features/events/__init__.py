"""What others are told of changes of rows."""

from pathlib import Path

from capability import Capability

_EVENTS = """\
  ItemMade: {from: Item.create, fields: [code, box], description: It is new.}
  ItemChanged: {from: [Item.update, Item.delete], fields: [id, code, state, amount]}
  BoxGone: {from: Box.delete}
"""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("events on", "events off"): [
            ("on_delete(set_null)\n", f"on_delete(set_null)\nevents:\n{_EVENTS}"),
        ],
    },
    later={
        ("event renamed", "event renamed back"): [
            ("  ItemMade: {from", "  ItemAdded: {was: ItemMade, from"),
        ],
        ("event says more", "event says less"): [
            ("fields: [code, box]", "fields: [code, box, note]"),
        ],
        ("event tells of more", "event tells of less"): [
            ("from: Item.create,", "from: [Item.create, Item.update],"),
        ],
        ("event of a next version", "event of a version before"): [
            ("description: It is new.", "version: 2"),
        ],
        ("event removed", "event added"): [("  BoxGone: {from: Box.delete}\n", "")],
    },
    destructive={"events off": ["drop:outbox"]},
)
