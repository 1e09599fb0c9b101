"""Commands of the voters floor."""
