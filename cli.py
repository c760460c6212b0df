"""The command line: one-word verbs, and what happens when one goes wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

import click

from . import __version__
from .errors import ComityError, Usage
from .verbs.flags import tell
from .verbs.law import VERBS as LAW
from .verbs.read_prose import VERBS as PROSE
from .verbs.reading import VERBS as READING
from .verbs.review import VERBS as REVIEW
from .verbs.serving import VERBS as SERVING
from .verbs.terminal import Terminal
from .verbs.writing import VERBS as WRITING


class Verbs(click.Group):
    """Prints what goes wrong as one message to standard error, and ends with its exit code.

    0 fine, 1 failed or does not conform, 2 wrong usage, 124 timed out, 130 stopped.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what click itself would answer in another way is answered here."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
            return answer
        except BrokenPipeError:
            # The reader went away (head, less): nobody is left to tell.
            _hush()
            sys.exit(0)
        except KeyboardInterrupt as stop:
            _fail("stopped", getattr(stop, "exit_code", 130))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and end with an exit code rather than a traceback."""
        given = list(sys.argv[1:] if args is None else args)
        before = sys.stdout
        try:
            _speak_utf8()
            if sys.stdout.isatty():
                sys.stdout = cast("TextIO", Terminal(sys.stdout))
            for text in given:
                _check(text)
            code = super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            _fail(_one_line(error), error.exit_code)
        except (click.Abort, KeyboardInterrupt) as stop:
            _fail("stopped", getattr(stop, "exit_code", 130))
        except ComityError as error:
            _fail(str(error), error.exit_code)
        except OSError as error:
            _fail(_of_system(error), 1)
        except RecursionError:
            _fail("the input is nested too deep", 2)
        finally:
            sys.stdout = before
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExample: comity query holders-of-post --param post=uz-prosecutor-general --on 2024-11-21",
)
@click.version_option(__version__, message="comity %(version)s")
def cli() -> None:
    """A knowledge graph of legal cooperation between states."""


for _verb in (*READING, *LAW, *WRITING, *PROSE, *REVIEW, *SERVING):
    _verb.epilog = f"\b\n{_verb.epilog}"  # an example stays on one line, to be copied
    cli.add_command(_verb)


def main() -> None:
    """Run the command line."""
    cli.main(prog_name="comity")


def _fail(message: str, code: int) -> NoReturn:
    tell(f"comity: {message}")
    sys.exit(code)


def _one_line(error: click.ClickException) -> str:
    """What click found wrong, with the command that tells how it is meant."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    return message if context is None else f"{message}\n  {context.command_path} --help tells how it is used."


def _of_system(error: OSError) -> str:
    """What the system refused, with the name of the file where it gives one."""
    said = error.strerror or str(error)
    if error.filename:
        return f"{error.filename}: {said}"
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EIO, errno.EFBIG):
        _hush()  # nothing of it is tried again at the end
        return f"standard output: {said}\n  The answer is cut off; what was published is kept (comity store list)."
    try:
        Path.cwd()
    except FileNotFoundError:
        return "the current directory was deleted\n  Go to another one, and run it again."
    return said


def _hush() -> None:
    """Write to nowhere what standard output still holds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check(text: str) -> None:
    """Refuse an argument that no file name, query or name can hold."""
    if "\0" in text:
        raise Usage("an argument holds a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Usage("an argument is not UTF-8 text", hint="Save it in a file, or set the terminal to UTF-8.") from None


def _speak_utf8() -> None:
    """Names are in every script, whatever the system's own encoding is; a closed stream is nowhere."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
