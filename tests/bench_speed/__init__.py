"""What one step forward costs, beside a floor and another wizard: `make bench`."""
