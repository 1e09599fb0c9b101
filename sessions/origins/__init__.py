"""Tells the kernel of follow-ups where the follow-ups of sittings and resolutions come from."""
