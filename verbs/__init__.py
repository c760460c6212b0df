"""The verbs of the command line, one module a subject; a room is imported only when its verb runs."""
