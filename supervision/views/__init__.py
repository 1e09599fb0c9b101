"""Pages of the supervision floor, by noun."""
