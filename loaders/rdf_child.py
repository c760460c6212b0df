"""A process that parses one file under limits, to learn whether it can be read at all.

Run by path with the standard library and pyoxigraph only.  Ends with 0 where
the file is fine, with 3 and ``LINE<tab>MESSAGE`` on standard output where it is
not, and with a signal where the parser itself gives up.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Parse ``sys.argv[1]``; see the module."""
    path, syntax, base, literal, memory = sys.argv[1:6]
    if sys.platform != "win32":
        import resource

        for limit, value in ((resource.RLIMIT_AS, int(memory)), (resource.RLIMIT_CORE, 0)):
            try:
                resource.setrlimit(limit, (value, value))
            except (ValueError, OSError):
                pass  # macOS refuses some: the time limit still holds
    import pyoxigraph as ox

    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    longest = int(literal)
    try:
        for quad in ox.parse(path=path, format=formats[syntax], base_iri=base):
            value = quad.object
            if isinstance(value, ox.Literal):
                if len(value.value) > longest:
                    return refuse(0, f"holds a literal longer than {longest:,} characters")
            elif isinstance(value, ox.Triple):
                return refuse(0, "holds a triple term (RDF 1.2), which Comity does not keep")
    except SyntaxError as error:
        return refuse(error.lineno or 0, error.msg or str(error))
    except (ValueError, OSError, UnicodeDecodeError) as error:
        return refuse(0, str(error))
    return 0


def refuse(line: int, message: str) -> int:
    """Say why on standard output; the exit code that means it."""
    sys.stdout.buffer.write(f"{line}\t{message}".encode())
    return 3


if __name__ == "__main__":
    sys.exit(main())
