"""Due days of this floor that hang on the deadline rules and the calendar."""
