"""What the terminal shows: faults with their traceback, refusals in a line."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied

from portal.logs import logging_config, refusals_in_one_line


def record_of(error: Exception) -> logging.LogRecord:
    caught = (type(error), error, None)
    return logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), caught)


@pytest.mark.parametrize(("error", "kept"), [(PermissionDenied(), False), (ValueError(), True)])
def test_a_refusal_is_one_line_and_a_fault_keeps_its_traceback(error: Exception, kept: bool) -> None:
    record = record_of(error)
    assert refusals_in_one_line(record)
    assert bool(record.exc_info) is kept


def test_every_line_goes_through_it() -> None:
    assert logging_config(json=True)["handlers"]["out"]["filters"] == ["refusals"]
