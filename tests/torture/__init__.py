"""The house under attack: see docs/reliability.md.  Short here, long with ``make torture``."""
