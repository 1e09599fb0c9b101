"""Commands of the councils floor."""
