"""The store and its generations, checks, reasoning, export, networks, pictures."""
