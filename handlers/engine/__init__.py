"""The conversation engine: named-answer scripts that survive restarts, processes and changes.

A script is a plain function that reruns from the top each turn with the answers given so far;
`ask` returns the answer or stops the run. See docs/decisions for what it was tried against.
"""
