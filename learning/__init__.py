"""Learns from examples what messages are like, and writes it where handlers.understand reads it."""
