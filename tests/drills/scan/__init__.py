"""Scanners that others wrote, against the running portal."""
