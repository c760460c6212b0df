"""Every way that a query has been seen to name another server or a file, and a server that hears whether one was taken.

``URL`` stands for an address of that server, ``FILE`` for one of a file that nobody may open.
"""

from __future__ import annotations

import http.server
import json
import random
import subprocess
import sys
import threading
from types import TracebackType

from comity.tests.torture.killers import SEED

WAYS = {
    "service": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "service, silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "service, small": "select * { service silent <URL> { ?s ?p ?o } }",
    "service, mixed": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "service by a variable": "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
    "service by a bound variable": "SELECT * { BIND(IRI(CONCAT('URL', '')) AS ?g) SERVICE SILENT ?g { ?s ?p ?o } }",
    "service by a name": "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "service by a base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "service in a sub-select": "SELECT * { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "service in a union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "service in an optional": "SELECT * { VALUES ?x { 1 } OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "service in a minus": "SELECT * { VALUES ?s { 1 } MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "service in exists": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "service in not exists": "ASK { VALUES ?x { 1 } FILTER NOT EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "service in a graph": "SELECT * { GRAPH <x:g> { SERVICE <URL> { ?s ?p ?o } } }",
    "service in service": "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "service in a construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "service in a describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "service in having": "SELECT (1 AS ?a) {} GROUP BY ?x HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "service, escaped": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "service, long-escaped": "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "service behind a comment": "SELECT * { # ' \n SERVICE <URL> { ?s ?p ?o } # '\n}",
    "service before a comment": "SELECT * { SERVICE#\n<URL>#\n{ ?s ?p ?o } }",
    "service behind a string": "SELECT * { BIND('\\\\' AS ?x) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?y) }",
    "service behind a long string": 'SELECT * { BIND("""a\\"""" AS ?x) SERVICE <URL> { ?s ?p ?o } }',
    "service behind two quotes": "SELECT * { BIND('' AS ?x) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?y) }",
    "service behind an escaped quote": "SELECT * { BIND('\\u0027 AS ?x) SERVICE <URL> { ?s ?p ?o } BIND('' AS ?y) }",
    "service behind a name": "PREFIX x: <x:> SELECT * { BIND(x:a\\' AS ?x) SERVICE <URL> { ?s ?p ?o } #'\n}",
    "service behind less than": "SELECT * { BIND(1 <2 AS ?x) SERVICE <URL> { ?s ?p ?o } BIND(2>1 AS ?y) }",
    "service without spaces": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "service between returns": "SELECT * {\rSERVICE\r<URL>\r{ ?s ?p ?o } }",
    "service after a mark": "\ufeffSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "load": "LOAD <URL>",
    "load, silent": "load silent <URL> into graph <x:g>",
    "load after a prologue": "PREFIX x: <x:> BASE <URL>\n# why\nLOAD <> INTO GRAPH x:g",
    "load after a query": "ASK {} ; LOAD <URL>",
    "load after an insert": "INSERT DATA { <x:a> <x:b> <x:c> } ; LOAD <URL>",
    "load, escaped": "\\u004cOAD <URL>",
    "load a file": "LOAD <FILE>",
    "insert from service": "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <FILE> { ?s ?p ?o }",
    "from a file, named": "SELECT * FROM NAMED <FILE> { GRAPH <FILE> { ?s ?p ?o } }",
    "from a base": "BASE <URL> SELECT * FROM <x> { ?s ?p ?o }",
    "graph": "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "graph of a file": "SELECT * { GRAPH <FILE> { ?s ?p ?o } }",
    "describe": "DESCRIBE <URL>",
    "describe a file": "DESCRIBE <FILE>",
    "construct from": "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "a function by its address": "SELECT (<URL>(1) AS ?x) {}",
    "service of a file": "SELECT * { SERVICE <FILE> { ?s ?p ?o } }",
}
_STIRRED = (
    " ",
    "\n",
    "#\n",
    "\t",
    "{ } ",
    "''",
    '""',
    "'\\''",
    "\\u0020",
    "<x:a>",
    "?x ",
    "x:\\# ",
    "'''a'''",
    "<",
    ">",
    "\\",
)


def ways(url: str, file: str, more: int = 0) -> list[tuple[str, str]]:
    """All of them, and so many stirred ones."""
    found = [(name, text.replace("URL", url).replace("FILE", file)) for name, text in WAYS.items()]
    rng = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    whole = list(found)
    for number in range(more):
        name, text = rng.choice(whole)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(_STIRRED) + text[at + rng.randint(0, 1) :]
        found.append((f"stirred {number} of {name}", text))
    return found


class Canary:
    """A server on this machine that counts who comes, and answers whatever is asked."""

    def __enter__(self) -> Canary:
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def setup(self) -> None:
                heard.append("connected")
                super().setup()

            def do_GET(self) -> None:
                body = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/x"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    heard: list[str]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


_RAW = """
import json, sys, pyoxigraph as ox
for text in json.load(sys.stdin):
    store = ox.Store()
    for act in (store.query, store.update):
        try:
            found = act(text)
            if found is not None and not isinstance(found, ox.QueryBoolean):
                list(found)
            break
        except SyntaxError:
            pass
        except Exception:
            break
    print(json.dumps(text), flush=True)
"""


def raw_connects(canary: Canary, texts: list[str]) -> int:
    """How many of some texts make the engine alone connect."""
    count = 0
    process = subprocess.Popen([sys.executable, "-c", _RAW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process, process.stdin, process.stdout:
        process.stdin.write(json.dumps(texts))
        process.stdin.close()
        for _ in texts:
            before = len(canary.heard)
            process.stdout.readline()
            count += len(canary.heard) > before
    return count
