"""Real time: people in a room see at once what happens there."""
