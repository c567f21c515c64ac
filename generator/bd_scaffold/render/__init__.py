"""From a model and a blueprint to files: rendered in memory, then written, all or nothing."""
