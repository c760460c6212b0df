"""The addresses of the server, in the order in which they are tried, and the page that answers each."""

from __future__ import annotations

#: (path, page).  ``{ending}`` picks a form (``pages/table.py`` says which there are); a page finds it in ``ask.path``.
ROUTES: tuple[tuple[str, str], ...] = (
    ("/", "home"),
    ("/search", "search"),
    ("/about", "about"),
    ("/findings", "findings"),
    # Treaty law
    ("/between", "between"),
    ("/route", "route"),
    ("/explain", "explain"),
    ("/horizon", "horizon"),
    ("/status-matrix", "status-matrix"),
    ("/status-matrix.{ending:ending}", "picture.status-matrix"),
    # Pictures
    ("/relations", "relations"),
    ("/relations/edge", "edge"),
    ("/relations.{ending:ending}", "picture.relations"),
    ("/timeline", "timeline"),
    ("/timeline.{ending:ending}", "picture.timeline"),
    ("/cooperation", "cooperation"),
    ("/cooperation.{ending:ending}", "picture.cooperation"),
    ("/map", "map"),
    ("/map.{ending:ending}", "picture.map"),
    # Questions
    ("/questions", "questions"),
    ("/questions/{name}", "question"),
    # Programs
    ("/.well-known/void", "data.void"),
    ("/ontology", "ontology"),
    ("/ontology.{ending:ending}", "data.ontology"),
    ("/openapi.json", "data.openapi"),
    ("/api/{name}", "api"),
    ("/reconcile/{service}/{what}", "api.reconcile"),
    ("/reconcile/{service}", "api.reconcile"),
    # Things
    ("/pair/{a}/{b}", "pair"),
    ("/concept/{scheme}.{ending:ending}", "data.thing"),
    ("/concept/{scheme}/{slug:slug}.{ending:ending}", "data.thing"),
    ("/concept/{scheme}", "scheme"),
    ("/concept/{scheme}/{slug}", "concept"),
    ("/{kind}.{ending:ending}", "data.kind"),
    ("/{kind}", "kind"),
    ("/{kind}/{slug:slug}.{ending:ending}", "data.thing"),
    ("/{kind}/{slug}", "thing"),
)
