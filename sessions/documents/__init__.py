"""Official documents of sittings and resolutions, as pure functions of their records."""
