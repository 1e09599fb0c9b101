"""Forms of the supervision floor, by noun."""
