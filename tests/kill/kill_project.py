"""The project that is killed: a small shop whose team has written what its jobs do."""

from __future__ import annotations

from pathlib import Path

from bd_scaffold import pipeline

PACKAGE = "kiosk"

_DESIGN = """
name: kiosk
{messaging}
enums:
  OrderStatus: [draft, placed, packed, shipped]
entities:
  Order:
    fields:
      number: string(40) unique filter
      revision: integer = 0
      status: OrderStatus = draft readonly
    transitions:
      place: {{from: draft, to: placed}}
      pack: {{from: placed, to: packed}}
      ship: {{from: packed, to: shipped}}
  Effect:
    operations: [list]
    fields:
      id: bigint auto
      order_number: string(40)
      what: string(20)
      revision: integer
events:
  OrderPlaced: {{from: Order.place, fields: [id, number, revision]}}
  OrderMoved:
    from: [Order.create, Order.update, Order.place, Order.pack, Order.ship]
    fields: [id, number, status, revision]
jobs:
  send_receipt: {{on: OrderPlaced, attempts: 50, backoff: 1s}}
  keep_book: {{on: OrderMoved, attempts: 50, backoff: 1s}}
"""

_HANDLERS = '''"""What jobs do: each writes a row, by which others can tell what was done."""

import asyncio

from kiosk.core.jobs.job import JobHandlers
from kiosk.models.effect import Effect

from . import payloads


class Handlers(JobHandlers):
    """Effects are in the order of their keys, as those of one order never overlap."""

    async def send_receipt(self, data: payloads.SendReceipt) -> None:
        """Send the receipt of an order that was placed."""
        await self._write(data.number, "receipt", data.revision)

    async def keep_book(self, data: payloads.KeepBook) -> None:
        """Write down what became of an order."""
        await self._write(data.number, data.status, data.revision)

    async def _write(self, number: str, what: str, revision: int) -> None:
        session = self.work.session
        session.add(Effect(order_number=number, what=what, revision=revision))
        await session.flush()
        await asyncio.sleep(0.01)  # so that many a kill finds it half done
        if self.run.id % 23 == 0 and self.run.attempt == 1:
            raise RuntimeError("Some fail at first.")
'''

WITNESS = """
CREATE TABLE seen (
    place bigserial PRIMARY KEY,
    order_number text NOT NULL,
    status text NOT NULL,
    revision integer NOT NULL
);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO seen (order_number, status, revision)
    VALUES (NEW.number, NEW.status, NEW.revision);
    RETURN NULL;
END $$;
CREATE TRIGGER see AFTER INSERT OR UPDATE ON orders
FOR EACH ROW EXECUTE FUNCTION see();
"""
"""Has the database write down each change of an order, in the transaction of the change."""


def create(folder: Path, broker: str | None) -> None:
    """Create the project, its events carried by a broker or by the database alone."""
    messaging = f"messaging: {{broker: {broker}}}" if broker else ""
    design = _DESIGN.format(messaging=messaging).encode()
    pipeline.create(
        design,
        "kiosk.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    handlers = folder / "src" / PACKAGE / "jobs" / "handlers.py"
    handlers.write_text(_HANDLERS)
