"""What data names is not fetched and not opened: canaries on loopback hear nothing, a trace of the system calls shows
no file but those that were given.

All hostile files are read by one program, as the verbs read them, with the
children that they start; where strace is there, all of it is traced.  The
program ends in a control, which connects and opens a file itself: a trace or a
canary that misses it proves nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from comity.cli import cli
from comity.errors import BadInput, ComityError
from comity.loaders.packed import plain_copy
from comity.loaders.sources import sources_in
from comity.loaders.text.decoding import read_bytes
from comity.loaders.untc.load import registers_in
from comity.tests.torture.measure import note

RDF = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
OWL = "http://www.w3.org/2002/07/owl#imports"
INCLUDE = "xmlns:xi='http://www.w3.org/2001/XInclude'"
#: By name, what reaches out: ``URL`` is the canary, ``FILE`` a file that was not given, by its address.
RDF_FILES = {
    "context.jsonld": '{"@context": "URL/c", "@id": "x:a", "x:b": 1}',
    "contexts.jsonld": '{"@context": [{}, ["URL/c"]], "@id": "x:a", "x:b": 1}',
    "file.jsonld": '{"@context": "FILE", "@id": "x:a", "x:b": 1}',
    "protocol.jsonld": '{"@context": "//HOST/c", "@id": "x:a", "x:b": 1}',
    "relative.jsonld": '{"@context": "secret.jsonld", "@id": "x:a", "x:b": 1}',
    "import.jsonld": '{"@context": {"@version": 1.1, "@import": "URL/c"}, "@id": "x:a", "x:b": 1}',
    "scoped.jsonld": '{"@context": {"x:b": {"@id": "x:b", "@context": "URL/c"}}, "@id": "x:a", "x:b": {"x:c": 1}}',
    "nested.jsonld": '{"@id": "x:a", "x:b": {"@context": "URL/c", "x:c": 1}}',
    "dtd.rdf": "<!DOCTYPE r SYSTEM 'URL/d'><r/>",
    "public.rdf": "<!DOCTYPE r PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'URL/d'><r/>",
    "entity.rdf": f"<!DOCTYPE r [<!ENTITY a SYSTEM 'FILE'>]><rdf:RDF {RDF}>&a;</rdf:RDF>",
    "parameter.rdf": f"<!DOCTYPE r [<!ENTITY % a SYSTEM 'URL/d'> %a;]><rdf:RDF {RDF}/>",
    "include.rdf": f"<rdf:RDF {RDF} {INCLUDE}><xi:include href='FILE' parse='text'/></rdf:RDF>",
    "sheet.rdf": f"<?xml-stylesheet href='URL/s'?><rdf:RDF {RDF} xml:base='URL/b'><rdf:Description rdf:about=''>"
    "<rdf:value rdf:resource='FILE'/></rdf:Description></rdf:RDF>",
    "imports.ttl": f"@base <URL/b> . <> <{OWL}> <URL/o> , <FILE> , <//HOST/p> .",
    "imports.trig": f"<x:g> {{ <x:a> <{OWL}> <URL/o> , <FILE> }}",
    "imports.nt": f"<x:a> <{OWL}> <FILE> .\n<x:a> <{OWL}> <URL/o> .\n",
    "graph.nq": f"<x:a> <{OWL}> <URL/o> <FILE> .\n",
}
_HEAD = (
    "<base href='URL/'><meta http-equiv='refresh' content='0; URL/r'><link rel='stylesheet' href='URL/s'>"
    "<link rel='canonical' href='URL/a'><script src='URL/j'></script><style>@import 'URL/i';</style>"
)
_BODY = (
    "<p>21 ноября 2024 года в Ташкенте прошла встреча генеральных прокуроров.</p><img src='URL/p'><img src='FILE'>"
    "<iframe src='FILE'></iframe><object data='FILE'></object><embed src='URL/e'><video src='URL/v'></video>"
    "<svg><image href='URL/g'/><use href='FILE#a'/></svg><form action='URL/f'></form>"
)
PAGES = {
    "page.html": f"<!DOCTYPE html><html><head>{_HEAD}</head><body>{_BODY}</body></html>",
    "entity.html": f"<!DOCTYPE html [<!ENTITY a SYSTEM 'FILE'>]><html><body>{_BODY}<p>&a;</p></body></html>",
    "page.xhtml": f"<?xml version='1.0'?><!DOCTYPE html SYSTEM 'URL/d'><html {INCLUDE}><body><xi:include href='FILE'/>"
    f"{_BODY}</body></html>",
}
REGISTERS = {
    "IV-1.html": f"<html><head>{_HEAD}</head><body>{_BODY}</body></html>",
    "IV-2.xml": "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'FILE'>]><Treaties>&a;</Treaties>",
    "IV-3.xml": f"<?xml version='1.0'?><?xml-stylesheet href='URL/s'?><Treaties {INCLUDE}><xi:include href='FILE'/>"
    "</Treaties>",
}
PROGRAM = """
import os, socket, sys
from pathlib import Path
from pyoxigraph import Store
from comity.errors import ComityError
from comity.loaders.packed import plain_copy
from comity.loaders.rdf import load_rdf
from comity.loaders.text.folder import read_folder
from comity.loaders.untc.load import read_register

