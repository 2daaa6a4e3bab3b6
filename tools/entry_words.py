"""Write the words of the types of entries for the command line: ``src/ledger/locale/entry_words.py``.

Each type says its words itself (``ledger.model.entries``).  Help and completion must not wait for the models, so
the words are kept in a module of their own that is made from the types; ``--check`` says whether it is stale.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.model.entries import BY_TYPE, EntryBase, choices_of
from ledger.model.entries.base import SHARED
from ledger.model.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).resolve().parents[1] / "src" / "ledger" / "locale" / "entry_words.py"
LANGUAGES = ("zh", "en")
COLUMNS = 110
"""How long a line may be."""


def words_of(name: str, kind: type[EntryBase], language: str) -> dict[str, str]:
    """The texts of one type in one language by their keys in the catalogue."""
    speech = kind.about.zh if language == "zh" else kind.about.en
    fields_of(kind)  # one that nothing could ask for is told now, not when the command is called
    texts = {f"entry.{name}": speech.name, f"command.record:{name}": speech.about}
    for field, info in kind.model_fields().items():
        if field in EntryBase.model_fields():
            continue
        said = f"{info.title}：{info.description}"
        texts[f"field.{name}.{info.alias or field}"] = speech.fields.get(field) or said
        for value in () if field in SHARED else choices_of(kind, field):
            texts[f"choice.{name}.{value}"] = speech.choices[value]
    for key, sentence in speech.sentences.items():
        texts[f"sentence.{name}.{key}" if key else f"sentence.{name}"] = sentence
    return texts


def module(types: Mapping[str, type[EntryBase]]) -> str:
    """The module for these types."""
    lines = ['"""Written by tools/entry_words.py from the types of entries; not to be edited."""', ""]
    lines += [
        "ORDER = (",
        *(f'    "{name}",' for name in types),
        ")",
        '"""The types in the order of help."""',
        "",
    ]
    lines.append("TEXTS: dict[str, dict[str, str]] = {")
    for language in LANGUAGES:
        lines.append(f'    "{language}": {{')
        for name, kind in types.items():
            lines += [
                f"        {_quoted(k)}: {_quoted(v)}," for k, v in words_of(name, kind, language).items()
            ]
        lines.append("    },")
    lines += ["}", '"""The texts of each language."""', ""]
    lines.append("EXAMPLES: dict[str, tuple[str, ...]] = {")
    for name, kind in types.items():
        examples = [_quoted(example) for example in kind.about.examples]
        line = f'    "{name}": ({", ".join(examples)},),'
        if len(examples) == 1 and _columns(line) <= COLUMNS:
            lines.append(line)
        else:
            lines += [f'    "{name}": (', *(f"        {example}," for example in examples), "    ),"]
    lines += ["}", '"""Command lines that record an entry of each type."""', ""]
    return "\n".join(lines)


def _columns(line: str) -> int:
    """The columns a line takes, as ruff counts them: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if '"' not in text else repr(text)


def main() -> int:
    """Write the module, or say that it is stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the module is stale")
    made = module(BY_TYPE)
    if parser.parse_args().check:
        if FILE.read_text("utf-8") != made:
            print(f"{FILE} is stale: make schemas", file=sys.stderr)
            return 1
        return 0
    FILE.write_text(made, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
