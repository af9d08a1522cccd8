"""How fast the statistics are: `python -m tests.bench_statistics`, from the root of the project."""
