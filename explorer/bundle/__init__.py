"""The build step that fetches what the explorer can do without: shapes of states for its map."""
