"""The torture suite attacks the graphs that the tests of the rooms build."""

from __future__ import annotations

from comity.tests.loaders.conftest import few, first, started

__all__ = ["few", "first", "started"]
