"""The fixtures of the apps' tests, for the tests that belong to no app."""

from __future__ import annotations

from styring.conftest import assert_queries, trail_that_is_wiped

__all__ = ["assert_queries", "trail_that_is_wiped"]
