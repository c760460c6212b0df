"""Bytes of a file as text: the encoding found, what is no text named and refused."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from ...errors import BadInput

#: Opens what would wait for somebody to write to it at once.
WAITING = getattr(os, "O_NONBLOCK", 0)
#: Bytes of one document.  The longest verbatim record of a session has a tenth of it.
LIMIT = 10 << 20

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (a .docx, .odt or .xlsx file is one)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image, sound or film (RIFF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"AT&TF", "a DjVu file"),
)
_AS_TEXT = "save its text as .txt or .html and read that"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Characters that are looked at to judge an encoding.
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and what was noticed: ``note`` is a sentence for the reader of the results, or None."""

    text: str
    encoding: str
    note: str | None = None


def read_bytes(path: Path) -> bytes:
    """The bytes of a document; :class:`~comity.errors.BadInput` where it is too long, missing or no file to read."""
    try:
        # A pipe would be waited for and a device never ends; neither is opened to be read.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | WAITING)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInput("is no file of the usual kind (a pipe, a socket or a device)", file=path)
            data = file.read(LIMIT + 1)
    except IsADirectoryError:
        raise BadInput("is a folder; a document was expected", file=path) from None
    except FileNotFoundError:
        raise BadInput("there is no such file", file=path) from None
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise BadInput("is no file of the usual kind (a pipe, a socket or a device)", file=path) from None
        raise BadInput(f"cannot be read: {error.strerror or error}", file=path) from None
    if len(data) > LIMIT:
        raise BadInput(
            f"is longer than a document may be ({LIMIT >> 20} MB)",
            file=path,
            hint="cut it into one file a news item or page",
        )
    return data


def decoded(data: bytes, path: Path | None = None) -> Decoded:
    """The text of a file; :class:`~comity.errors.BadInput` where it is none, or in no known encoding."""
    if not data.strip():
        raise BadInput("is empty", file=path)
    for magic, name in _MAGIC:
        if data.startswith(magic) and (magic != b"MZ" or b"\x00" in data[:200]):
            raise BadInput(f"is {name}, not a text", file=path, hint=_AS_TEXT)
    if re.match(rb"(?:[\w-]+: [^\n]{0,300}\n){0,12}?MIME-Version: 1\.0", data[:4000], re.IGNORECASE):
        raise BadInput("is a web archive or a letter (MIME), not a text", file=path, hint=_AS_TEXT)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            size = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
            text = body[: len(body) - len(body) % size].decode(encoding, "replace")
            bad = text.count("\ufffd")
            return _checked(Decoded(text, encoding, _spoilt(bad)), path)
    if b"\x00" in data:
        raise BadInput("has NUL bytes: it is no text, or UTF-16 without a byte order mark", file=path, hint=_AS_TEXT)
    return _checked(_guessed(data, path), path)


def _guessed(data: bytes, path: Path | None) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text[:_SAMPLE]) > 20 * text[:_SAMPLE].count("\ufffd"):
        return Decoded(text, "utf-8", _spoilt(bad))
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii")
        try:
            if codecs.lookup(name).name not in ("utf-8", "ascii") and getattr(
                codecs.lookup(name), "_is_text_encoding", True
            ):
                return Decoded(data.decode(name), name)
        except (LookupError, ValueError):
            pass  # not what the page says it is: judged like any other
    sample = data[:_SAMPLE]
    likeness = {name: _cyrillic(sample.decode(name, "replace")) for name in _CYRILLIC}
    best = max(likeness, key=lambda name: likeness[name])
    if likeness[best] >= 0.45:
        return Decoded(data.decode(best, "replace"), best)
    western = data.decode("cp1252", "replace")
    if _western(western[:_SAMPLE]):
        return Decoded(western, "windows-1252")
    raise BadInput("is in no encoding that is known here", file=path, hint="save it as UTF-8")


def _spoilt(bad: int) -> str | None:
    return f"{bad} places of the file are no proper UTF-8 and were read as \ufffd" if bad else None


def _cyrillic(text: str) -> float:
    """The share of what is not ASCII that stands in words such as Russian has: no capitals within, common letters."""
    strange = sum(letter > "\x7f" for letter in text)
    if not strange:
        return 0.0
    good = 0
    for word in re.findall(r"(?<!\w)(?:[А-ЯЁ]?[а-яё]+|[А-ЯЁ]{2,})(?!\w)", text):
        low = word.lower()
        if sum(letter in "оеаинтсрвл" for letter in low) * 2 >= len(low):
            good += len(word)
    return good / strange


def _western(text: str) -> bool:
    letters = sum(letter.isascii() and letter.isalpha() for letter in text)
    strange = sum(letter > "\x7f" for letter in text)
    return "\ufffd" not in text and letters > 5 * strange


def _checked(found: Decoded, path: Path | None) -> Decoded:
    sample = found.text[:_SAMPLE]
    if not found.text.strip():
        raise BadInput("is empty", file=path)
    if len(_CONTROL.findall(sample)) > len(sample) * 0.02:
        raise BadInput("is full of control characters: it is no text", file=path, hint=_AS_TEXT)
    return found
