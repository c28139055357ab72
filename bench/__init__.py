"""Benchmarks: the desk beside named peers that do the same work, always as a ratio in one run.

`make bench` runs all of it; every server, stand-in and load is a process of its own on loopback.
"""
