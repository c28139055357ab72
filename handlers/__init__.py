"""What is said: one conversation a file, free of any channel. Imports models only."""
