"""What many clients write at once, and what has to be in the tables afterwards.

Each kind of thing has a class: what a client does to it, what it was answered, and what SQL has
to find.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from storm import Storm

Rows = Callable[[str], list[Any]]
"""Asks the database for the rows of a statement."""


class Conflict:
    """One kind of thing that many clients write."""

    tables: tuple[str, ...] = ()

    def __init__(self, storm: Storm) -> None:
        self.storm = storm
        self.chance = storm.chance

    async def begin(self) -> None:
        """Make what has to be there."""

    async def act(self) -> None:
        """Do what a client does."""
        raise NotImplementedError

    def hold(self, rows: Rows) -> None:
        """Hold what the tables have against what clients were told."""
        raise NotImplementedError


class Counters(Conflict):
    """They are raised by one, each by itself or several in a batch: no raise is lost."""

    tables = ("counters",)
    count = 12

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.raised: Counter[str] = Counter()

    async def begin(self) -> None:
        for number in range(self.count):
            body = {"name": f"c{number}"}
            await self.storm.send("counter", "POST", "/counters", body)

    async def act(self) -> None:
        names = [f"c{number}" for number in range(self.count)]
        if self.chance.random() < 0.5:
            await self._raise(self.chance.choice(names))
        else:
            await self._raise_many(self.chance.sample(names, 3))

    async def _found(self, name: str) -> tuple[str, int]:
        found = await self.storm.again("read counter", "GET", f"/counters/{name}")
        return found.headers["ETag"], found.json()["count"]

    async def _raise(self, name: str) -> None:
        tag, count = await self._found(name)
        body, path = {"count": count + 1}, f"/counters/{name}"
        answer = await self.storm.send(
            "raise", "PATCH", path, body, **{"If-Match": tag}
        )
        if answer.status_code == 200:
            self.raised[name] += 1

    async def _raise_many(self, names: list[str]) -> None:
        items = []
        found = await asyncio.gather(*map(self._found, names))
        for name, (tag, count) in zip(names, found, strict=True):
            version = int(tag.strip('"'))
            data = {"count": count + 1}
            items.append({"key": {"name": name}, "data": data, "version": version})
        whole = self.chance.random() < 0.5
        query = "?atomic=true" if whole else ""
        what = "raise all" if whole else "raise each"
        path = f"/batch/counters{query}"
        answer = await self.storm.send(what, "PATCH", path, {"data": items})
        if answer.status_code != 207:
            assert whole, "what is refused of a batch is refused by itself"
            return
        told = [each["status"] for each in answer.json()["data"]]
        assert set(told) <= ({200} if whole else {200, 412})
        self.raised.update(
            name for name, status in zip(names, told, strict=True) if status == 200
        )

    def hold(self, rows: Rows) -> None:
        found = rows("SELECT name, count, version FROM counters")
        assert {name: count for name, count, _ in found if count} == self.raised
        assert all(version == count + 1 for _, count, version in found)


class Tickets(Conflict):
    """They are made by two requests under one key: each is there once."""

    tables = ("tickets",)

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.made: dict[str, str] = {}

    async def act(self) -> None:
        key = str(uuid.uuid4())
        headers, body = {"Idempotency-Key": key}, {"key": key}
        twice = (
            self.storm.again("ticket", "POST", "/tickets", body, headers)
            for _ in range(2)
        )
        for answer in await asyncio.gather(*twice):
            if answer.status_code == 201:
                made = answer.json()["id"]
                assert self.made.setdefault(key, made) == made

    def hold(self, rows: Rows) -> None:
        found = rows("SELECT key, id FROM tickets")
        assert len(found) == len(self.made)
        assert {key: str(made) for key, made in found} == self.made


class Orders(Conflict):
    """They go one of two ways, once."""

    tables = ("orders",)

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.made: list[str] = []
        self.moved: dict[str, str] = {}

    async def act(self) -> None:
        if len(self.made) < 10 or self.chance.random() < 0.2:
            body = {"number": str(uuid.uuid4())}
            made = await self.storm.send("order", "POST", "/orders", body)
            self.made.append(made.json()["id"])
        key = self.chance.choice(self.made[-10:])
        way = self.chance.choice(["place", "drop"])
        answer = await self.storm.send("move", "POST", f"/orders/{key}/{way}")
        if answer.status_code == 200:
            assert key not in self.moved, "the order had been moved already"
            self.moved[key] = answer.json()["status"]

    def hold(self, rows: Rows) -> None:
        found = rows("SELECT id, status FROM orders")
        drafts = dict.fromkeys(self.made, "draft")
        assert {str(key): status for key, status in found} == drafts | self.moved


class Seats(Conflict):
    """They are taken and given back: nobody has one that somebody has."""

    tables = ("seats",)

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.taken: Counter[str] = Counter()

    async def act(self) -> None:
        place = f"s{self.chance.randrange(8)}"
        made = await self.storm.send("seat", "POST", "/seats", {"place": place})
        if made.status_code == 201:
            self.taken[place] += 1
            if self.chance.random() < 0.8:
                path = f"/seats/{made.json()['id']}"
                gone = await self.storm.remove("leave", path)
                assert gone or self.storm.lost
                self.taken[place] -= 1

    def hold(self, rows: Rows) -> None:
        found = rows("SELECT place, count(*) FROM seats GROUP BY place")
        taken = {place: count for place, count in self.taken.items() if count}
        assert dict(map(tuple, found)) == taken


class Members(Conflict):
    """They come in groups that want the same places; one that is atomic is whole, or not there."""

    tables = ("members",)

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.there: dict[str, tuple[str, str]] = {}
        self.whole: dict[str, int] = {}

    async def act(self) -> None:
        group = str(uuid.uuid4())
        places = [f"p{n}" for n in self.chance.sample(range(60), 4)]
        items = [{"group": group, "place": place} for place in places]
        whole = self.chance.random() < 0.5
        what = "create all" if whole else "create each"
        path = f"/batch/members{'?atomic=true' if whole else ''}"
        answer = await self.storm.send(what, "POST", path, {"data": items})
        if answer.status_code != 207:
            assert whole, "what is refused of a batch is refused by itself"
            return
        told = answer.json()["data"]
        assert {each["status"] for each in told} <= ({201} if whole else {201, 409})
        made = [each["data"] for each in told if each["status"] == 201]
        assert all(each["group"] == group for each in made)
        self.there |= {each["id"]: (group, each["place"]) for each in made}
        if whole:
            self.whole[group] = len(items)
        if made and self.chance.random() < 0.9:
            await self._leave([each["id"] for each in made])

    async def _leave(self, keys: list[str]) -> None:
        self.chance.shuffle(keys)
        items = [{"key": {"id": key}} for key in keys]
        path = "/batch/members/delete?atomic=true"
        answer = await self.storm.send("leave all", "POST", path, {"data": items})
        assert answer.status_code == 207
        for key in keys:
            group, _ = self.there.pop(key)
            self.whole.pop(group, None)

    def hold(self, rows: Rows) -> None:
        found = rows('SELECT id, "group", place FROM members')
        assert {str(key): (group, place) for key, group, place in found} == self.there
        counts = Counter(group for _, group, _ in found)
        assert {group: counts[group] for group in self.whole} == self.whole


class Baskets(Conflict):
    """They are written with their lines, which all come from one write, as their mark does."""

    tables = ("lines", "baskets")

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.written: defaultdict[str, dict[int, tuple[str, int]]] = defaultdict(dict)
        self.counted: Counter[str] = Counter()
        self.gone: set[str] = set()

    async def act(self) -> None:
        known = [key for key in self.written if key not in self.gone]
        if not known or self.chance.random() < 0.2:
            name = f"b{self.chance.randrange(6)}"
            body = self._marked() | {"name": name}
            made = await self.storm.send("basket", "POST", "/baskets", body)
            self._note(made, body)
            return
        key = self.chance.choice(known)
        path = f"/baskets/{key}"
        if self.chance.random() < 0.1:
            if await self.storm.remove("empty", path) or self.storm.lost:
                self.gone.add(key)
            return
        found = await self.storm.again("read basket", "GET", path)
        if found.status_code == 200:
            way = self.chance.choice([self._fill, self._fill, self._count])
            await way(found)

    async def _count(self, found: httpx.Response) -> None:
        """Write one line at its own address, which the basket's version tells, too."""
        for line in found.json()["lines"][:1]:
            path, body = f"/lines/{line['id']}", {"number": self.chance.randint(0, 99)}
            answer = await self.storm.send("count", "PATCH", path, body)
            self.counted[line["basket_id"]] += answer.status_code == 200

    async def _fill(self, found: httpx.Response) -> None:
        basket = found.json()
        assert {line["mark"] for line in basket["lines"]} <= {basket["mark"]}
        body, headers = self._marked(), {}
        if self.chance.random() < 0.5:
            headers["If-Match"] = found.headers["ETag"]
        if basket["lines"] and self.chance.random() < 0.5:  # one of them is kept
            body["lines"][0]["id"] = basket["lines"][-1]["id"]
        path = f"/baskets/{basket['id']}"
        self._note(await self.storm.send("fill", "PATCH", path, body, **headers), body)

    def _marked(self) -> dict[str, Any]:
        mark = str(uuid.uuid4())
        count = self.chance.randint(1, 4)
        return {
            "mark": mark,
            "lines": [{"mark": mark, "number": number} for number in range(count)],
        }

    def _note(self, answer: httpx.Response, body: dict[str, Any]) -> None:
        if not answer.is_success:
            return
        basket, sent = answer.json(), len(body["lines"])
        assert basket["mark"] == body["mark"]
        assert [line["mark"] for line in basket["lines"]] == [body["mark"]] * sent
        versions = self.written[basket["id"]]
        version = int(answer.headers["ETag"].strip('"'))
        assert version not in versions, "another write had made this version"
        versions[version] = body["mark"], sent

    def hold(self, rows: Rows) -> None:
        found = rows("SELECT id, version, mark FROM baskets")
        lines = Counter(map(tuple, rows("SELECT basket_id, mark FROM lines")))
        told = {}
        for key, versions in self.written.items():
            if key not in self.gone:
                version = len(versions) + self.counted[key]
                told[key] = version, *versions[max(versions)]
        assert told == {
            str(key): (version, mark, lines[key, mark]) for key, version, mark in found
        }
        assert lines.keys() == {(key, mark) for key, _, mark in found}


