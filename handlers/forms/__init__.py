"""Kinds of help with questions of their own: hazards, private things, errands at an office."""
