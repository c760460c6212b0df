"""Treaty law: what binds two states on a day (issue 3 builds it)."""