@dataclass(frozen=True)
class _Set:
    """A value that was given to a key between two moments."""

    mark: str
    begun: float
    done: float


class Prices(Conflict):
    """They are set by their natural keys: one row a key, and one creation a row."""

    tables = ("prices",)

    def __init__(self, storm: Storm) -> None:
        super().__init__(storm)
        self.created: Counter[str] = Counter()
        self.set: defaultdict[str, list[_Set]] = defaultdict(list)
        self.gone: Counter[str] = Counter()
        self.missing: set[str] = set()

    async def act(self) -> None:
        sku, mark = f"k{self.chance.randrange(6)}", str(uuid.uuid4())
        begun = time.monotonic()
        path = f"/prices?sku={sku}"
        answer = await self.storm.again("price", "PUT", path, {"mark": mark})
        assert answer.status_code in {200, 201}
        price = answer.json()
        assert (price["sku"], price["mark"]) == (sku, mark)
        key = price["id"]
        self.set[key].append(_Set(mark, begun, time.monotonic()))
        self.created[key] += answer.status_code == 201
        if self.chance.random() < 0.2:
            if await self.storm.remove("no price", f"/prices/{key}"):
                self.gone[key] += 1
            else:
                self.missing.add(key)

    def hold(self, rows: Rows) -> None:
        found = {
            str(key): (sku, mark)
            for key, sku, mark in rows("SELECT id, sku, mark FROM prices")
        }
        assert len({sku for sku, _ in found.values()}) == len(found)
        once = {0, 1} if self.storm.lost else {1}
        assert {self.created[key] for key in self.set} <= once
        assert set(self.gone.values()) <= {1}
        # Without an answer lost, whoever found nothing came after the one who deleted it.
        assert self.storm.lost or self.missing <= self.gone.keys()
        assert found.keys() == self.set.keys() - self.gone.keys() - self.missing
        for key, (_, mark) in found.items():
            last = {each.mark: each for each in self.set[key]}[mark]
            assert all(each.begun <= last.done for each in self.set[key])


KINDS: tuple[type[Conflict], ...] = (
    Counters,
    Tickets,
    Orders,
    Seats,
    Members,
    Baskets,
    Prices,
)
