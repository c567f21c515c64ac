"""The command line: what it prints where, and the code it ends with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MISTAKEN = """\
name: shop
entities:
  Order:
    fields:
      customer: Custmer
      total: decima(12,2)
"""

DESIGN = """\
# A design with a comment that stays.
name: shop
entities:
  Order:
    fields:
      number: string(20) unique
    operations: [list, get]
  Line:
    fields:
      order: Order
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "generator"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "mistaken.yaml").write_text(MISTAKEN)
    (tmp_path / "design.yaml").write_text(DESIGN)


def _run(*arguments: str, code: int = 0) -> tuple[str, str]:
    """Run the command; return what it printed as a result, and what beside it."""
    process = subprocess.run(
        [sys.executable, "-m", "bd_scaffold", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == code, process.stderr
    return process.stdout, process.stderr


def _git(*arguments: str) -> str:
    return subprocess.check_output(["git", *arguments], text=True).strip()


def _everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_check_prints_every_mistake_in_order() -> None:
    out, err = _run("check", "mistaken.yaml", code=2)
    assert out == ""
    assert [line.split(" ")[0] for line in err.splitlines()] == [
        "mistaken.yaml:5:7",
        "mistaken.yaml:6:7",
        "2",
    ]
    assert 'order.customer: "Custmer" is not an entity' in err.replace("Order", "order")


def test_check_prints_mistakes_as_json() -> None:
    out, err = _run("check", "mistaken.yaml", "--json", code=2)
    first, second = json.loads(out)["diagnostics"]
    assert (first["line"], second["line"]) == (5, 6)
    assert set(first) == {"source", "line", "column", "code", "message", "hint"}
    assert err == ""


def test_check_of_a_sound_design() -> None:
    assert _run("check", "design.yaml") == ("design.yaml: no mistakes\n", "")
    said = json.loads(_run("check", "design.yaml", "--json")[0])
    assert said == {"diagnostics": [], "notes": []}


def test_a_file_that_is_not_there_is_said() -> None:
    said = "bd-scaffold: nothing.yaml can't be read: No such file or directory\n"
    assert _run("check", "nothing.yaml", code=2) == ("", said)


def test_create_tells_what_it_made_and_what_is_next() -> None:
    out, err = _run("create", "shop", "--design", "design.yaml")
    assert re.match(r"Created shop: 2 entities, 8 operations, \d+ files\.\n", out)
    assert "  Order  /api/v1/orders  list get\n" in out
    assert "  Line   /api/v1/lines  list get create replace update delete\n" in out
    steps = out.partition("Next:\n")[2].splitlines()[:4]
    assert [step.strip() for step in steps] == [
        "cd shop",
        "uv sync",
        "uv run alembic upgrade head",
        "uv run uvicorn --factory shop.main:create_app",
    ]
    assert err == ""


def test_create_makes_a_repository_with_one_commit() -> None:
    _run("create", "shop", "--design", "design.yaml")
    log = _git("-C", "shop", "log", "--format=%s")
    assert log == "Create shop from its design"
    assert _git("-C", "shop", "status", "--porcelain") == ""
    assert Path("shop/design.yaml").read_text() == DESIGN
    answers = Path("shop/.copier-answers.yml").read_text()
    assert '_src_path: "bd://fastapi.git"' in answers
    assert re.search(r'^_commit: "v\d+\.\d+\.\d+"$', answers, re.MULTILINE)


def test_create_without_git() -> None:
    _run("create", "shop", "--design", "design.yaml", "--no-git")
    assert not Path("shop/.git").exists()
    assert Path("shop/.copier-answers.yml").is_file()


def test_create_tells_as_json() -> None:
    out, _ = _run("create", "shop", "--design", "design.yaml", "--json")
    told = json.loads(out)
    assert told["destination"] == str(Path("shop").resolve())
    assert told["package"] == "shop"
    assert told["entities"][0] == {
        "name": "Order",
        "path": "/api/v1/orders",
        "operations": ["list", "get"],
    }
    assert told["repository"] is True


def test_create_inside_a_repository_leaves_it_the_only_one() -> None:
    _git("init", "--quiet")
    out, _ = _run("create", "apps/shop", "--design", "design.yaml")
    assert f"It is inside the repository {Path.cwd()}" in " ".join(out.split())
    assert not Path("apps/shop/.git").exists()
    for file in (".github/workflows/ci.yml", ".pre-commit-config.yaml"):
        assert f"{file} takes effect only at that repository's root" in out


def test_create_of_a_mistaken_design_makes_nothing() -> None:
    out, err = _run("create", "a/shop", "--design", "mistaken.yaml", code=2)
    assert out == ""
    assert "mistaken.yaml:5:7" in err
    assert not Path("a").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["full", "--example", "notes"], "full is not empty"),
        (["design.yaml", "--example", "notes"], "exists and is not a folder"),
        (["design.yaml/x", "--example", "notes"], "design.yaml is not a folder"),
        (["shop", "--example", "nothing"], "there is no example 'nothing'; there are"),
        (["shop"], "give --design FILE or --example NAME"),
        (["shop", "--example", "notes", "--design", "x"], "give --design FILE or"),
    ],
)
def test_create_refuses(arguments: list[str], said: str) -> None:
    Path("full").mkdir()
    Path("full/file").touch()
    before = _everything(Path())
    out, err = _run("create", *arguments, code=2)
    assert out == ""
    assert said in err
    assert _everything(Path()) == before


