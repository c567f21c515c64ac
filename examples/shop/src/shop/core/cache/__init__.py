"""Answers that are kept until what they show is written, and what tells that it was."""
