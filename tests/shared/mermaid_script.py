"""The Mermaid that sites draw with, as `scripts/vendor_mermaid.py` gets it for a checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = _ROOT / "scripts" / "vendor_mermaid.py"
_VENDORED = _ROOT / "generator/bd_scaffold/site/vendor/mermaid.min.js"


def mermaid_script() -> Path:
    """Return where the pinned file lies; skip where npm's registry gives none."""
    done = subprocess.run(
        [sys.executable, _SCRIPT], capture_output=True, text=True, check=False
    )
    if "can't be reached" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    return _VENDORED
