"""From a model to files: rendering a blueprint in memory, and writing it all or nothing."""
