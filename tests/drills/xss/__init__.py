"""Payloads in every text that a person or a file can fill, and every page in a browser."""
