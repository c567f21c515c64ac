#!/usr/bin/env bash
# Guess:   mutmut changes the code of every function, and a mutant that survives is one that no test notices.
# Happens: of a FastAPI application it makes no mutant of an endpoint, for no function with a decorator gets one
#          (but static and class methods), and none of its totals says so. Of a dependency it does change the
#          defaults, and those mutants survive whatever the tests say: the tool puts a wrapper before the
#          function that hands on the original's signature, FastAPI reads its defaults from that signature and
#          passes every value by name, so a changed default is never asked for. The same change written into
#          the file fails the test.
# Since:   seen in mutmut 3.8.1. Called by Python, a changed default does count: the wrapper fills in nothing.
# Matters: the score leaves out the layer that is an API's own, and it can never be full: page sizes and limits,
#          the defaults that matter most to clients, are the ones that seem untested.
# Sources: https://github.com/boxed/mutmut/issues/477 (defaults without effect, for all callers then)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq mutmut==3.8.1 pytest==9.2.0 fastapi==0.165.0 httpx==0.28.1
export PATH="$work/venv/bin:$PATH"
mkdir -p "$work/shop/tests"
cd "$work/shop"
cat > pyproject.toml <<'TOML'
[project]
name = "shop"
version = "1"
[tool.mutmut]
source_paths = ["shop.py"]
pytest_add_cli_args_test_selection = ["tests/"]
TOML
cat > shop.py <<'PY'
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def page_of(limit: int = 10) -> int:
    return limit + 1


def plain(limit: int = 10) -> int:
    return limit + 1


@app.get("/rows")
def rows(page: Annotated[int, Depends(page_of)], count: int) -> int:
    if count > 3:
        return count * 7
    return page
PY
cat > tests/test_shop.py <<'PY'
import asyncio

import httpx
import shop


async def got(url):
    transport = httpx.ASGITransport(shop.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        return (await client.get(url)).json()


def test_defaults():
    assert asyncio.run(got("/rows?count=1")) == 11
    assert shop.plain() == 11
PY
mutmut --version
mutmut run --max-children 1 > run.txt 2>&1 || { tail -n 20 run.txt; exit 1; }
mutmut results --all true | tee results.txt
survivor=$(sed -n 's/ *\(.*\): survived/\1/p' results.txt)
mutmut show "$survivor" | tee shown.txt

sed 's/page_of(limit: int = 10)/page_of(limit: int = 11)/' shop.py > changed.py && mv changed.py shop.py
if python -m pytest -q tests > by_hand.txt 2>&1; then echo "the test does not see it by hand either"; exit 1; fi
grep 'assert' by_hand.txt

if grep -q 'rows' results.txt; then echo "the endpoint has mutants now"; exit 1; fi
grep -q '+def page_of(limit: int = 11)' shown.txt || { echo "another one survives now"; exit 1; }
test "$(grep -c killed results.txt)" = 5 || { echo "others are killed now"; exit 1; }
