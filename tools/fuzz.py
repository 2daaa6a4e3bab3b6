"""Fuzzing of everything that reads: whatever bytes come, the end is a value or a diagnostic.

    python tools/fuzz.py [--count N]   default 100,000 inputs, over the machine's processors
    python tools/fuzz.py --canary      the same inputs before PyYAML's safe_load, which must fail

Inputs are made from the data and the cases by flipping, inserting, cutting and splicing, with a fixed seed.  An
input fails when anything is raised, when it takes seconds, or when a place is outside the file.  A find is
written to tests/cases/fuzz/ and replayed by the tests from then on.
"""

import hashlib
import multiprocessing
import os
import random
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from ledger.model.unit import Units, UnitsFile
from ledger.plans.understand import Understanding, understand
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import read_units_file
from ledger.rules.engine import check_tree

ROOT = Path(__file__).resolve().parent.parent
FINDS = ROOT / "tests" / "cases" / "fuzz"
SEED = 20241231
PIECE = 500
ANY_BREAK = re.compile(b"\v|\f|\xe2\x80[\xa8\xa9]")  # ends a line in a document, as Word's soft break does
SECONDS_MOST = 5.0  # of the processor: what takes that long for so little text never ends

TOKENS = [
    token.encode()
    for token in (
        *[": ", "- ", "? ", "|", ">", "|-", "&a ", "*a", "!!str ", "!", "%YAML 1.1", "---", "...", "<<: ", "{", "}", "[", "]", "'", '"', "#", "\t", "\r", "\r\n", "\n", "\n  ", "\n- "],
        *["~", "null", "no", "yes", "017", "1_000", "12:30", ".inf", "2024-02-30", "\\u202e", "\\x00", "\\r", "<<<<<<<", "=======", ">>>>>>>"],
        *["整改时限：", "责任单位：", "验收单位：", "整改目标：", "整改措施：", "一、", "1.", "（1）", "（一）", "（牵头）", "、", "，", "。", "2025年", "12月底", "前"],
        *["id:", "number:", "due:", "units:", "lead:", "entries:", "measures:", "targets:", "type:", "date:", "：", "１２", "十四五", "立行立改"],
        "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\x1b[31m", "\U0001f600", "\x00",
    )
] + [b"\xff", b"\xfe\xff", b"\x80", b"\xd2\xbb"]  # fmt: skip


def corpus() -> list[bytes]:
    """What inputs are made from: data, cases and earlier finds."""
    folders = [ROOT / "data", ROOT / "tests/cases"]
    files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".py"]
    return [path.read_bytes()[:20_000] for path in files]


def make(number: int, seeds: list[bytes]) -> bytes:
    """The input with this number, always the same one."""
    rng = random.Random(SEED + number)  # noqa: S311 - no secret
    data = bytearray(rng.choice(seeds))
    if len(data) > 3000 and rng.random() < 0.8:  # most faults show in little text, and little text is quick
        start = rng.randrange(len(data) - 2000)
        data = data[start : start + 2000]
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0 if data:
                data[at % len(data)] = rng.randrange(256)
            case 1:
                data[at:at] = rng.choice(TOKENS)
            case 2:
                del data[at : at + rng.randrange(40)]
            case 3:
                other = rng.choice(seeds)
                begin = rng.randrange(len(other) + 1)
                data[at:at] = other[begin : begin + rng.randrange(200)]
            case 4:
                data[at:at] = rng.choice(TOKENS) * rng.choice((2, 20, 200))
            case _:
                del data[at:]
    return bytes(data)


@cache
def units() -> Units:
    """The shipped vocabulary."""
    table, _ = read_units_file({"data/units.yaml": (ROOT / "data/units.yaml").read_bytes()})
    return Units(table or UnitsFile(units={}))


@cache
def base() -> dict[str, bytes]:
    """A small sound ledger: one of its files is replaced, so that all rules run."""
    folder = ROOT / "tests/cases/check/base"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def read_all(data: bytes, number: int) -> None:
    """Read ``data`` as each kind of file in turn; raises when an invariant is broken."""
    name = ("data/issues/01.yaml", "data/plan.yaml", "data/units.yaml", "plan")[number % 4]
    if name == "plan":
        said = understand(data, "plan.txt", units())
        inside_plan(said, "plan.txt", data)
        if not said.issues and not said.diagnostics:
            raise AssertionError("no issue and no word why")
        return
    checked = check_tree(base() | {name: data}, {})
    inside(checked.diagnostics, name, data)
    if (
        name.endswith("01.yaml")
        and not any(issue.path == name for issue in checked.issues)
        and not any(d.path == name for d in checked.diagnostics)
    ):
        raise AssertionError("a file is passed over in silence")


