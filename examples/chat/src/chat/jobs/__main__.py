"""Lists, shows, replays and drops jobs: `python -m chat.jobs --help`."""

import sys

from chat.core.jobs.commands import main

if __name__ == "__main__":
    sys.exit(main())
