"""An operation of migrations: the history triggers of a model in one step.

pgtrigger's own operation renders the model and all that hang on it anew for each trigger, which made up a third of the
time of a fresh database; a trigger changes nothing that rendering shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddTriggers(Operation):
    """Install compiled triggers on one model."""

    def __init__(self, model_name: str, triggers: Sequence[Any]) -> None:
        """`triggers` as pgtrigger's autodetector writes them."""
        self.model_name = model_name
        self.triggers = list(triggers)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the writer of migrations."""
        return type(self).__qualname__, [], {"model_name": self.model_name, "triggers": self.triggers}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The state knows them; no model looks different for it."""
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), *self.triggers]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Install each."""
        for trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Remove each."""
        for trigger in self.triggers:
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Create {len(self.triggers)} triggers on model {self.model_name}"
