"""The home page of each role: what needs somebody today, and the shortest way to it."""
