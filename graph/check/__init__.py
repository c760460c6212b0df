"""SHACL checked at the store's speed: shapes compiled to SPARQL."""

from .finding import Finding
from .report import Report
from .run import check
from .source import Rows, Source, StoreSource

__all__ = ["Finding", "Report", "Rows", "Source", "StoreSource", "check"]
