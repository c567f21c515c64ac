#!/usr/bin/env bash
# Guess:   mypy's cache knows a file by a hash of what is in it, or by its path and a time as fine as the file
#          system has it.
# Happens: by its module's name, its size and the whole second of its time. `int` becomes `str` in the same
#          second, and mypy says "Success" of the new file, now and in each run until it is touched. With one
#          cache for two projects (MYPY_CACHE_DIR in a CI), it says of one's file what it found in the other's.
# Since:   seen in mypy 2.4.1.
# Matters: generators, formatters and checkouts write many files in a second. A green run proves nothing
#          where the cache was written in it; `--cache-dir=/dev/null`, or a cache of its own, does.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq mypy==2.4.1
cat > "$work/find.py" <<'PY'
import os
import subprocess
import sys
from pathlib import Path

RIGHT = "def f() -> int:\n    return 1\n"
WRONG = RIGHT.replace("int", "str")
SECOND = 1_700_000_000


def written(folder: str, text: str, fraction: float) -> Path:
    path = Path(folder)
    path.mkdir(exist_ok=True)
    (path / "m.py").write_text(text)
    os.utime(path / "m.py", ns=(int((SECOND + fraction) * 1e9),) * 2)
    return path


def found(folder: Path, cache: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", f"--cache-dir={cache}", "m.py"],
        cwd=folder, capture_output=True, text=True, check=False,
    )
    print(f"{folder}, {cache.rpartition('/')[2]:7}", done.stdout.splitlines()[0])
    return done.returncode != 0


cache = str(Path("cache").resolve())
assert not found(written("one", RIGHT, 0.1), cache)
edited = written("one", WRONG, 0.9)
assert not found(edited, cache), "an edit within a second is seen"
assert not found(edited, cache), "the next run sees it"
assert found(edited, "/dev/null")
assert not found(written("another", WRONG, 0.5), cache), "another project's file is told apart"
assert found(written("one", WRONG, 1.1), cache)
PY
cd "$work" && "$work/venv/bin/mypy" --version && "$work/venv/bin/python" find.py
