"""What a batch of forms comes to, row by row: a report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ledger.forms.batch import RowState
from ledger.forms.remarks import problem_words
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.forms.batch import Batch, CollectedForm, CollectedRow
    from ledger.forms.reading import Trouble
    from ledger.judging.status import Judgement
    from ledger.locale import Words


def collected_report(
    batch: Batch, judgements: Mapping[str, Judgement], as_of: date, words: Words, *, applied: bool
) -> Report:
    """One line a row in which something was filled in; files that were not taken come first.

    What the rules of recording say is in the language of ``words``.
    """
    counts = Counter(row.state for row in batch.rows)
    lines: list[dict[str, Any]] = [
        {"file": name, "cell": why.args.get("cell", "—"), "number": "—", "state": "refused", "verdict": [why]}
        for name, why in batch.refused
    ]
    records: list[dict[str, Any]] = [
        {"file": name, "state": "refused", "row": None, "why": [_reason(why.args.get("cell"), why)]}
        for name, why in batch.refused
    ]
    for name, why in batch.doubted:
        lines.append({"file": name, "cell": "—", "number": "—", "state": "ask", "verdict": [why]})
        records.append({"file": name, "state": "ask", "row": None, "why": [_reason(None, why)]})
    for form in batch.forms:
        for row in form.rows:
            lines.append(_line(form, row, judgements, words))
            records.append(_record(form, row))
    return Report(
        kind="collected",
        columns=(
            Column("file", grow=1),
            Column("cell"),
            Column("number"),
            Column("state", words="form_state"),
            Column("verdict", grow=4, stacked=True),
        ),
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        title=Message(
            "form.collected",
            {
                "files": len(_files(batch)),
                "refused_files": len(batch.refused),
                "asked_files": len(batch.doubted),
                **{state.value: counts[state] for state in RowState},
            },
        ),
        summary={
            "applied": applied,
            "refused_files": len(batch.refused),
            "asked_files": len(batch.doubted),
            **{state.value: counts[state] for state in RowState},
        },
        notes=tuple(_notes(batch)),
        empty=Message("form.nothing_filled"),
    )


def _files(batch: Batch) -> set[str]:
    """The files of which anything is said."""
    return {form.file for form in batch.forms} | {name for name, _ in (*batch.refused, *batch.doubted)}


def _notes(batch: Batch) -> list[Message]:
    found = [
        Message(
            "form.empty_rows", {"file": form.file, "unit": form.returned.identity.unit, "count": form.empty}
        )
        for form in batch.forms
        if form.empty
    ]
    found += [
        Message("form.not_returned", {"file": f.file, "named": f.named, "unit": f.returned.identity.unit})
        for f in batch.forms
        if f.named is not None and f.is_back and f.rows
    ]
    for form in batch.forms:
        found += [Message("form.of_file", {"file": form.file, "said": note}) for note in form.returned.notes]
    return found


def _line(
    form: CollectedForm, row: CollectedRow, judgements: Mapping[str, Judgement], words: Words
) -> dict[str, Any]:
    key = row.returned.key
    judgement = judgements.get(key.issue) if key is not None else None
    told: list[Message | str] = []
    if row.state is RowState.GOOD:
        for request in row.requests:
            args = {
                "day": request.fields["date"],
                "type": Message(f"entry.{request.fields['type']}"),
                "by": request.fields["by"],
            }
            told.append(Message("proposal.record", args))
    told += [Message("form.at", {"cell": one.place, "why": one.why}) for one in (*row.why, *row.notes)]
    said = list(dict.fromkeys(problem_words(problem, words) for problem in row.problems))
    told += [Message("form.at", {"cell": row.returned.place, "why": why}) for why in said]
    return {
        "file": form.file,
        "cell": row.returned.place,
        "number": judgement.baseline.number if judgement is not None else "—",
        "state": row.state.value,
        "verdict": told or ["—"],
    }


def _record(form: CollectedForm, row: CollectedRow) -> dict[str, Any]:
    key = row.returned.key
    problems = [
        {
            "cell": row.returned.place,
            "why": one.diagnostic.code if one.diagnostic is not None else one.key,
            "args": dict(one.diagnostic.args if one.diagnostic is not None else one.args),
        }
        for one in row.problems
    ]
    return {
        "file": form.file,
        "unit": row.unit,
        "round": form.returned.identity.round,
        "sheet": form.returned.sheet,
        "row": row.returned.number,
        "cell": row.returned.place,
        "key": str(key) if key is not None else None,
        "id": key.issue if key is not None else None,
        "state": row.state.value,
        "records": [dict(request.fields) for request in row.requests],
        "why": [*(_trouble(one) for one in row.why), *problems],
        "notes": [_trouble(one) for one in row.notes],
    }


def _trouble(one: Trouble) -> dict[str, Any]:
    return _reason(one.place, one.why)


def _reason(cell: Any, why: Message) -> dict[str, Any]:
    """A reason for scripts: the end of its key, and what fills its gaps."""
    return {
        "cell": cell,
        "why": why.key.removeprefix("form."),
        "args": {name: _bare(value) for name, value in why.args.items()},
    }


def _bare(value: Any) -> Any:
    if isinstance(value, Message):
        return value.key.rpartition(".")[2]
    return [_bare(one) for one in value] if isinstance(value, list | tuple) else value
