"""Pictures of relations: SVG, HTML and PNG that open offline."""
