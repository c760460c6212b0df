"""What the product's own source must not contain; it sees through ``noqa``.

Each ban names the threat.  An exception names its place and its reason, and
fails when nothing is left there to except.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.tests.test_packaging import NOT_SHIPPED, ROOT

#: Modules that are not imported, and why.
MODULES = {
    "pickle": "a pickle runs what it is told to",
    "marshal": "as pickle",
    "shelve": "as pickle",
    "dill": "as pickle",
    "joblib": "as pickle",
    "multiprocessing": "forks by default on Linux, and pickles: a forked process loses the store's commits",
    "concurrent.futures.process": "as multiprocessing",
    "telnetlib": "nothing leaves the machine",
    "ftplib": "nothing leaves the machine",
    "smtplib": "nothing leaves the machine",
    "requests": "nothing leaves the machine",
    "httpx": "nothing leaves the machine",
    "aiohttp": "nothing leaves the machine",
    "urllib.request": "nothing leaves the machine",
    "http.client": "nothing leaves the machine",
    "socket": "nothing leaves the machine",
    "xml.etree": "expands entities: a small file grows without end",
    "xml.dom": "as xml.etree",
    "xml.sax": "as xml.etree",
}
#: Calls by their name as written, and why not.
CALLS = {
    "eval": "runs text",
    "exec": "runs text",
    "compile": "makes code of text",
    "__import__": "imports what data name",
    "os.system": "a shell reads the words",
    "os.popen": "a shell reads the words",
    "os.fork": "a forked process loses the store's commits",
    "os.forkpty": "as os.fork",
    "tempfile.mktemp": "somebody else may make the file first",
    "yaml.unsafe_load": "makes objects of text",
    "yaml.full_load": "makes objects of text",
    "yaml.load_all": "makes objects of text",
    "subprocess.getoutput": "a shell reads the words",
    "subprocess.getstatusoutput": "a shell reads the words",
}
#: Methods of whatever object, and why not.
METHODS = {
    "extractall": "an archive writes where it likes",
    "unpack_archive": "an archive writes where it likes",
}
EXCEPT = {
    ("loaders/text/model/line.py", "http.client"): "asks the model whose name and address the user gave",
    ("loaders/text/model/line.py", "socket"): "the name of an error: there is no such host",
    ("explorer/connection.py", "socket"): "asks the server's own connections what has arrived",
    ("explorer/desk_main.py", "compile"): "py_compile, of the explorer's own files",
    ("explorer/serve.py", "socket"): "binds the address that the server listens on",
    ("graph/export/rdfxml.py", "xml.sax"): "escapes; nothing is parsed",
    ("graph/export/networks.py", "xml.sax"): "escapes; nothing is parsed",
}
#: Loaders that are safe, as the second word of yaml.load.
SAFE_YAML = re.compile(r"\b(C?(?:Safe|Base)Loader)\b")


def modules() -> Iterator[Path]:
    """Every Python file that is shipped."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not any(part in NOT_SHIPPED or part.startswith(".") for part in parts):
            yield path


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; '' of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def banned(source: str) -> Iterator[tuple[str, str, int]]:
    """What is banned in a module: the word to except it by, the reason, the line."""
    tree = ast.parse(source)
    safe = {
        node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and SAFE_YAML.search(ast.unparse(node.value))
    }
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
            inner = isinstance(node, ast.ImportFrom)
            names = [f"{node.module}.{one.name}" if inner else one.name for one in node.names]  # type: ignore[union-attr]
            for imported in names:
                for module, reason in MODULES.items():
                    if imported == module or imported.startswith(module + "."):
                        yield module, reason, line
        elif isinstance(node, ast.Call):
            called = dotted(node.func)
            if called in CALLS:
                yield called, CALLS[called], line
            for keyword in node.keywords:
                if keyword.arg == "shell" and not (
                    isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                ):
                    yield "shell", "a shell reads the words", line
                if keyword.arg == "preexec_fn":
                    yield "preexec_fn", "runs between fork and exec, where threads make it hang", line
            if called == "yaml.load":
                loader = [keyword.value for keyword in node.keywords if keyword.arg == "Loader"] or node.args[1:2]
                if not loader or not (
                    SAFE_YAML.search(ast.unparse(loader[0])) or getattr(loader[0], "id", None) in safe
                ):
                    yield "yaml.load", "makes objects of text", line
            if isinstance(node.func, ast.Attribute) and METHODS.get(node.func.attr):
                yield node.func.attr, str(METHODS[node.func.attr]), line
            if called.endswith(("XMLParser", "iterparse")):
                said = ast.unparse(node)
                if "resolve_entities=False" not in said or "no_network=True" not in said:
                    yield "XMLParser", "expands entities and asks the network", line
            if called.endswith("HTMLParser") and "no_network=True" not in ast.unparse(node):
                yield "HTMLParser", "asks the network", line


def test_nothing_banned_is_used() -> None:
    there, used = [], set()
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        for word, reason, line in banned(path.read_text(encoding="utf-8")):
            used.add((name, word))
            if (name, word) not in EXCEPT:
                there.append(f"{name}:{line}: {word}: {reason}")
    assert there == []
    assert set(EXCEPT) - used == set(), "an exception that nothing needs"


BAD = [
    "import pickle",
    "from pickle import loads",
    "def f():\n    from multiprocessing import Pool",
    "import xml.etree.ElementTree as et",
    "from urllib.request import urlopen",
    "import yaml\nyaml.load(x)",
    "import yaml\nyaml.load(x, Loader=yaml.Loader)",
    "import yaml\nyaml.load(x, yaml.FullLoader)",
    "eval(x)",
    "exec(x)",
    "os.fork()",
    "subprocess.run(x, shell=True)",
    "subprocess.run(x, shell=y)",
    "subprocess.run(x, preexec_fn=f)",
    "archive.extractall(place)",
    "etree.XMLParser(huge_tree=True)",
    "html.HTMLParser()",
]


