"""A broker carries events to the service's own jobs, and to others."""

from pathlib import Path

from capability import Capability

_EVENTS = """\
events:
  ItemMade: {from: Item.create, fields: [code, box]}
  BoxGone: {from: Box.delete}
jobs:
  label: {on: ItemMade}
"""

CAPABILITY = Capability(
    folder=Path(__file__).parent,
    steps={
        ("a broker", "no broker"): [
            ("name: lab\n", "name: lab\nmessaging: {broker: rabbitmq}\n"),
            ("on_delete(set_null)\n", f"on_delete(set_null)\n{_EVENTS}"),
        ],
    },
    later={
        ("carried by the database", "carried by a broker"): [
            ("messaging: {broker: rabbitmq}\n", ""),
        ],
        ("nothing starts on events", "something starts on events"): [
            ("{on: ItemMade}", "{every: 0 3 * * *}"),
        ],
    },
    destructive={
        "no broker": [
            "drop:dead_letters",
            "drop:job_schedules",
            "drop:jobs",
            "drop:outbox",
        ],
        "carried by the database": ["drop:dead_letters"],
        "nothing starts on events": ["drop:dead_letters"],
    },
)
