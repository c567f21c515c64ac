"""What a shell asks of the command: completion, `-h`, `-` for the standard input, Ctrl-C."""

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
import typer

from bd_scaffold import cli
from bd_scaffold.cli import blueprint

DESIGN = "name: shop\nentities: {Order: {fields: {number: string(20) unique}}}\n"


def _names(app: typer.Typer) -> set[str]:
    command = typer.main.get_group(app)
    return set(command.list_commands(typer.Context(command)))


COMMANDS = _names(cli.app)
OWN = _names(blueprint.app)


def _completed(shell: str, typed: str) -> set[str]:
    """Return the words that a shell is offered after what was typed."""
    words = ["bd-scaffold", *typed.split(" ")]
    line = " ".join(words)
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        },
    }[shell]
    said = _run(**asked, _BD_SCAFFOLD_COMPLETE=f"complete_{shell}").stdout
    if shell == "zsh":
        pairs = [line.split('":"')[0] for line in said.splitlines()]
        return {each.rpartition('"')[2].replace("\\:", ":") for each in pairs}
    return {line.split("\t")[0] for line in said.splitlines()}


def _run(
    *arguments: str, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bd_scaffold", *arguments],
        input=given,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_all_commands_are_completed(shell: str) -> None:
    assert _completed(shell, "") == COMMANDS
    assert _completed(shell, "blueprint ") >= OWN > {"lint", "upgrade"}
    assert {"--allow", "--continue"} <= _completed(shell, "update --")
    assert "--slot" in _completed(shell, "blueprint override --")


def test_the_script_of_a_shell_is_printed() -> None:
    """Outside of a shell, none can be recognised: then it is named."""
    done = _run(
        "--show-completion", "fish", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
    )
    assert done.returncode == 0
    assert "_BD_SCAFFOLD_COMPLETE=complete_fish" in done.stdout


@pytest.mark.parametrize("command", ["", "check", "blueprint", "blueprint lint"])
def test_h_is_help(command: str) -> None:
    long, short = _run(*command.split(), "--help"), _run(*command.split(), "-h")
    assert short.returncode == 0
    assert short.stdout == long.stdout
    assert "--install-completion" not in short.stdout or not command


def test_a_design_is_read_from_the_standard_input() -> None:
    done = _run("check", "-", given=DESIGN)
    assert (done.returncode, done.stdout) == (0, "-: no mistakes\n")
    done = _run("check", "-", given=DESIGN.replace("string", "strin"))
    assert done.returncode == 2
    assert done.stderr.startswith("-:2:")


def test_a_project_is_created_from_the_standard_input(tmp_path: Path) -> None:
    folder = str(tmp_path / "shop")
    done = _run("create", folder, "--design", "-", "--no-git", given=DESIGN)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "shop" / "design.yaml").read_text() == DESIGN


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "{folder}"),
        ("update", "{folder}"),
        ("diff", "{folder}"),
        ("check", "--project", "{folder}"),
        ("check", "{folder}/design.yaml"),
        ("create", "{folder}/new", "--design", "{folder}/design.yaml"),
        ("compile", "{folder}"),
        *((command, "{folder}/none") for command in ("plan", "update", "diff")),
        *((command, "{folder}/file") for command in ("plan", "update", "diff")),
        *(("compile", f"{{folder}}/{name}") for name in ("none", "file")),
        *(("check", "--project", f"{{folder}}/{name}") for name in ("none", "file")),
        ("create", "{folder}/file", "--example", "shop"),
        *(("blueprint", "test", f"{{folder}}/{name}") for name in ("none", "file")),
        *(
            ("blueprint", command, "--in", f"{{folder}}/{name}")
            for command in ("upgrade", "lock", "release")
            for name in ("none", "file")
        ),
    ],
    ids=" ".join,
)
def test_a_refusal_is_in_json_too(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    done = _run(*(each.format(folder=tmp_path) for each in arguments), "--json")
    assert done.returncode == 2
    assert done.stderr.startswith("bd-scaffold: ")
    (message,) = json.loads(done.stdout).values()
    assert done.stderr == f"bd-scaffold: {message}\n"


def test_a_wrong_folder_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = [_run("plan", str(tmp_path / name)).stderr for name in ("none", "file")]
    assert said == [
        f"bd-scaffold: {tmp_path}/none does not exist: name the folder of a project\n",
        f"bd-scaffold: {tmp_path}/file is not a folder: name the folder of a project\n",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "x"), "give --design FILE or --example NAME"),
        (("create",), "Missing argument 'DEST'"),
        (
            ("create", "x", "--example", "shop", "--design", "f"),
            "give --design FILE or --example NAME",
        ),
        (
            ("create", "x", "--example", "shop", "--data", "foo"),
            "--data takes NAME=VALUE, not foo",
        ),
        (("update", "--continue", "--abort"), "give --continue or --abort, not both"),
        (("plan", "--unknown"), "No such option: --unknown"),
        (("unknown",), "No such command 'unknown'"),
        (("blueprint", "new"), "Missing argument 'NAME'"),
    ],
    ids=str,
)
def test_a_wrong_command_line_is_refused_in_json_too(
    arguments: tuple[str, ...], said: str
) -> None:
    done = _run(*arguments, "--json")
    assert done.returncode == 2
    assert said in json.loads(done.stdout)["error"]
    assert said in done.stderr
    assert done.stderr.startswith("Usage: bd-scaffold ")


def test_arguments_are_capitals_in_every_usage_line() -> None:
    for app in (cli.app, blueprint.app):
        group = typer.main.get_group(app)
        context = typer.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            usage = command.get_usage(typer.Context(command, info_name=name))
            arguments = usage.partition("[OPTIONS]")[2].removesuffix(
                " COMMAND [ARGS]..."
            )
            assert re.fullmatch(r"( \{[A-Z:[\]]+\}| \[[A-Z]+\])*", arguments), usage


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_who_stops_a_command_learns_what_was_left(
    tmp_path: Path, sent: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bd_scaffold", "create", "shop", "--example", "shop"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".shop.*.part")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(sent)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + sent
    assert said == "Stopped; nothing was changed.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "{}"),
        ("update", "{}"),
        ("diff", "{}"),
        ("check", "--project", "{}"),
        ("compile", "{}"),
        ("create", "{}/inner", "--example", "notes"),
    ],
    ids=" ".join,
)
def test_gits_own_reason_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".copier-answers.yml").touch()
    given = (each.format(tmp_path) for each in arguments)
    done = _run(*given, GIT_TEST_ASSUME_DIFFERENT_OWNER="1", LANGUAGE="de")
    assert done.returncode == 2
    assert "dubious ownership" in done.stderr
    assert "git config --global --add safe.directory" in done.stderr
    assert {each.name for each in tmp_path.iterdir()} == {
        *(".git", ".copier-answers.yml")
    }
