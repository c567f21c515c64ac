"""What is exported and erased of a person; its steps are those of `security`."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(folder=Path(__file__).parent)
