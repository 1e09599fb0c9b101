"""Official documents of the supervision floor, by noun. Pure functions of data; always Vietnamese."""
