"""Which files of a project an update meets, beside those that are as generated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..record import Record
from ..sources import git
from .contents import is_content, is_module
from .generated import Generated
from .identifiers import IdentifierRenames
from .moves import Folders
from .project import Project


class Met(Record, frozen=True):
    """Which files of a project an update meets, beside those that are as generated."""

    edited: frozenset[str]  # generated, and not as they were generated
    vacated: frozenset[str]  # places that generated files leave
    in_the_way: tuple[str, ...]  # people's own, where generated files go
    own: tuple[str, ...]  # people's own, which a rename or a moved folder may concern
    arrivals: Mapping[str, str]  # where some of these go, and where they are

    @property
    def read(self) -> list[str]:
        """The files whose contents the merge looks at."""
        modules = (path for path in self.own if is_module(path))
        paths = (*self.edited, *self.in_the_way, *self.arrivals.values(), *modules)
        return list(dict.fromkeys(paths))


def met(
    project: Project,
    files: Sequence[Generated],
    renames: IdentifierRenames,
    folders: Folders,
) -> Met:
    """Return which files of a project an update meets."""
    vacated = frozenset(e.before for e in files if e.before != e.pair.path)
    taken = project.files.keys() - vacated
    own = _own(project, files, taken) if renames or folders.moved else []
    fixed = {each.pair.path for each in files if each.old is not None}
    arrivals = {
        now: path
        for path in own
        if (now := folders.newer(path)) != path
        and now not in taken
        and now not in fixed
        and is_content(project.files[path])
    }
    return Met(
        frozenset(each.before for each in files if _is_edited(project, each)),
        vacated,
        tuple(_in_the_way(project, files, taken)),
        tuple(own),
        arrivals,
    )


def _own(
    project: Project, files: Sequence[Generated], taken: AbstractSet[str]
) -> list[str]:
    """Return the files that people have added."""
    known = {each.before for each in files}
    known |= {each.pair.path for each in files if each.pair.path in taken}
    return [path for path in project.files if path not in known]


def _in_the_way(
    project: Project, files: Sequence[Generated], taken: AbstractSet[str]
) -> Iterator[str]:
    """Yield the files of people that stand where others go."""
    for each in files:
        path = each.pair.path
        arrives = each.old is None or each.before != path
        if arrives and path in taken and is_content(project.files[path]):
            yield path


def _is_edited(project: Project, file: Generated) -> bool:
    """Tell whether the committed text is not the one that was generated."""
    blob = project.files.get(file.before)
    if file.settled or blob is None or not is_content(blob):
        return False
    if file.old is None:
        return True
    return git.object_name(file.old.encode(), blob.oid) != blob.oid
