"""The benchmark: a country of its own, the server that `make run` uses, each main page asked as each role.

`python -m portal.bench` (or `make bench`) prints a table and writes it as JSON. What counts are ratios to two reference
views asked in the same run: an empty one, and one with a single SELECT by key.
"""
