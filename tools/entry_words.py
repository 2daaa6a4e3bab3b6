"""Write what the command line says of the types of entries: their words by language, their order, their examples.

Each type says its words itself (``ledger.model.entries``).  Help and completion must not wait for the models, so
the words are topics of the catalogue (``locale/zh/entries.py``) that are made from the types, beside a module of
what is the same in every language (``locale/entry_types.py``); ``--check`` says whether any is stale.
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

FOLDER = Path(__file__).resolve().parents[1] / "src" / "ledger" / "locale"
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


_HEAD = "Written by tools/entry_words.py from the types of entries; not to be edited."


def modules(types: Mapping[str, type[EntryBase]]) -> dict[str, str]:
    """The modules for these types, by path in the folder of the catalogue."""
    said = {f"{language}/entries.py": texts(types, language) for language in LANGUAGES}
    return {"entry_types.py": order(types), **said}


def texts(types: Mapping[str, type[EntryBase]], language: str) -> str:
    """The module of what types say in a language."""
    lines = [f'"""{_HEAD}"""', "", "TEXTS = {"]
    for name, kind in types.items():
        lines += [f"    {_quoted(k)}: {_quoted(v)}," for k, v in words_of(name, kind, language).items()]
    return "\n".join([*lines, "}", ""])


def order(types: Mapping[str, type[EntryBase]]) -> str:
    """The module of the order of types and of their examples."""
    lines = [f'"""{_HEAD}"""', "", "ORDER = (", *(f'    "{name}",' for name in types), ")"]
    lines += ['"""The types in the order of help."""', ""]
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
    """Write the modules, or say which are stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a module is stale")
    made = {FOLDER / name: module for name, module in modules(BY_TYPE).items()}
    if not parser.parse_args().check:
        for file, module in made.items():
            file.write_text(module, "utf-8", newline="\n")
        return 0
    stale = [file for file, module in made.items() if not file.exists() or file.read_text("utf-8") != module]
    for file in stale:
        print(f"{file} is stale: make schemas", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
