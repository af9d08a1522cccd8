"""Guide files that are no guide files: each is refused clearly, in little time, and nothing is written."""
