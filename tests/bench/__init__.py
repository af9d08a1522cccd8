"""The bench: how near the engine comes to the exact optimum, on guides that nobody tuned it for.

`python -m tests.bench --help` says what it measures. Everything here computes with NumPy and by
enumeration over sets of causes, so that no formula of the engine is used to judge the engine.
"""