def inside(found: list[Diagnostic], path: str, data: bytes) -> None:
    """Every place that is told lies in the file."""
    rows = data.count(b"\n") + data.count(b"\r") + 1
    rows = max(rows, data.decode("utf-16", "replace").count("\n") + 1)
    for diagnostic in found:
        if diagnostic.path == path and not (
            1 <= diagnostic.span.line <= rows and diagnostic.span.column >= 1
        ):
            raise AssertionError(f"{diagnostic.code} at line {diagnostic.span.line} of {rows}")


def inside_plan(said: Understanding, path: str, data: bytes) -> None:
    """Every place that is told lies in the document; in one that is no text each has a place of its own."""
    if said.kind == "text":
        inside(said.diagnostics, path, ANY_BREAK.sub(b"\n", data))
        return
    rows = data.count(b"\n") + data.count(b"\r") + 1
    for diagnostic in said.diagnostics:
        place = said.document.places.get(diagnostic.span.line)
        whole = place is None and diagnostic.span.line == 1  # about the document as a whole
        if not whole and (place is None or not place.code or max(place.line, place.row) > rows):
            raise AssertionError(f"{diagnostic.code} at {diagnostic.span.line}, {place} of {rows}")


def safe_load(data: bytes, number: int) -> None:
    """The canary: what a program does that trusts PyYAML, which raises what it does not declare and drops keys."""
    import yaml

    from ledger.reading.yaml import parse

    del number
    with suppress(yaml.YAMLError):
        yaml.safe_load(data)
        if any(d.code == "L108" for d in parse(data, "x")[1]):
            raise AssertionError("of a key given twice one value was dropped in silence")


Reader = Callable[[bytes, int], None]


def run_piece(job: tuple[int, int, str]) -> list[tuple[int, str]]:
    """Read a run of inputs; returns number and reason of those that failed."""
    first, count, reader_name = job
    reader: Reader = globals()[reader_name]
    seeds = corpus()
    failed = []
    for number in range(first, first + count):
        data = make(number, seeds)
        start = time.process_time()
        try:
            reader(data, number)
        except Exception as error:  # noqa: BLE001 - that nothing is raised is the invariant
            failed.append((number, f"{type(error).__name__}: {error}"[:200]))
        if time.process_time() - start > SECONDS_MOST:
            failed.append((number, f"took longer than {SECONDS_MOST:.0f} s"))
    return failed


def run(count: int, reader: str = "read_all", processes: int | None = None) -> list[tuple[int, str]]:
    """Read ``count`` inputs, in several processes where that pays."""
    jobs = [(first, min(PIECE, count - first), reader) for first in range(0, count, PIECE)]
    if processes == 1 or len(jobs) == 1:
        return [failure for job in jobs for failure in run_piece(job)]
    with multiprocessing.get_context("spawn").Pool(processes or os.cpu_count()) as pool:
        return [failure for piece in pool.imap_unordered(run_piece, jobs) for failure in piece]


def main() -> int:
    """Fuzz, keep what was found, and say how it went."""
    arguments = sys.argv[1:]
    if "--canary" in arguments:
        failed = run(5000, "safe_load")
        print(f"safe_load: {len(failed)} of 5000 inputs raised something undeclared or lost a key in silence")
        return 0 if failed else 1
    count = int(arguments[arguments.index("--count") + 1]) if "--count" in arguments else 100_000
    start = time.perf_counter()
    failed = run(count)
    seeds = corpus()
    for number, reason in failed:
        data = make(number, seeds)
        FINDS.mkdir(exist_ok=True)
        name = f"{('issue', 'plan', 'units', 'text')[number % 4]}-{hashlib.sha256(data).hexdigest()[:12]}"
        (FINDS / name).write_bytes(data)
        print(f"input {number}: {reason} (kept as {name})")
    seconds = time.perf_counter() - start
    print(f"{count} inputs in {seconds:.0f} s ({count / seconds:.0f} a second), {len(failed)} failed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
