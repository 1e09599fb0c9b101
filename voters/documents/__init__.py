"""Official documents of this floor: pure functions of data, always Vietnamese."""
