"""Random ledgers, sent out, filled in by a program that is not ours, and collected: the records are those that
are typed by hand.

What is typed by hand is worked out here from the key of a row and what was put in, by the table in docs/rounds.md.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

import pytest

from ledger.forms.batch import ALL, Asked, Batch
from ledger.forms.collect import collect
from ledger.forms.dispatch import forms_of
from ledger.forms.workbook import FIRST_ROW, render_form
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.model.entries import content
from ledger.reading.load import load
from ledger.recording.record import Request, draft
from profiles import large, large_but
from random_ledgers import days, files, ledger
from test_account import reference
from test_forms import column, filled, on_day, opened, row_of, rows_shuffled

ZH = Words("zh")
ROUND = "2025-02"
TAKEN = Asked(settled=frozenset({ALL}))
SEEDS = range(30)
FEW = range(8)
"""Those of `make test`."""

Fields = dict[str, Any]


class Answer(NamedTuple):
    """What a unit puts into a row."""

    unit: str
    key: str
    cells: dict[str, Any]


def sent_out(seed: int) -> tuple[dict[str, bytes], date, dict[str, bytes]]:
    """A random ledger on a random day, with a round in which all that owe anything are asked, and their forms."""
    made = ledger(seed)
    on = days(made, seed, 1)[0]
    held = files(made, reference)
    units = list(load(held).ledger.units.units)
    owing = [form.identity.unit for form in forms_of(Day(load(held).ledger, on), ROUND, units, on, None)]
    if owing:
        held[f"data/rounds/{ROUND}.yaml"] = (
            f"asked:\n- {{date: {on}, due: {on + timedelta(9)}, units: [{', '.join(owing)}]}}\n".encode()
        )
    day = Day(load(held).ledger, on)
    return held, on, {f.identity.unit: render_form(f, ZH) for f in forms_of(day, ROUND, owing, on, None)}


def keys_in(form: bytes) -> Iterator[str]:
    """The keys of a form as a reader sees them in its first column."""
    sheet = opened(form)
    for row in range(FIRST_ROW + 1, sheet.max_row + 1):
        if "#" in (said := str(sheet.cell(row, 1).value)):
            yield said.partition("#")[0]


def answers(rng: random.Random, forms: dict[str, bytes], on: date) -> list[Answer]:
    """Something in most rows: words, a promise, a deed, a reading."""
    found: list[Answer] = []
    for unit, form in forms.items():
        for key in keys_in(form):
            cells: dict[str, Any] = {}
            if "/t" in key:
                cells["reading"] = rng.randint(1, 3)
            elif rng.random() < 0.8:
                cells["progress"] = f"已办第{len(found) + 1}处"
                if rng.random() < 0.4:
                    cells["trouble"], cells["next"] = "缺资金", "抓紧"
                if rng.random() < 0.3:
                    cells["promise"] = on + timedelta(30)
                elif rng.random() < 0.3:
                    cells["result"], cells["done"] = "已完成", on
            if cells:
                found.append(Answer(unit, key, cells))
    return found


def typed(one: Answer, on: date, targets: dict[str, list[Any]]) -> Iterator[Request]:
    """What somebody types who has the paper before him: progress, then the deed or the promise."""
    issue, _, part = one.key.partition("/")
    node: Fields = {}
    if part.startswith("t"):
        number, _, n = part[1:].partition(".")
        target = targets[issue][int(number) - 1]
        named = target.parts[int(n) - 1] if n else target
        reading = {"target": int(number), **({"part": int(n)} if n else {}), "value": one.cells["reading"]}
        node = {"measure": named.measure} if named.measure is not None else {}
        yield Request(issue, {"date": on, "type": "progress", "by": one.unit, **node, "readings": [reading]})
        return
    if part.startswith("g"):
        node = {"milestone": int(part[1:])}
    elif part:
        measure, _, milestone = part.partition(".")
        node = {"measure": int(measure), **({"milestone": int(milestone)} if milestone else {})}
    labels = (("progress", ""), ("trouble", "存在问题："), ("next", "下步安排："))
    text = "\n".join(f"{label}{one.cells[name]}" for name, label in labels if name in one.cells)
    about = {name: n for name, n in node.items() if name == "measure"}
    yield Request(issue, {"date": on, "type": "progress", "by": one.unit, **about, "text": text})
    if "done" in one.cells:
        kind = "achieve" if part else "complete"  # which the rules refuse of a task that lacks anything
        yield Request(issue, {"date": one.cells["done"], "type": kind, "by": one.unit, **node})
    if "promise" in one.cells:
        yield Request(
            issue, {"date": on, "type": "promise", "by": one.unit, "until": one.cells["promise"], **node}
        )


def filled_in(rng: random.Random, forms: dict[str, bytes], said: list[Answer], on: date) -> dict[str, bytes]:
    """The forms with the answers, their rows in another order."""

    def answer(sheet: Any) -> None:
        for one in said:
            if one.unit == unit:
                for name, value in one.cells.items():
                    sheet.cell(row_of(sheet, one.key), column(name)).value = value

    found = {}
    for unit, form in forms.items():
        found[unit] = filled(form, on_day(on), answer, rows_shuffled(rng.randint(0, 99)))
    return found


def collected(held: dict[str, bytes], on: date, *forms: bytes) -> tuple[Batch, dict[str, bytes]]:
    """What forms come to, and the ledger with it."""
    named = [(f"{sha256(one).hexdigest()[:6]}.xlsx", one) for one in forms]
    batch = collect(named, Day(load(held).ledger, on), held, lambda _: None, TAKEN)
    return batch, held | {path: new for path, (_, new) in (batch.changes | batch.told).items()}


def recorded(held: dict[str, bytes], *, by_form: bool) -> list[str]:
    """The entries of a ledger in no order, without where they came from; ``by_form`` those of forms alone."""
    return sorted(
        f"{issue.id} {sorted((k, str(v)) for k, v in content(entry).items() if k not in {'round', 'source'})}"
        for issue in load(held).ledger.issues
        for entry in issue.entries
        if entry.round or not by_form
    )


@pytest.mark.parametrize("seed", large_but(FEW, SEEDS))
def test_random_ledgers_come_to_what_is_typed_by_hand(seed: int) -> None:
    """Row by row: what is taken is what is typed, what is refused is refused when it is typed as well; in any order
    of files, one by one, and a second time."""
    held, on, forms = sent_out(seed)
    rng = random.Random(seed)
    said = answers(rng, forms, on)
    done = filled_in(rng, forms, said, on)
    batch, made = collected(held, on, *done.values())
    assert batch.refused == ()
    targets = {one.id: list(one.baseline.targets) for one in load(held).ledger.issues}
    states = {(row.unit, str(row.returned.key)): row.state.value for row in batch.rows}
    assert set(states) == {(one.unit, one.key) for one in said}
    good = [one for one in said if states[one.unit, one.key] == "good"]
    refused = [one for one in said if states[one.unit, one.key] == "refused"]
    assert len(good) + len(refused) == len(said)
    requests = [request for one in good for request in typed(one, on, targets)]
    hand = draft(requests, load(held).ledger, held, lambda _: None, on)
    by_hand = held | {path: new for path, (_, new) in hand.changes.items()}
    assert recorded(made, by_form=False) == recorded(by_hand, by_form=False)
    for one in refused:
        more = [*requests, *typed(one, on, targets)]
        assert draft(more, load(held).ledger, held, lambda _: None, on).problems, one
    again, same = collected(made, on, *done.values())
    assert (again.changes, same) == ({}, made)
    one_by_one = held
    for unit in rng.sample(sorted(done), len(done)):
        one_by_one = collected(one_by_one, on, done[unit])[1]
    assert recorded(one_by_one, by_form=True) == recorded(made, by_form=True)


@large
def test_the_random_ledgers_are_enough() -> None:
    """They have rows of every kind, good and refused, and many units; believing in the order of rows gives another
    answer for most of them."""
    kinds: set[str] = set()
    rows = units = trusting = forms_seen = 0
    for seed in SEEDS:
        _, on, forms = sent_out(seed)
        rng = random.Random(seed)
        said = answers(rng, forms, on)
        done = filled_in(rng, forms, said, on)
        rows += len(said)
        units += len(forms)
        for one in said:
            part = one.key.partition("/")[2]
            kinds.add("".join(c for c in part if not c.isdigit()))
            kinds |= set(one.cells)
            kinds |= {"whole"} if not part and "done" in one.cells else set()
        for unit, form in done.items():
            wanted = {one.key: one.cells.get("progress") for one in said if one.unit == unit}
            sheet = opened(form)
            naive = {
                key: sheet.cell(FIRST_ROW + 1 + n, column("progress")).value
                for n, key in enumerate(keys_in(forms[unit]))
            }
            if len(naive) > 1:
                forms_seen += 1
                trusting += any(naive[key] != text for key, text in wanted.items())
    assert {"", "t", ".", "progress", "trouble", "promise", "done", "reading", "whole"} <= kinds
    assert rows > 6 * len(SEEDS)
    assert units > 2 * len(SEEDS)
    assert trusting > forms_seen / 2
