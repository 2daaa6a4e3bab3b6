"""What the list looks for words in beyond its rows: all texts of each issue, as one script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ledger.rendering.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reports.site.pages import IssuePage, MeasureLine, Site


def texts_script(site: Site) -> bytes:
    """The texts by the ids of the issues, each once: those of the plan and of the records, as written."""
    texts = {issue.id: _joined(issue) for issue in site.issues}
    return f'"use strict";\nglobalThis.ledgerTexts = {json.dumps(texts, ensure_ascii=False)};\n'.encode()


def _joined(issue: IssuePage) -> str:
    return printable("\n".join(dict.fromkeys(filter(None, _texts(issue)))))


def _texts(issue: IssuePage) -> Iterator[str | None]:
    """Every text of the page that its row on the list does not show."""
    yield from (issue.problem_now, issue.goal, issue.goal_now, issue.deadline, issue.deadline_now)
    yield from (issue.acceptance_text, issue.responsibility_text)
    yield from (text for _, text in issue.others)
    said = f"{issue.acceptance_text}\n{issue.responsibility_text}"
    yield from (one.text for one in (*issue.support, *issue.acceptance) if one.text not in said)
    for measure in issue.measures:
        yield from _of_measure(measure)
    for entry in issue.record:
        yield entry.text
        yield from (proof.text for proof in entry.evidence)


def _of_measure(measure: MeasureLine) -> Iterator[str | None]:
    yield measure.text
    yield measure.was
