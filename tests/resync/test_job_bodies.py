"""What a team writes in a job stays when the design changes, and follows its name."""

from __future__ import annotations

import pytest
from changes import STEPS
from memory import File, Tree, created, updated

PATH = "src/lab/jobs/handlers.py"
OTHER = "src/lab/store/items/service.py"
_HEAD = "    async def ship(self, data: payloads.Ship) -> None:\n"
_UNWRITTEN = "        raise self.not_written()\n"
_WRITTEN = """\
        found = await self.work.session.get(Item, data.item)
        if found is None:
            raise PermanentError("It is gone.")
"""
_HELPER = """
    def mine(self) -> int:
        return 1
"""
_CALL = """

async def shipped(work: UnitOfWork, item: UUID) -> None:
    await jobs.enqueue(work, "ship", jobs.payloads.Ship(item=item, state=State.OPEN))
"""
WHOLE = {each.name: each for each in STEPS}
NAMES = [
    *("job given more", "job given less", "job tried otherwise", "job removed"),
    *("job tried as before", "job scheduled otherwise", "job without a deadline"),
    "job added",
]


def _written(tree: Tree) -> Tree:
    """Return a project in which somebody has written a body, a method beside it, and a call."""
    text = tree[PATH].content.decode()
    head, _, body = text.partition(_HEAD)
    assert body
    text = head + _HEAD + body.replace(_UNWRITTEN, _WRITTEN, 1) + _HELPER
    text = text.replace(
        "from lab.core.jobs.job import JobHandlers\n",
        "from lab.core.jobs.job import JobHandlers, PermanentError\n",
    )
    called = tree[OTHER].content.decode() + _CALL
    return {**tree, PATH: File(text.encode()), OTHER: File(called.encode())}


@pytest.mark.parametrize("name", NAMES)
def test_a_body_stays_whatever_else_is_said_of_jobs(name: str) -> None:
    step = WHOLE[name]
    after = updated(_written(created(step.old)), step.new, step.old)
    assert after.conflicts == set()
    text = after.tree[PATH].content.decode()
    assert _HEAD in text
    assert _WRITTEN in text
    assert _HELPER in text
    assert "JobHandlers, PermanentError\n" in text


def test_a_body_moves_along_with_its_job() -> None:
    step = WHOLE["job renamed"]
    after = updated(_written(created(step.old)), step.new, step.old)
    assert after.conflicts == set()
    text = after.tree[PATH].content.decode()
    assert "async def send(self, data: payloads.Send) -> None:" in text
    assert _WRITTEN in text
    called = after.tree[OTHER].content.decode()
    assert "jobs.payloads.Send(item=item" in called
    assert (
        '    Job(\n        "send",'
        in after.tree["src/lab/jobs/__init__.py"].content.decode()
    )


def test_what_a_team_wrote_of_jobs_that_go_is_kept() -> None:
    step = WHOLE["jobs off"]
    after = updated(_written(created(step.old)), step.new, step.old)
    assert _WRITTEN in after.tree[PATH].content.decode()
