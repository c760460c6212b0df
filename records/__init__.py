"""The curated facts that ship with Comity."""
