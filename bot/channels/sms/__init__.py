"""Text messages through a gateway: one HTTP call each, one way, for what is urgent alone."""
