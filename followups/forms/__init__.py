"""Forms of the accountability kernel, by noun."""
