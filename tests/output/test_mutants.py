"""Changes of a project's code are noticed by its own tests, or have a reason not to be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mutants
import pytest

_SCRIPT = Path(__file__).parents[2] / "scripts" / "mutate.py"


@pytest.mark.thorough
def test_what_changes_in_the_code_is_noticed() -> None:
    done = subprocess.run(
        [sys.executable, _SCRIPT], stdout=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]


def test_a_reason_is_about_the_lines_that_change() -> None:
    sentence = 'message = "The cursor is not valid here."'
    shouted = 'message = "THE CURSOR IS NOT VALID HERE."'
    assert mutants.reason("core/cursors.py", [f"- {sentence}", f"+ {shouted}"])
    assert not mutants.reason("core/cursors.py", [f"- {sentence}", "+ message = None"])
    beside = '- refuse("It is not valid.", details)'
    assert not mutants.reason("a.py", [beside, '+ refuse("It is not valid.", None)'])
    code = ['- code = "invalid_cursor"', '+ code = "INVALID_CURSOR"']
    assert not mutants.reason("core/cursors.py", code)


def test_the_name_of_a_header_has_no_case_and_is_a_promise() -> None:
    said = '- headers = {"Retry-After": "2"}'
    now = '+ headers = {"retry-after": "2"}'
    assert mutants.reason("core/http/error_responses.py", [said, now])
    other = '+ headers = {"XXRetry-AfterXX": "2"}'
    assert not mutants.reason("core/http/error_responses.py", [said, other])


def test_a_change_is_read_from_the_functions_that_mutmut_makes() -> None:
    code = """
def x_told__mutmut_orig(text):
    return text.strip(".")

def x_told__mutmut_1(text):
    return text.strip(None)
"""
    lines = ('- return text.strip(".")', "+ return text.strip(None)")
    assert mutants.changes(code) == {"x_told__mutmut_1": lines}


def test_only_what_a_cast_casts_to_is_read_by_a_type_checker_alone() -> None:
    said = '- kept = cast("Kept[RowT]", self.kept)'
    assert mutants.reason("a.py", [said, '+ kept = cast("kept[rowt]", self.kept)'])
    assert not mutants.reason("a.py", [said, '+ kept = cast("Kept[RowT]", None)'])


def test_an_answer_to_an_error_says_nothing_of_its_request() -> None:
    said = "- return await _unavailable(request, busy)"
    assert mutants.reason("a.py", [said, "+ return await _unavailable(None, busy)"])
    assert not mutants.reason(
        "a.py", [said, "+ return await _unavailable(request, None)"]
    )
