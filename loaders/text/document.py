"""A document as the reader takes it: its main text cleaned for matching, with the way back to the stored original."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ...errors import BadInput
from .characters import cleaned
from .decoding import decoded, read_bytes
from .language import language_of
from .mapped import Mapped
from .paragraphs import Lines, paragraphs_of
from .reading import Span
from .sentences import sentences_of

#: Characters of one sentence: the longest lists of participants have a third of it.  What goes on longer is no prose,
#: and would take minutes and gigabytes to look through.
SENTENCE = 10_000
#: Characters of one document's text: the verbatim record of a day, and half a minute's work.
TEXT = 600_000
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_URL_DAY = re.compile(r"/(?P<y>20[0-3]\d|199\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_-])")


@dataclass(frozen=True)
class Document:
    """One text and its places.

    ``original`` is the decoded text as stored (for a page: its HTML), ``sha256``
    of the file's bytes.  ``text`` is the main text cleaned for matching: NFC,
    one alphabet a word, plain spaces, straight double quotes and apostrophes
    (« » are kept), one paragraph a line; furniture of the page is not in it.
    ``places`` leads from its indices to code points of ``original``; use
    :meth:`span`.  ``published`` is an EDTF day; ``dateline`` ``--MM-DD`` where
    the text opens with one ("МОСКВА, 25 мая – РИА Новости").  ``language`` is
    ``ru``, ``en`` or ``und``.  ``sentences`` and ``paragraphs`` are half-open
    ranges of ``text``, in order; no sentence crosses a paragraph.  ``notes`` say
    what could not be done, in words.
    """

    name: str
    original: str
    sha256: str
    text: str
    places: Mapped
    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    language: str
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    dateline: str | None = None
    notes: tuple[str, ...] = ()
    passed_over: tuple[tuple[int, int], ...] = ()

    @property
    def prose(self) -> str:
        """``text`` with spaces for what is passed over, so that places stay."""
        text = self.text
        for start, end in self.passed_over:
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def span(self, start: int, end: int) -> Span:
        """The range ``start`` up to ``end`` of ``text`` as a place in ``original``."""
        return Span(*self.places.place(start, end))


def read_document(path: Path, *, published: str | None = None, language: str | None = None) -> Document:
    """The document in a file, plain text or a saved page.

    ``published`` and ``language`` overrule what the text says.  Raises
    :class:`~comity.errors.BadInput` for what is no text, too long or empty.
    """
    return document_in(read_bytes(path), path, published=published, language=language)


def document_in(data: bytes, path: Path, *, published: str | None = None, language: str | None = None) -> Document:
    """The document in the bytes of a file; see :func:`read_document`."""
    found = decoded(data, path)
    digest = hashlib.sha256(data).hexdigest()
    notes = (found.note,) if found.note else ()
    if path.suffix.lower() in _HTML_SUFFIXES or _HTML.match(found.text[:4000]):
        from .page import read_page

        page = read_page(found.text)
        _check_length(page.mapped.text, path)
        lines = paragraphs_of(page.mapped, wrapped=False)
        document = _document(
            found.text,
            lines,
            name=path.name,
            sha256=digest,
            title=page.title or lines.title,
            published=published or page.published or lines.published,
            outlet=page.outlet,
            url=page.url,
            language=language,
            notes=(*notes, *page.notes),
        )
    else:
        _check_length(found.text.strip(), path)
        lines = paragraphs_of(cleaned(Mapped.whole(found.text)))
        document = _document(
            found.text, lines, name=path.name, sha256=digest, published=published, language=language, notes=notes
        )
    if not document.text:
        raise BadInput("has no text in it, only furniture of a page", file=path)
    return document


def _check_length(text: str, path: Path) -> None:
    if len(text) > TEXT:
        raise BadInput(
            f"has more than {TEXT:,} characters of text, which is more than is read at once",
            file=path,
            hint="cut it into one file a news item or page",
        )


def document_of(
    text: str,
    *,
    name: str = "text",
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Document:
    """The document of a plain text that is at hand; ``sha256`` is of its UTF-8."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lines = paragraphs_of(cleaned(Mapped.whole(text)))
    return _document(text, lines, name=name, sha256=digest, published=published, url=url, language=language)


def _document(
    original: str,
    lines: Lines,
    *,
    name: str,
    sha256: str,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    language: str | None = None,
    notes: tuple[str, ...] = (),
) -> Document:
    text = lines.mapped.text
    paragraphs = []
    sentences: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        paragraphs.append((at, end))
        sentences += sentences_of(text, at, end)
        at = end + 1
    endless = tuple(pair for pair in sentences if pair[1] - pair[0] > SENTENCE)
    if endless:
        sentences = [pair for pair in sentences if pair not in endless]
        size = sum(end - start for start, end in endless)
        notes = (*notes, f"{size:,} characters without the end of a sentence were passed over")
    return Document(
        name=name,
        original=original,
        sha256=sha256,
        text=text,
        places=lines.mapped,
        title=title or lines.title,
        published=published or lines.published or _day_of(url),
        outlet=outlet or _host(url),
        url=url,
        language=language or language_of(text),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
        dateline=lines.dateline,
        notes=notes,
        passed_over=endless,
    )


def _host(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _day_of(url: str | None) -> str | None:
    """The day in an address such as /2024/07/24/ or /20191003/."""
    found = _URL_DAY.search(url or "")
    return None if found is None else f"{found['y']}-{found['m']}-{found['d']}"
