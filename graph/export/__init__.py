"""The graph written out for others: RDF in six syntaxes, networks, tables."""

from __future__ import annotations

from .files import whole_file
from .write import FORMATS, export, export_file, format_of

__all__ = ["FORMATS", "export", "export_file", "format_of", "whole_file"]
