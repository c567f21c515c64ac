"""Values that no other row has, by a word for each kind."""

from random import SystemRandom

_CHANCE = SystemRandom()
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_LETTERS = {
    "text": _ALPHABET + _DIGITS,
    "TEXT": _ALPHABET.upper() + _DIGITS,
    "digits": _DIGITS,
}
_LONG = 24


def fresh(form: str) -> str | int:
    """Return a value by its form: `text 20`, `TEXT 8`, `digits 12`, `number 1 999`, `email`."""
    kind, *bounds = form.split()
    if kind == "number":
        low, high = map(int, bounds)
        return _CHANCE.randint(low, high)
    if kind == "uuid":
        digits = f"{_CHANCE.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
    if kind == "email":
        return f"{_text('text', _LONG)}@example.com"
    if kind == "url":
        return f"https://example.com/{_text('text', _LONG)}"
    return _text(kind, int(bounds[0]))


def _text(kind: str, length: int) -> str:
    return "".join(_CHANCE.choices(_LETTERS[kind], k=length))
