"""Official documents of sittings: pure functions of data, always Vietnamese."""
