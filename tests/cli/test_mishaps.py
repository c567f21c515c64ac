"""A bug of ours is one sentence with its details in a file, never a page of traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bd_scaffold import __version__, cli, pipeline


def _fail(*_: object) -> None:
    raise ZeroDivisionError("inside")


@pytest.fixture(autouse=True)
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "read", _fail)
    monkeypatch.delenv("BD_SCAFFOLD_DEBUG", raising=False)


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["bd-scaffold", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 70


def test_a_bug_is_said_with_its_details_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(monkeypatch, "check", "x.yaml")
    said = capsys.readouterr().err
    told = f"this is a bug in bd-scaffold {__version__}: ZeroDivisionError('inside')"
    assert told in said
    assert "Traceback" not in said
    file = re.search(r"details in (.+\.log)", said)
    assert file is not None
    assert 'raise ZeroDivisionError("inside")' in Path(file[1]).read_text()
    Path(file[1]).unlink()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/x"), "/x: Permission denied"),
        (OSError(28, "No space left on device", "/x"), "/x: No space left on device"),
    ],
    ids=str,
)
def test_what_the_machine_refuses_is_no_bug(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: OSError,
    said: str,
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "read", refuse)
    monkeypatch.setattr("sys.argv", ["bd-scaffold", "check", "x.yaml", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.err == f"bd-scaffold: {said}\n"
    assert json.loads(told.out) == {"error": said}


def test_with_debug_the_details_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BD_SCAFFOLD_DEBUG", "")
    _run(monkeypatch, "--debug", "check", "x.yaml")
    assert "Traceback" in capsys.readouterr().err
