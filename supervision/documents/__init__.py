"""Official documents of supervision, by noun. Always Vietnamese."""
