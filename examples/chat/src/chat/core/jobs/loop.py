"""What a worker runs: the jobs of the design, by the team's handlers."""

from chat.core.worker import Loop
from chat.jobs import JOBS
from chat.jobs.handlers import Handlers
from chat.resources import Resources

from .job import by_methods
from .runner import Runner, limits_of


def job_loop(resources: Resources) -> Loop:
    """Return the loop that does jobs."""
    limits = limits_of(resources.settings)
    return Runner(resources, JOBS, by_methods(Handlers), limits).run
