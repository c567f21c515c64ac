"""The one door to git."""

from .changes import keep, keep_files, refresh, save_aside, stage
from .creating import enclosing_work_tree, start_repository, start_repository_of
from .merging import Merged, merged
from .objects import (
    EXECUTABLE_MODE,
    LINK_MODE,
    PLAIN_MODE,
    Blob,
    Objects,
    object_name,
    objects,
)
from .process import GitError, check_installed
from .releases import append, tag, unbundle
from .repositories import (
    clone,
    commit_of,
    described,
    is_repository,
    origin,
    tags,
    unpack,
    versions,
)
from .settings import Hazard, hazards
from .worktree import (
    Meeting,
    Status,
    WorkTree,
    checked_out,
    joining,
    last_commit,
    meeting,
    read_files,
    settled,
    status,
    untracked,
    work_tree,
)

__all__ = [
    "EXECUTABLE_MODE",
    "LINK_MODE",
    "PLAIN_MODE",
    "Blob",
    "GitError",
    "Hazard",
    "Meeting",
    "Merged",
    "Objects",
    "Status",
    "WorkTree",
    "append",
    "check_installed",
    "checked_out",
    "clone",
    "commit_of",
    "described",
    "enclosing_work_tree",
    "hazards",
    "is_repository",
    "joining",
    "keep",
    "keep_files",
    "last_commit",
    "meeting",
    "merged",
    "object_name",
    "objects",
    "origin",
    "read_files",
    "refresh",
    "save_aside",
    "settled",
    "stage",
    "start_repository",
    "start_repository_of",
    "status",
    "tag",
    "tags",
    "unbundle",
    "unpack",
    "untracked",
    "versions",
    "work_tree",
]
