"""Somebody whose address, browser and words are marked, looked for in all that is written down."""
