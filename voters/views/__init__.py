"""Pages of the voters floor, by noun."""
