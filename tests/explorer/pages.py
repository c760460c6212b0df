"""The addresses that the tests of every page visit: one of each kind, on the shipped records."""

from __future__ import annotations

from urllib.parse import quote

QUERY = quote(
    "PREFIX comity: <https://w3id.org/comity/ontology#>\n"
    "SELECT ?session ?date ?state WHERE { ?session a comity:Session ; comity:date ?date ; comity:placeState ?state } "
    "ORDER BY ?date LIMIT 20"
)

PAGES = (
    "/",
    "/search?q=%D0%9A%D1%80%D0%B0%D1%81%D0%BD%D0%BE%D0%B2",
    "/search",
    "/state",
    "/state/UZ",
    "/official/igor-krasnov",
    "/agency/ru-prosecutor-general-office",
    "/post/ru-prosecutor-general",
    "/body/sco-prosecutors-general",
    "/session/sco-prosecutors-general-21",
    "/treaty/untoc",
    "/pair/UZ/RU",
    "/concept/topic/cybercrime",
    "/concept/topic",
    "/source",
    "/findings",
    "/about",
    "/between",
    "/between?a=UZ&b=RU&on=2024-11-21",
    "/route?a=UZ&b=RU&for=extradition&on=2024-11-21",
    "/explain?treaty=minsk-convention-1993&a=RU&b=KZ&on=2023-06-28",
    "/horizon?on=2025-09-01",
    "/status-matrix?of=sco&on=2023-11-08",
    "/relations?around=official/igor-krasnov",
    "/relations?projection=met",
    "/timeline?of=body/sco-prosecutors-general",
    "/cooperation?measure=encounters",
    "/map?measure=encounters",
    "/query",
    f"/query?query={QUERY}",
    f"/query?query={QUERY}&view=timeline",
    "/questions",
    "/questions/holders-of-post?post=ru-prosecutor-general&on=2024-11-21",
    "/ontology",
    "/nosuch/thing",
)
