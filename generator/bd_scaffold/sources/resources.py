"""Where the blueprint, its released versions, the changelog and the examples are.

They lie beside this package in a wheel, and at the repository's root in a checkout.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOT = _PACKAGE if (_PACKAGE / "blueprints").is_dir() else _PACKAGE.parents[1]

BLUEPRINT = _ROOT / "blueprints"
RELEASES = _ROOT / "blueprints" / "releases"
CHANGELOG = _ROOT / "CHANGELOG.md"
_EXAMPLES = _ROOT / "examples" / "designs"

SOURCE = "bd://fastapi.git"
"""The address under which a project remembers the blueprint, on any machine."""

LAYER = "fastapi"
"""The folder of a blueprint with the templates that are ours."""


class NoSuchExampleError(LookupError):
    """There is no example of that name."""


def examples() -> list[str]:
    """Return the names of the designs that come with the package, sorted."""
    return sorted(path.stem for path in _EXAMPLES.glob("*.yaml"))


def example(name: str) -> Path:
    """Return the file of the design that comes with the package under that name."""
    if name not in examples():
        known = ", ".join(examples())
        raise NoSuchExampleError(f"there is no example {name!r}; there are: {known}")
    return _EXAMPLES / f"{name}.yaml"


def newest_release() -> str:
    """Return the newest released version of the blueprint: `v0.1.0`."""
    return max(released_tags(RELEASES / "fastapi.bundle"), key=_version)


def bundles() -> list[Path]:
    """Return the bundles of released blueprints that come with the package, sorted."""
    return sorted(RELEASES.glob("*.bundle"))


def released_tags(bundle: Path) -> list[str]:
    """Return the tags of a bundle, as its header lists them."""
    return [
        name.removeprefix("refs/tags/")
        for _, name in bundle_refs(bundle)
        if name.startswith("refs/tags/")
    ]


def bundle_refs(bundle: Path) -> list[tuple[str, str]]:
    """Return the (object, name) pairs in a bundle's header."""
    refs = []
    with bundle.open("rb") as lines:
        next(lines)  # the format's signature
        for line in lines:
            if line == b"\n":
                break
            identifier, _, name = line.decode().strip().partition(" ")
            refs.append((identifier, name))
    return refs


def _version(tag: str) -> tuple[int, ...]:
    return tuple(int(part) for part in tag.removeprefix("v").split("."))
