"""What a file is, and what it is called."""

import pytest

from chat.core.files.kinds import EXTENSIONS, FileField, kind_of
from chat.core.files.names import clean, disposition
from tests.files import SMALL


@pytest.mark.parametrize(("kind", "head"), SMALL.items())
def test_a_file_is_told_by_its_first_bytes(kind: str, head: bytes) -> None:
    assert kind_of(head) == kind
    assert kind_of(head[1:]) is None
    assert kind_of(b" " + head) is None
    assert kind in EXTENSIONS


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"<!doctype html><script>",
        b"BM is how this letter begins",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"#!/bin/sh\n",
    ],
)
def test_what_may_run_is_no_file_of_any_kind(head: bytes) -> None:
    assert kind_of(head) is None


def test_a_field_takes_groups_and_single_kinds() -> None:
    field = FileField("picture", ("image/*", "application/pdf"), 9)
    assert field.takes("image/png")
    assert field.takes("application/pdf")
    assert not field.takes("application/zip")
    assert not field.takes("imagery/png")
    assert set(field.kinds) < set(EXTENSIONS)


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("a.png", "a.png"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\a.png", "a.png"),
        ("a\x00b\x1b.png", "ab.png"),
        ("  a \n b.png ", "a b.png"),
        ("\u202egnp.exe", "gnp.exe"),
        (".hidden", "hidden"),
        ("e\u0301.png", "\u00e9.png"),
        ("...", "other"),
        ("a/", "other"),
        ("n" * 300, "n" * 255),
    ],
)
def test_a_name_is_what_people_see(given: str, cleaned: str) -> None:
    assert clean(given, "other") == cleaned


def test_a_name_never_ends_its_header() -> None:
    told = disposition('a"; b\\é\n%41', shown=False)
    assert told == (
        'attachment; filename="a__ b____41"; '
        "filename*=UTF-8''a%22%3B%20b%5C%C3%A9%0A%2541"
    )