@pytest.mark.parametrize("source", BAD)
def test_the_ban_sees(source: str) -> None:
    assert list(banned(source))


# SPARQL is put together from constants and from terms that the engine itself writes, never from a caller's text.

SPARQL = re.compile(
    r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|VALUES|FILTER|INSERT DATA|DELETE|GRAPH)\b[^.]*[{?(<]|\bWHERE\s*\{"
)
#: Functions whose answer may stand in a query, and why.
WRITERS = {
    "NamedNode": "an address that the engine has read and writes itself",
    "Literal": "a text that the engine writes itself",
    "batches": "addresses that the engine has read and writes itself",
    "values_block": "terms, each checked and written by queries/terms.py",
}
#: The room that makes SPARQL of parsed pieces: each is a term of the engine, or text of the shapes themselves,
#: which whoever checks has named; they run under the guard and in a worker as any query does.
COMPILER = "graph/check/"
#: What else is filled in, and why it may be.
PIECES = {
    ("explorer/pages/matching.py", "first"): "a literal of the engine",
    ("explorer/pages/matching.py", "last"): "a literal of the engine",
    ("explorer/pages/matching.py", "things"): "addresses that the engine has read and writes itself",
    ("explorer/pages/ontology.py", "pattern"): "one of two constants",
    ("explorer/pages/twins.py", "start"): "an address of Comity's own and a kind that is in the list of kinds",
    ("queries/blank.py", "pattern"): "a pattern out of a question that ships",
    ("queries/blank.py", "what"): "one of two constants",
    ("queries/blank.py", "' '.join(map(str, facts))"): "terms of the engine",
    ("queries/finding.py", "scheme"): "the scheme that a question that ships names",
    ("queries/finding.py", "' '.join(things)"): "addresses that the engine has read and writes itself",
    ("queries/labels.py", "' '.join(('?' + name for name in terms))"): "names of parameters of a question that ships",
    ("queries/labels.py", "' '.join(terms.values())"): "terms that queries/terms.py wrote",
    ("queries/labels.py", "properties"): "constants",
    ("queries/showing.py", "pattern"): "a pattern of this module, filled from the next",
    ("queries/showing.py", "thing"): "an address that the engine has read and writes itself",
}


def texts(tree: ast.Module) -> Iterator[tuple[str, list[ast.expr], int]]:
    """Each text put together: its constant parts, what is filled in, the line."""
    named = {
        node.targets[0].id: str(node.value.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            constant = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            filled = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            if filled:
                yield constant, filled, node.lineno
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
            left, right = node.left, node.right
            for one, other in ((left, right), (right, left)):
                if text := said(one, named):
                    yield text, [other], node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            yield said(node.func.value, named), [*node.args, *(word.value for word in node.keywords)], node.lineno


def said(node: ast.expr, named: dict[str, str]) -> str:
    """The text of a constant, written there or by its name in the module."""
    if isinstance(node, ast.Name):
        return named.get(node.id, "")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def harmless(node: ast.expr, given: dict[str, list[ast.expr]]) -> bool:
    """A constant, one by its name in capitals, what a writer of terms gives, or a name that is given only these."""
    if isinstance(node, ast.Constant):
        return True
    name = dotted(node).rsplit(".", 1)[-1]
    if name and name.isupper():
        return True
    if isinstance(node, ast.Name):
        return all(harmless(one, {**given, node.id: []}) for one in given[node.id]) if given.get(node.id) else False
    if isinstance(node, ast.BinOp):
        return harmless(node.left, given) and harmless(node.right, given)
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return harmless(node.elt, given)
    if isinstance(node, ast.Call):
        called = dotted(node.func).rsplit(".", 1)[-1]
        joined = isinstance(node.func, ast.Attribute) and node.func.attr == "join"
        return called in WRITERS or ((called == "str" or joined) and all(harmless(one, given) for one in node.args))
    return False


def composed(source: str) -> Iterator[tuple[int, str]]:
    """The line and the piece of each query that is made of something else."""
    tree = ast.parse(source)
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For | ast.comprehension | ast.NamedExpr):
            if isinstance(node.target, ast.Name):
                value = node.iter if isinstance(node, ast.For | ast.comprehension) else node.value
                given.setdefault(node.target.id, []).append(value or node.target)
        elif isinstance(node, ast.arg):
            given.setdefault(node.arg, []).append(ast.Name(node.arg))  # whatever a caller gives
    for constant, filled, line in texts(tree):
        if SPARQL.search(constant):
            for piece in filled:
                if not harmless(piece, given):
                    yield line, ast.unparse(piece)


def test_no_sparql_is_made_of_text() -> None:
    found, needed = [], set()
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(COMPILER):
            for line, piece in composed(path.read_text(encoding="utf-8")):
                needed.add((name, piece))
                if (name, piece) not in PIECES:
                    found.append(f"{name}:{line}: {piece}")
    assert found == []
    assert set(PIECES) - needed == set()


COMPOSED = [
    'text = f"SELECT ?x WHERE {{ ?x ?p <{iri}> }}"',
    """text = "SELECT ?x WHERE { ?x ?p '" + name + "' }\"""",
    """text = "ASK { ?x ?p '%s' }" % name""",
    """text = "ASK {{ ?x ?p '{}' }}".format(name)""",
    """Q = "ASK {{ ?x ?p '{}' }}"\ndef f(name): return Q.format(name)""",
]


@pytest.mark.parametrize("source", COMPOSED)
def test_the_ban_on_made_up_sparql_sees(source: str) -> None:
    assert list(composed(source))
