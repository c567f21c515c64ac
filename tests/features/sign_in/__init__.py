"""People sign in with accounts of the service's own."""

from pathlib import Path

from capability import Capability

CAPABILITY = Capability(folder=Path(__file__).parent)
