"""The English plural of a name, and the singular.

The words are written out instead of asked from a library, so that the same design gives the same
names with every version.
"""

from __future__ import annotations

import re

from .forms import SnakeName
from .listed import listed

_IRREGULAR_PLURALS = {
    "alumnus": "alumni",
    "appendix": "appendices",
    "bacterium": "bacteria",
    "cactus": "cacti",
    "calf": "calves",
    "cargo": "cargoes",
    "criterion": "criteria",
    "curriculum": "curricula",
    "datum": "data",
    "die": "dice",
    "echo": "echoes",
    "elf": "elves",
    "foot": "feet",
    "fungus": "fungi",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "leaf": "leaves",
    "loaf": "loaves",
    "louse": "lice",
    "man": "men",
    "matrix": "matrices",
    "medium": "media",
    "mouse": "mice",
    "nucleus": "nuclei",
    "ox": "oxen",
    "phenomenon": "phenomena",
    "potato": "potatoes",
    "quiz": "quizzes",
    "radius": "radii",
    "scarf": "scarves",
    "self": "selves",
    "stimulus": "stimuli",
    "talisman": "talismans",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wolf": "wolves",
}

_IRREGULAR_ENDINGS = (
    ("person", "people"),
    ("child", "children"),
    ("woman", "women"),
    ("sman", "smen"),
    ("ceman", "cemen"),
    ("reman", "remen"),
    ("wife", "wives"),
    ("life", "lives"),
    ("shelf", "shelves"),
    ("sis", "ses"),
    ("axis", "axes"),
)

_UNCOUNTABLE = listed("""
    advice aircraft analytics bison cattle chassis children corps data deer earnings economics
    equipment evidence feedback feet fish furniture glasses goods hardware headquarters homework
    information jeans knowledge logistics luggage mathematics means media men merchandise metadata
    mice money moose music news offspring pants people physics police politics progress research
    rice salmon savings scissors series settings sheep shrimp software species staff statistics
    swine teeth thanks traffic trousers trout women
    """)

_HARD_CH = ("epoch", "monarch", "patriarch", "matriarch", "stomach", "eunuch", "tech")


_SINGULARS_IN_S = listed("""
    alias asbestos atlas bias canvas chaos christmas cosmos ethos gas kudos lens pancreas pathos
    rhinoceros thermos
    """)
_PLURALS_OF_THREE_LETTERS = frozenset({"ads", "ids", "ops"})
"""Most others are acronyms of one thing: GPS, SMS, DNS."""

_SINGULARS_IN_IE = listed("""
    auntie bookie brownie calorie collie cookie die foodie genie goalie hoodie lie movie newbie
    pie pixie prairie rookie selfie smoothie tie zombie
    """)
_SINGULARS_IN_CHE = listed(
    "ache avalanche cache creche headache moustache niche psyche"
)


def plural(name: SnakeName) -> SnakeName:
    """The English plural of a name's last word: `order_line` → `order_lines`.

    A word that is a plural already stays: `customer_details`.
    """
    head, underscore, last = name.rpartition("_")
    return SnakeName(f"{head}{underscore}{_plural_word(last)}")


def singular(name: str) -> str:
    """The word of which a name's last word is the plural, or the name: `tags` → `tag`."""
    head, underscore, last = name.rpartition("_")
    return f"{head}{underscore}{_singular_word(last)}"


def _singular_word(word: str) -> str:
    if word in _SINGULARS:
        return _SINGULARS[word]
    for replacement, ending in _IRREGULAR_ENDINGS:
        if word.endswith(ending) and ending not in ("ses", "axes"):
            return word.removesuffix(ending) + replacement
    if not _is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 3 and word[:-1] not in _SINGULARS_IN_IE:
        return f"{word[:-3]}y"
    sibilant = word.endswith(("sses", "uses", "xes", "ches", "shes", "zzes"))
    if sibilant and word[:-1] not in _SINGULARS_IN_CHE and word not in _IN_USE:
        return word[:-2]
    if word.endswith("es") and word[:-2] in _SINGULARS_IN_S:
        return word[:-2]
    if word.endswith("yses") or word in _IN_SIS:
        return f"{word[:-2]}is"
    return word[:-1]


_SINGULARS = {"axes": "axis"} | {
    plural: word for word, plural in _IRREGULAR_PLURALS.items()
}
_IN_SIS = listed(
    "bases crises diagnoses emphases hypotheses oases parentheses synopses theses"
)
_IN_USE = listed("abuses causes clauses houses muses pauses spouses uses warehouses")
"""What ends in -uses, of words in -use: most others are of words in -us."""


def _is_plural(word: str) -> bool:
    """True for a word with a plural's s: `details`, not `address`, `status`, `lens` or `sms`."""
    if not word.endswith("s") or word in _UNCOUNTABLE or word in _SINGULARS_IN_S:
        return False
    if len(word) <= 3:
        return word in _PLURALS_OF_THREE_LETTERS
    return not word.endswith(("ss", "us", "is"))


def _plural_word(word: str) -> str:
    if word in _UNCOUNTABLE or _is_plural(word):
        return word
    if word in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[word]
    for ending, replacement in _IRREGULAR_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    if re.search(r"([^aeiou]|qu)y$", word) and not word[-2:-1].isdigit():
        return f"{word[:-1]}ies" if len(word) > 1 else f"{word}s"
    if word.endswith(("s", "x", "z", "ch", "sh")) and not word.endswith(_HARD_CH):
        return f"{word}es"
    return f"{word}s"
