"""The suite. Its folders have no __init__.py of their own; helpers are imported as tests.name."""
