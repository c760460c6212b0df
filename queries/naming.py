"""What the engine's ids are called: things by their label, acts by what was done, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.export.names import Names
from ..ontology.namespaces import COMITY, ID, VOCABULARY

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..law import Law
    from ..law.acts import Act


class Naming:
    """Names in one language, read from a store as they are needed."""

    def __init__(self, store: Store, law: Law, lang: str) -> None:
        self.lang = "ru" if lang == "ru" else "en"
        self._names = Names(store, lang)
        self._acts = {act.id: act for act in law.acts}

    def __call__(self, thing: str, language: str | None = None) -> str:
        """What a sentence of a proof calls a thing or act; fits :data:`comity.law.proof.Names`.

        An act is its kind alone: the sentence says by whom and when.
        """
        return self.kind(self._acts[thing]) if thing in self._acts else self.thing(thing)

    def thing(self, thing: str) -> str:
        """The label of ``kind/slug``, with the abbreviation where it has one."""
        return self._names.label(ID + thing)

    def kind(self, act: Act) -> str:
        """Ratification, accession … in the language."""
        name = "".join(part.capitalize() for part in act.kind.value.split("-"))
        return (self._names.known(COMITY + name) or act.kind.value.replace("-", " ")).lower()

    def concept(self, scheme: str, slug: str) -> str:
        """The label of a concept."""
        return self._names.known(f"{VOCABULARY}{scheme}/{slug}") or slug.replace("-", " ")

    def act(self, act: Act) -> str:
        """``ratification by Russia, 2004-05-26``."""
        by = {"en": "by", "ru": "—"}[self.lang]
        date = "" if act.date is None else f", {act.date}"
        return f"{self.kind(act)} {by} {self.thing(act.actor)}{date}"
