"""Official documents of this floor, by noun: pure functions of data, always Vietnamese."""
