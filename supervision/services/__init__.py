"""Writes of the supervision floor."""

from supervision.services.missions import save_mission

__all__ = ["save_mission"]