def test_create_that_is_stopped_leaves_nothing() -> None:
    before = _everything(Path())
    process = subprocess.Popen(
        [sys.executable, "-m", "bd_scaffold", "create", "a/b", "--example", "shop"],
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not list(Path().glob(".b.*.part")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert _everything(Path()) == before


def test_compile_brings_the_model_up_to_the_design() -> None:
    _run("create", "shop", "--design", "design.yaml")
    assert _run("compile", "shop")[0] == ".bd/model.yaml is up to date\n"
    assert json.loads(_run("compile", "shop", "--json")[0]) == {
        "written": [],
        "conflicts": [],
        "joined": False,
        "lock": "",
        "losses": [],
    }
    with Path("shop/design.yaml").open("a") as file:
        file.write("      note: text?\n")
    revision = "migrations/versions/0002_add_lines_note.py"
    said = (
        f"wrote {revision}\nwrote .bd/model.yaml\nCommit, then run `copier update`.\n"
    )
    assert _run("compile", "shop")[0] == said
    assert _git("-C", "shop", "status", "--porcelain").split() == [
        *("M", ".bd/model.yaml"),
        *("M", "design.yaml"),
        *("??", revision),
    ]
    assert _run("compile", "shop")[0] == ".bd/model.yaml is up to date\n"


def test_compile_writes_a_migration_in_two_steps() -> None:
    _run("create", "shop", "--design", "design.yaml")
    design = Path("shop/design.yaml")
    design.write_text(
        DESIGN.replace("number: string(20)", "no: string(20) was(number)")
    )
    said = _run("compile", "shop", "--expand-contract", "--allow", "*")[0]
    assert said == (
        "wrote migrations/versions/0002_keep_orders_number_and_no_in_step.py\n"
        "wrote migrations/versions/0003_remove_orders_number.py\n"
        "wrote .bd/model.yaml\nCommit, then run `copier update`.\n"
    )


def test_what_was_compiled_and_not_committed_is_compiled_anew() -> None:
    _run("create", "shop", "--design", "design.yaml")
    design = Path("shop/design.yaml")
    first = design.read_text()
    design.write_text(f"{first}      note: text?\n")
    _run("compile", "shop")
    design.write_text(f"{first}      memo: text?\n")
    _run("compile", "shop")
    written = sorted(path.name for path in Path("shop/migrations/versions").iterdir())
    assert written == ["0001_initial.py", "0002_add_lines_memo.py"]


def test_compile_of_a_mistaken_design_leaves_the_model() -> None:
    _run("create", "shop", "--design", "design.yaml")
    compiled = Path("shop/.bd/model.yaml").read_bytes()
    Path("shop/design.yaml").write_text(MISTAKEN)
    assert "design.yaml:5:7" in _run("compile", "shop", code=2)[1]
    assert Path("shop/.bd/model.yaml").read_bytes() == compiled


def test_compile_where_there_is_no_design_is_said() -> None:
    Path("empty").mkdir()
    assert "empty/design.yaml can't be read" in _run("compile", "empty", code=2)[1]


def test_the_same_design_makes_the_same_files() -> None:
    for name in ("one", "two"):
        _run("create", name, "--example", "shop", "--no-git")
    assert subprocess.check_output(["diff", "-r", "one", "two"]) == b""


def test_the_schema_is_json() -> None:
    assert "$schema" in json.loads(_run("schema")[0])


def test_the_schema_of_the_model_is_the_documented_one() -> None:
    committed = Path(__file__).parents[2] / "docs" / "model.schema.json"
    assert _run("schema", "--model")[0] == committed.read_text(encoding="utf-8")


def test_the_examples_are_listed() -> None:
    names = _run("examples")[0].split()
    assert {"notes", "shop"} <= set(names)
    assert json.loads(_run("examples", "--json")[0]) == {"examples": names}


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"bd-scaffold \d+\.\d+\.\d+\n", _run("--version")[0])


def test_the_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = "{'copier', 'black', 'datamodel_code_generator', 'pydantic', 'jinja2'}"
    program = f"import sys, bd_scaffold.cli; print({heavy} & sys.modules.keys())"
    out = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert out == "set()\n"


def test_a_check_imports_what_reads_a_design_and_defines_few_dataclasses() -> None:
    Path("design.yaml").write_text(DESIGN)
    program = (
        "import sys; from bd_scaffold import cli\n"
        "sys.argv = ['x', 'check', 'design.yaml']\n"
        "heavy = {'copier', 'black', 'datamodel_code_generator', 'pydantic', 'jinja2'}\n"
        "later = ('model', 'contract', 'render.render', 'migrate', 'update')\n"
        "heavy |= {f'bd_scaffold.{each}' for each in later}\n"
        "try: cli.main()\n"
        "finally:\n"
        "    names = [each for each in sys.modules if each.startswith('bd_scaffold')]\n"
        "    defined = [each for name in names for each in vars(sys.modules[name]).values()\n"
        "               if getattr(each, '__module__', '') == name]\n"
        "    slow = [each for each in defined if '__dataclass_params__' in dir(each)]\n"
        "    print(heavy & sys.modules.keys(), file=sys.stderr)\n"
        "    print(len(slow), slow, file=sys.stderr)\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    modules, classes = process.stderr.splitlines()
    assert modules == "set()"
    assert int(classes.split()[0]) <= 20  # each takes ten times as long as a record


def _imported_by(*arguments: str) -> set[str]:
    """Run the command; return what it imported by the end."""
    program = (
        "import sys; from bd_scaffold import cli\n"
        f"sys.argv = {['x', *arguments]}\n"
        "try: cli.main()\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    (imported,) = process.stderr.splitlines()  # it has nothing else to say there
    return set(imported.split())


def test_create_needs_neither_copier_nor_black() -> None:
    imported = _imported_by("create", "shop", "--design", "design.yaml")
    assert imported & {"copier", "black"} == set()


def test_an_update_starts_no_generator_of_classes_for_a_field_like_another() -> None:
    design = DESIGN + "      note: text?\n      count: integer min(0) = 0 filter\n"
    Path("design.yaml").write_text(design)
    _run("create", "shop", "--design", "design.yaml")
    more = "      more: text?\n      left: integer min(0) = 0 filter\n"
    Path("shop/design.yaml").write_text(design + more)
    heavy = {"copier", "black", "datamodel_code_generator", "sqlalchemy", "alembic"}
    assert _imported_by("update", "shop") & heavy == set()
    assert "left: Annotated[Integer | MISSING, Field(ge=0), Whole] = MISSING" in (
        Path("shop/src/shop/lines/schemas.py").read_text()
    )
