"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.sittings import save_sitting

__all__ = ["save_sitting"]
