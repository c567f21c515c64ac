"""Write how datamodel-code-generator spells the usual fields: its start costs half a second.

python scripts/spell_shapes.py
"""

from __future__ import annotations

from pathlib import Path

from bd_scaffold.contract import dtos, shapes

FILE = Path(shapes.__file__).with_name("spellings.json")

if __name__ == "__main__":
    FILE.write_text(shapes.dump(dtos.spelled(list(shapes.usual()))))
