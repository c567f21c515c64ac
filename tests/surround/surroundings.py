"""The small design that projects are made from here, and a text that means mischief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

NOTES = """\
entities:
  Note:
    fields:
      title: string(200)
"""

HOSTILE = (
    "# *Bold* _move_ \\ `rm -rf` | <b>x</b> &amp; [link](javascript:1) ~~no~~ "
    '{{ 7 * 7 }} {% raw %} ${{ secrets.X }} "quotes" \'\'\' """ $HOME ünï 🙂'
)

Write = Callable[..., Path]
