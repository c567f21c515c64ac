"""What revisions a project has is read from their text; what makes no history is refused."""

from __future__ import annotations

import pytest

from bd_scaffold.migrate import HistoryError, read_history


def file(revision: str, down: str = "None", rest: str = "") -> str:
    return f"revision = {revision}\ndown_revision = {down}\n{rest}"


def versions(**files: str) -> dict[str, str]:
    return {f"migrations/versions/{name}.py": text for name, text in files.items()}


FIRST = file('"0001"')


def test_the_head_is_what_nothing_follows() -> None:
    history = read_history(versions(a=FIRST, b=file("'0002'", "'0001'")))
    assert (history.head, history.next_number) == ("0002", 3)


def test_a_project_without_revisions_has_no_head() -> None:
    history = read_history({"migrations/versions/__init__.py": ""})
    assert (history.head, history.next_number) == (None, 1)


def test_a_merge_follows_two() -> None:
    history = read_history(
        versions(
            a=FIRST,
            b=file('"0002"', '"0001"'),
            c=file('"ae1"', '"0001"'),
            d=file('"f00"', '("0002", "ae1")'),
        )
    )
    assert history.head == "f00"


def test_annotated_names_are_read_and_nothing_runs() -> None:
    text = (
        "revision: str = '0001'\ndown_revision: str | None = None\nraise SystemExit\n"
    )
    assert read_history(versions(a=text)).head == "0001"


def test_the_next_number_follows_files_and_identifiers_but_no_digests() -> None:
    history = read_history(
        versions(
            **{
                "0001_initial": FIRST,
                "0007_their_own": file('"ae10"', '"0001"'),
                "123456789012_auto": file('"123456789012"', '"ae10"'),
            }
        )
    )
    assert history.next_number == 8


def test_two_heads_name_their_files_and_the_way_out() -> None:
    history = read_history(
        versions(a=FIRST, b=file('"0002"', '"0001"'), c=file('"ae1"', '"0001"'))
    )
    with pytest.raises(HistoryError) as said:
        _ = history.head
    assert str(said.value) == (
        "The migrations have 2 heads: migrations/versions/b.py and "
        "migrations/versions/c.py. Run `alembic merge heads`, commit, and try again."
    )


MISTAKES = {
    "migrations/versions/b.py follows the revision \"0009\", which no file in "
    "migrations/versions has. Bring that file back, or correct `down_revision`.": (
        versions(a=FIRST, b=file('"0002"', '"0009"'))
    ),
    'migrations/versions/a.py and migrations/versions/b.py are both the revision "0001". '
    "Give one of them another `revision`.": versions(a=FIRST, b=FIRST),
    "migrations/versions/a.py computes its `revision`. Revisions are read without running "
    'them: write it as a text, such as `revision = "0002"`.': (
        versions(a=file("'00' + '01'"))
    ),
    "migrations/versions/a.py computes its `down_revision`. Revisions are read without "
    'running them: write it as a text, such as `down_revision = "0002"`.': (
        versions(a=file('"1"', "base()"))
    ),
    "migrations/versions/a.py is not Python: invalid syntax in line 1.": (
        versions(a="revision =\n")
    ),
    "The migrations follow each other in a circle: migrations/versions/a.py, "
    "migrations/versions/b.py. Correct a `down_revision`.": (
        versions(a=file('"1"', '"2"'), b=file('"2"', '"1"'))
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", MISTAKES)
def test_what_makes_no_history_is_refused(said: str) -> None:
    with pytest.raises(HistoryError) as refusal:
        read_history(MISTAKES[said])
    assert str(refusal.value) == said
