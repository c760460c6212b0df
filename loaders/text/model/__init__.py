"""A second reader, off by default: a language model behind an OpenAI-compatible address reads what the rules would.

It is told what to look for and gives JSON (:mod:`.shape`); what it says is held
against that shape and against the text (:mod:`.checks`): words that are not in
the text are refused.  What is left becomes claims as those of the rules do,
compared with the graph; none of them is ever accepted by rule.
"""

import sys

from .line import Line, NoAnswer
from .reader import ModelReader

__all__ = ["PROGRAM", "Line", "ModelReader", "NoAnswer"]

#: What takes documents apart before a model reads them.
PROGRAM = (sys.executable, "-P", "-m", f"{__package__}.child")
