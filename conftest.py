"""What every test run needs, wherever it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.project.translations import compile_translations

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let tests read the translations as they stand in the source; once, not in each of the parallel processes."""
    if not hasattr(config, "workerinput"):
        compile_translations()
