"""What a worker runs of events: the relay."""

from chat.core.worker import Loop
from chat.resources import Resources

from .relay import Relay
from .starting import start_jobs


def relay_loop(resources: Resources) -> Loop:
    """Return the loop that hands events on."""
    batch = resources.settings.outbox_batch
    poll = resources.settings.outbox_poll_seconds
    return Relay(resources, start_jobs, batch=batch, poll=poll).run
