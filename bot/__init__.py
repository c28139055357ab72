"""What runs: channels, receiving, delivery, scheduling, the web, the command line."""
