"""For those who write blueprints: what a line comes from, what is wrong, what is never reached."""
