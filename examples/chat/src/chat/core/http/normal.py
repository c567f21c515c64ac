"""Texts that are stored in one form, in whatever form they are sent."""

from pydantic import AfterValidator

_BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


def trimmed(text: str) -> str:
    """Return a text without the white space at its ends."""
    return text.strip(_BLANKS)


def lowercased(text: str) -> str:
    """Return a text in lower case; it keeps its length, and `İ`, which is two letters there."""
    return "".join(_alone(each.lower(), each) for each in text)


def uppercased(text: str) -> str:
    """Return a text in capitals; it keeps its length, and `ß`, which has none."""
    return "".join(_alone(each.upper(), each) for each in text)


def _alone(folded: str, letter: str) -> str:
    return folded if len(folded) == 1 else letter


Lower = AfterValidator(lowercased)
Trim = AfterValidator(trimmed)
Upper = AfterValidator(uppercased)
