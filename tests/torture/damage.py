"""Damages bytes as disks, editors, mailers and enemies do, by a seeded hand."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: What may be put anywhere.
JUNK = (
    b'"', b"'", b'"""', b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\x1a", b"\x0c", b",", b";",
    b"|", b"\t", b"\\", b"<", b">", b"<<", b"<<(", b"{|", b"{", b"}", b"[", b"]", b"(", b")", b"@prefix", b"@base",
    b"_:", b"@", b"^^", b"&amp;", b"&x;", b"&#0;", b"&#xFFFFFFFF;", b"<!--", b"-->", b"]]>", b"<![CDATA[",
    b"<!DOCTYPE x>", b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"<?xml version='1.1'?>", b"<script>", b"</html>",
    b"<table>", b"<div>" * 50, b"<p" + b" a=1" * 50, b'"@id"', b'"@context": "https://example.org/"', b'"@graph": [[]]',
    b'"@value": null', b"\\u0000", b"\\uD800", b"\\U00110000", "\u202e".encode(), "\u2028".encode(), b"\xf4\x90\x80",
    b"\xed\xa0\x80", "e\u0301".encode() * 200, b"a" * 5000, b"(" * 500, b"[" * 500, b"{" * 500, b"9" * 400, b"1e999999",
    b"-0", b"2015-13-41", b"99999-01-01", b"0000-00-00", b"..", b"../..", b"://", b"file:///etc/passwd", b"&a *a",
    b"=cmd|' /C calc'!A0", b"official/", b"state/XX", b"-1", b"1/0", b"[2016-04-01,", b"%s%n", b"${x}", b"!!python/x",
    b"- ", b"---\n", b": ", b"# ", b"accept", b"correct", b"31 Feb 2024", b"32-13-2024", b"\xa0",
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1251", "koi8-r", "latin-1", "cp866", "utf-7")


def damaged(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The data after one to three accidents; ``others`` are files that it may be mixed up with."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 10, 100, 1000)))
        data = _accident(data, at, end, chance, others)
        if not data:
            break
    return data


def _accident(data: bytes, at: int, end: int, chance: random.Random, others: Sequence[bytes]) -> bytes:
    kind = chance.randrange(12)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:at] + data[at:end] * chance.choice((2, 2, 50)) + data[end:]
    if kind == 3 and at < len(data):
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if kind == 4:
        lines = data.splitlines(keepends=True)
        chance.shuffle(lines)
        return b"".join(lines)
    if kind == 5:
        return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")
    if kind == 6:
        lines = data.split(b"\n")
        return b"".join(line + chance.choice((b"\n", b"\r\n", b"\r", b"\n\n", b"\x0b")) for line in lines)
    if kind == 7 and others:
        other = chance.choice(others)
        return data[:at] + other[chance.randrange(len(other) + 1) :]
    if kind == 8:
        return data[:at] + data[at:end][::-1] + data[end:]
    return data[:at] + chance.choice(JUNK) + data[at:]
