"""AsyncAPI's own parser reads the contracts of events, and finds nothing wrong with them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from npm import install
from session import folder_of, once

from bd_scaffold import pipeline

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).with_name("asyncapi")

_SMALL = b"""
name: shop
entities:
  Order: {fields: {number: string(20)}}
events:
  OrderMade: {from: Order.create, description: "It's new: {{ really }}."}
"""

_BROKER = b"messaging: {broker: %s}\n"
_BROKERS = ("kafka", "nats", "rabbitmq", "redis")

_WALLED = b"""
name: walled
description: Everybody's own.
security: {authentication: jwt}
entities:
  Book:
    fields: {title: string(20), keeper: user}
    traits: [tenant]
events:
  BookWritten: {from: [Book.create, Book.update], fields: [id, title, keeper]}
"""

_ROOMS = b"""
name: talk
security: {authentication: jwt}
entities:
  Room:
    fields: {name: text}
    traits: [tenant]
  Message:
    fields: {room: Room, text: text}
    traits: [tenant]
events:
  MessagePosted: {from: Message.create, fields: [id, text]}
realtime:
  room: {of: Room, join: authenticated, presence: true, typing: true, events: [MessagePosted]}
  hall: {of: Room, join: public, events: [MessagePosted]}
"""


@pytest.fixture(scope="session")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def installed(folder: Path) -> None:
        install(FILES, folder)

    return once(folder_of(tmp_path_factory, "asyncapi"), installed)


@pytest.mark.thorough
def test_the_parser_of_asyncapi_finds_nothing_wrong(
    parser: Path, tmp_path: Path
) -> None:
    designs = {
        "small": _SMALL,
        "walled": _WALLED,
        "rooms": _ROOMS,
        **{f"by_{each}": _SMALL + _BROKER % each.encode() for each in _BROKERS},
        "gamut": (ROOT / "tests/designs/gamut.yaml").read_bytes(),
    }
    wanted = {}
    for name, text in designs.items():
        model = pipeline.build(pipeline.check(text, "design.yaml"))
        assert model.contract is not None
        file = tmp_path / f"{name}.yaml"
        file.write_text(model.contract.events, encoding="utf-8")
        wanted[str(file)] = {each.name for each in model.events}
    broken = tmp_path / "broken.yaml"
    sound = (tmp_path / "small.yaml").read_text(encoding="utf-8")
    broken.write_text(sound.replace("action: send", "action: shout"), encoding="utf-8")
    done = subprocess.run(
        ["node", parser / "judge.mjs", *wanted, broken],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop(str(broken))["faults"]
    assert {file: each["faults"] for file, each in found.items()} == {
        file: [] for file in wanted
    }
    told = {
        file: {name for name in each["messages"] if not name.startswith("realtime-")}
        for file, each in found.items()
    }
    assert told == wanted