given, port, control, graph = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]

def tried(what):
    try:
        return str(what())
    except ComityError as error:
        return str(error)

said = []
for file in sorted((given / "rdf").iterdir()):
    store = Store()
    said.append(tried(lambda: load_rdf(file, store)))
    said += map(str, store)
for file in sorted((given / "registers").iterdir()):
    said.append(tried(lambda: read_register(file, plain_copy)))
for one in read_folder(sorted((given / "pages").iterdir()), graph, jobs=1):
    said.append(str(one.error or (one.document.text, one.value)))
print("\\n".join(said))
open(control).read()
if port:
    socket.create_connection(("127.0.0.1", port)).close()
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"control", ("127.0.0.1", port))
"""


class Canary:
    """A port of loopback, TCP and UDP, that counts who calls."""

    def __init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.heard: list[str] = []
        for listen in (self._calls, self._packets):
            threading.Thread(target=listen, daemon=True).start()

    def _calls(self) -> None:
        try:
            while True:
                connection, _ = self.tcp.accept()
                self.heard.append("tcp")
                connection.close()
        except OSError:
            pass  # closed

    def _packets(self) -> None:
        try:
            while self.udp.recv(1000):
                self.heard.append("udp")
        except OSError:
            pass  # closed

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    with closing(Canary()) as made:
        yield made


def test_nothing_that_data_name_is_fetched_or_opened(first: Path, canary: Canary, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere" / "secret.jsonld"
    secret.parent.mkdir()
    secret.write_text('{"@context": {"b": "x:canary-that-must-not-sing"}}', encoding="utf-8")
    given = tmp_path / "given"
    for folder, files in (("rdf", RDF_FILES), ("registers", REGISTERS), ("pages", PAGES)):
        (given / folder).mkdir(parents=True)
        for name, text in files.items():
            text = text.replace("URL", f"http://127.0.0.1:{canary.port}").replace("FILE", secret.as_uri())
            (given / folder / name).write_text(text.replace("HOST", f"127.0.0.1:{canary.port}"), encoding="utf-8")
    shutil.copy(secret, tmp_path)  # where a relative address of a file that was given may lead
    shutil.copy(secret, given)
    control = tmp_path / "control"
    control.write_text("read by the program itself", encoding="utf-8")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    trace = tmp_path / "trace"
    command = [sys.executable, str(program), str(given), str(canary.port), str(control), str(first)]
    strace = shutil.which("strace")
    calls = "trace=open,openat,openat2,connect,sendto,sendmsg,execve"
    if strace is not None:
        command = [strace, "-f", "-qq", "-s", "4096", "-e", calls, "-o", str(trace), *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    deadline = time.monotonic() + 10
    while len(canary.heard) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sorted(canary.heard) == ["tcp", "udp"], "beside the control, somebody called, or the control was not heard"
    assert "canary-that-must-not-sing" not in done.stdout
    opened: list[str] = []
    connected: list[str] = []
    if strace is not None:
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
        opened = [found[1] for line in lines if (found := re.search(r'open(?:at2?)?\(.*?"((?:[^"\\]|\\.)*)"', line))]
        connected = [line for line in lines if re.search(r"(connect|sendto|sendmsg)\(.*AF_INET6?\b", line)]
        assert str(control) in opened
        assert len(connected) == 2, "\n".join(connected)
        elsewhere = [name for name in opened if "secret.jsonld" in name or name in ("/etc/passwd", "/etc/shadow")]
        assert elsewhere == []
        asked = [name for name in opened if name in ("/etc/resolv.conf", "/etc/hosts")]
        assert asked == [], "a name was looked up"
    count = len(RDF_FILES) + len(PAGES) + len(REGISTERS)
    calls_out = len(canary.heard) - 2  # beyond the control's own
    note("reach", files=count, calls=calls_out, traced=strace is not None, opened_elsewhere=0)


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path, first: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.txt").write_text("Встреча прошла 5 марта 2024 года. Тайна.", encoding="utf-8")
    (secret / "a.ttl").write_text("<x:secret> <x:b> 1 .", encoding="utf-8")
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.txt").write_text("Встреча прошла 6 марта 2024 года.", encoding="utf-8")
    (folder / "c.txt").symlink_to("b.txt")
    (folder / "link.txt").symlink_to(secret / "a.txt")
    (folder / "deep" / "up.txt").symlink_to("../../secret/a.txt")
    (folder / "whole").symlink_to(secret)
    read = CliRunner().invoke(cli, ["read", str(folder), "--dry-run", "-f", "ndjson", "--graph", str(first)])
    assert read.exit_code == 0, read.stderr
    assert sorted(re.findall(r'"document": "(.*?)"', read.stdout)) == ["b.txt", "c.txt"]
    assert read.stderr.count("is a link that leads out of its folder and was left alone") == 2
    assert f"{folder / 'link.txt'}: " in read.stderr
    named = CliRunner().invoke(cli, ["read", str(folder / "link.txt"), "--dry-run", "--graph", str(first)])
    assert named.exit_code == 0, "what is named may be a link"
    (folder / "link.ttl").symlink_to(secret / "a.ttl")
    refusing: list[Callable[[], object]] = [lambda: sources_in([folder]), lambda: registers_in(folder)]
    for refuse in refusing:
        with pytest.raises(BadInput, match="leads out of its folder; nothing was loaded"):
            refuse()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes among its files")
def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path, first: Path) -> None:
    pipe, plug = tmp_path / "pipe.txt", tmp_path / "plug.txt"
    os.mkfifo(pipe)
    os.mkfifo(tmp_path / "pipe.ttl")
    os.mkfifo(tmp_path / "posts.csv")
    os.mkfifo(tmp_path / "batch.yaml")
    listening = socket.socket(socket.AF_UNIX)
    where = Path.cwd()
    os.chdir(tmp_path)  # the name of a socket may not be long
    try:
        listening.bind(plug.name)
    finally:
        os.chdir(where)
    began = time.monotonic()
    for path in (pipe, plug, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(BadInput, match=r"no file of the usual kind") as caught:
            read_bytes(path)
        assert str(path) in str(caught.value)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: plain_copy(tmp_path / "pipe.ttl").__enter__(),
        lambda: sources_in([tmp_path / "pipe.ttl"]),
        lambda: sources_in([tmp_path / "posts.csv"]),
        lambda: sources_in([Path("/dev/zero")]),
    )
    for attempt in attempts:
        with pytest.raises(ComityError):
            attempt()
    for words in (["read", str(pipe)], ["read", str(tmp_path)], ["review", "apply", str(tmp_path / "batch.yaml")]):
        done = CliRunner().invoke(cli, [*words, "--graph", str(first)])
        assert done.exit_code == 2, done.stderr
        assert str(tmp_path) in done.stderr
    assert time.monotonic() - began < 60
    listening.close()


def test_a_file_that_grows_while_it_is_read_is_read_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "grows.txt"
    path.write_text("Текст. " * 1000, encoding="utf-8")
    done = threading.Event()

    def grow() -> None:
        with path.open("ab") as file:
            while not done.is_set():
                file.write(b"a" * (1 << 20))
                file.flush()
                if file.tell() > 200 << 20:
                    return

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        for _ in range(20):
            try:
                assert len(read_bytes(path)) <= 10 << 20
            except BadInput as error:
                assert "longer than a document may be" in error.message  # noqa: PT017  # either is right
    finally:
        done.set()
        thread.join()
