"""Regular expressions that mean the same in ECMAScript, Rust and Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

NO_NUL = r"^[^\x00]*$"
"""Any text that PostgreSQL can hold."""

_EXACT = Context(prec=2000)
_DIGIT = "[0-9]"


def decimal_pattern(
    precision: int, scale: int, minimum: str | None, maximum: str | None
) -> str:
    """Return the pattern of exactly those decimal texts that have these digits and bounds."""
    limit = Decimal(f"{'9' * (precision - scale) or '0'}.{'9' * scale}")
    low, high = _clamped(minimum, maximum, limit)
    if low > high:
        raise ValueError(f"there is no decimal from {minimum} to {maximum}")
    sides = []
    if low < 0:
        sides.append(
            (
                True,
                _range(max(high.copy_negate(), Decimal(0)), low.copy_negate(), scale),
            )
        )
    if high >= 0:
        sides.append((False, _range(max(low, Decimal(0)), high, scale)))
    if len(sides) == 2 and sides[0][1] == sides[1][1]:
        return f"^-?{_group(sides[0][1])}$"
    branches = [f"-{_group(side)}" if negative else side for negative, side in sides]
    return f"^{_group('|'.join(branches))}$"


def _clamped(
    minimum: str | None, maximum: str | None, limit: Decimal
) -> tuple[Decimal, Decimal]:
    """Return the bounds in whole units of the last digit, within what the digits allow."""
    low, high = limit.copy_negate(), limit
    if minimum is not None:
        low = max(low, Decimal(minimum).quantize(limit, ROUND_CEILING, _EXACT))
    if maximum is not None:
        high = min(high, Decimal(maximum).quantize(limit, ROUND_FLOOR, _EXACT))
    return low, high


def _range(low: Decimal, high: Decimal, scale: int) -> str:
    """Return branches for the numbers from `low` to `high`, neither of them negative."""
    first, after_first = _halves(low, scale)
    last, after_last = _halves(high, scale)
    if first == last:
        return f"{first}{_fraction(after_first, after_last)}"
    branches = []
    if after_first.strip("0"):
        branches.append(f"{first}{_fraction(after_first, '9' * scale)}")
        first += 1
    if after_last.strip("9"):
        branches.append(f"{last}{_fraction('0' * scale, after_last)}")
        last -= 1
    if first <= last:
        branches.append(
            f"{_group(integer_range(first, last))}{_fraction('0' * scale, '9' * scale)}"
        )
    return "|".join(branches)


def _halves(number: Decimal, scale: int) -> tuple[int, str]:
    whole, _, fraction = format(number, "f").partition(".")
    return int(whole), fraction.ljust(scale, "0")


def _fraction(low: str, high: str) -> str:
    """Return what may follow the integer: digits that, filled up with zeros, lie within."""
    if not low:
        return ""
    fraction = rf"\.{_group(_digits(low, high))}"
    return fraction if low.strip("0") else f"({fraction})?"


def _digits(low: str, high: str) -> str:
    """Return branches for one digit or more that, filled up with zeros, lie within."""
    if _is_any(low, high):
        return _repeated(1, len(low))
    branches: list[tuple[str, str]] = []
    first, last = int(low[0]), int(high[0])
    if first == last:
        return f"{first}{_more(low[1:], high[1:])}"
    if low[1:].strip("0"):
        branches.append((str(first), _more(low[1:], "9" * (len(low) - 1))))
        first += 1
    if high[1:].strip("9"):
        branches.append((str(last), _more("0" * (len(high) - 1), high[1:])))
        last -= 1
    if first <= last:
        nines = "9" * (len(low) - 1)
        branches.append((_between(first, last), _more("0" * len(nines), nines)))
    return "|".join(head + tail for head, tail in branches)


def _more(low: str, high: str) -> str:
    """Return the rest of a fraction, which may end where zeros are enough."""
    if not low:
        return ""
    if _is_any(low, high):
        return _repeated(0, len(low))
    if not high.strip("0"):
        return "0?" if len(high) == 1 else f"0{{0,{len(high)}}}"
    rest = _digits(low, high)
    if low.strip("0"):
        return _group(rest)
    return f"{rest}?" if len(low) == 1 else f"({rest})?"


def _is_any(low: str, high: str) -> bool:
    return not low.strip("0") and not high.strip("9")


def integer_range(low: int, high: int) -> str:
    """Return branches for the integers from `low` to `high`, neither of them negative."""
    branches = []
    if low == 0:
        branches.append("0")
        low = 1
    while low <= high:
        length = len(str(low))
        end = min(high, 10**length - 1)
        if low == 10 ** (length - 1) and end == 10**length - 1:
            longest = len(str(high)) - (high < 10 ** len(str(high)) - 1)
            branches.append(f"[1-9]{_repeated(length - 1, longest - 1)}")
            low = 10**longest
        else:
            branches += _same_length(str(low), str(end))
            low = end + 1
    return "|".join(branches)


def _same_length(low: str, high: str) -> Iterator[str]:
    """Yield branches for the integers between two of the same length."""
    if not low:
        yield ""
        return
    rest = len(low) - 1
    first, last = int(low[0]), int(high[0])
    if first == last:
        for tail in _same_length(low[1:], high[1:]):
            yield f"{first}{tail}"
        return
    if low[1:].strip("0"):
        for tail in _same_length(low[1:], "9" * rest):
            yield f"{first}{tail}"
        first += 1
    ends_early = bool(high[1:].strip("9"))
    if first <= last - ends_early:
        yield f"{_between(first, last - ends_early)}{_repeated(rest, rest)}"
    if ends_early:
        for tail in _same_length("0" * rest, high[1:]):
            yield f"{last}{tail}"


def _between(first: int, last: int) -> str:
    return str(first) if first == last else f"[{first}-{last}]"


def _repeated(least: int, most: int) -> str:
    if most == 0:
        return ""
    if least == most:
        return _DIGIT if most == 1 else f"{_DIGIT}{{{most}}}"
    if (least, most) == (0, 1):
        return f"{_DIGIT}?"
    return f"{_DIGIT}{{{least},{most}}}"


def _group(branches: str) -> str:
    """Put several branches in a group; one alone needs none."""
    return f"({branches})" if _has_branches(branches) else branches


def _has_branches(pattern: str) -> bool:
    """Tell whether a pattern is a choice, outside of its groups and classes."""
    depth = 0
    for part in _TOKEN.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            return True
    return False


_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)

_SPACES = r" \t\n\r\f\v"
_WORDS = "0-9A-Za-z_"
_CLASSES = {"d": "0-9", "w": _WORDS, "s": _SPACES}
_PLAIN_ESCAPES = {r"\A": "^", r"\Z": "$", r"\a": r"\x07"}


def portable(pattern: str) -> str:
    """Return a pattern that says the same everywhere, and of texts without U+0000 only."""
    text = "".join(map(_portable_token, _TOKEN.findall(pattern)))
    one = not _has_branches(text)
    starts = one and text.startswith("^")
    ends = one and _TOKEN.findall(text)[-1:] == ["$"]
    if starts and ends:
        return text
    head = "" if starts else r"^[^\x00]*"
    tail = "" if ends else r"[^\x00]*$"
    return f"{head}{_group(text)}{tail}"


def _portable_token(part: str) -> str:
    if part == ".":
        return r"[^\n\x00]"
    if part.startswith("["):
        return _portable_class(part)
    if not part.startswith("\\"):
        return part
    letter = part[1]
    if letter in _CLASSES:
        return f"[{_CLASSES[letter]}]"
    if letter.lower() in _CLASSES and letter.isupper():
        return rf"[^{_CLASSES[letter.lower()]}\x00]"
    if not letter.isalnum() and letter not in r"^$\.*+?()[]{}|/":
        return letter
    return _PLAIN_ESCAPES.get(part, part)


def _portable_class(token: str) -> str:
    negated = token.startswith("[^")
    members = _MEMBER.findall(token[1 + negated : -1])
    inside = "".join(map(_portable_member, members))
    outside = [f"[^{_CLASSES[m[1].lower()]}\\x00]" for m in members if m in _OPPOSITES]
    if negated:
        return rf"[^{inside}\x00]"
    if not outside:
        return f"[{inside}]"
    return f"({'|'.join([f'[{inside}]', *outside] if inside else outside)})"


def _portable_member(member: str) -> str:
    if member in _OPPOSITES:
        return ""
    if member.startswith("\\"):
        return _CLASSES.get(member[1], member)
    return rf"\{member}" if member in ("[", "]") else member


_OPPOSITES = (r"\D", r"\W", r"\S")
_MEMBER = re.compile(r"\\.|.", re.DOTALL)
