"""Official documents of the sittings floor, by noun: pure functions of data, always Vietnamese."""
