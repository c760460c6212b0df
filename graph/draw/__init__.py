"""Pictures of relations: SVG, HTML and PNG that open offline."""

from __future__ import annotations

from .picture import Picture, draw_picture, picture_of

__all__ = ["Picture", "draw_picture", "picture_of"]
