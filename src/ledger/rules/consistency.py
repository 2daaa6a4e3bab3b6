"""4xx: what a phrase was understood to mean must be what the phrase says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.plan import FORMAT
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.rules.amendments import covers, settled
from ledger.rules.figures import figures_differ, shown_value
from ledger.rules.finding import Finding, Shared, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.baseline import Baseline, Milestone, Recurrence
    from ledger.model.ledger import Issue
    from ledger.plans.interpret import Meaning, Texts
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path


NO_SUCH_MEASURE = Code(
    "L411",
    ERROR,
    "no-such-measure",
    zh=("没有第 {measure} 条措施，共 {count} 条", "改成有的措施，或删掉这一项。"),
    en=("There is no measure {measure}; there are {count}", "Use the number of a measure."),
)


@rule(
    NO_SUCH_MEASURE,
    Code(
        "L401",
        ERROR,
        "deadline-contradicts-text",
        zh=("时限“{text}”按原文应为 {says}，现为 {has}", "改成 {says}；延期要用延期记录，不改基线。"),
        en=(
            "The deadline {text!r} means {says}, but this says {has}",
            "Set it to {says}; an extension is an entry, never a change of the baseline.",
        ),
    ),
    Code(
        "L402",
        WARNING,
        "deadline-not-understood",
        zh=(
            "读不懂时限“{text}”，时限未定",
            "原文不动；由整改办核定：ledger construe {id} --change deadline.due=日期。",
        ),
        en=(
            "The deadline {text!r} is not understood, so it is undetermined",
            "Keep the text; the office decides: ledger construe {id} --change deadline.due=DATE.",
        ),
    ),
    Code(
        "L403",
        ERROR,
        "milestone-not-in-text",
        zh=("节点“{text}”不在原文里", "改成原文里的日期词语，或删掉这个节点。"),
        en=(
            "Milestone {text!r} does not stand in its text",
            "Use the words of the text or delete the milestone.",
        ),
    ),
    Code(
        "L404",
        ERROR,
        "milestone-contradicts-text",
        zh=("节点“{text}”应读作 {says}，这里写的是 {has}", "改成 {says}。"),
        en=("Milestone {text!r} means {says}, but this says {has}", "Set it to {says}."),
    ),
    Code(
        "L405",
        WARNING,
        "milestone-after-deadline",
        zh=("节点 {due} 晚于整改时限 {last}", "核对原文；方案本身如此时保留，并向整改办说明。"),
        en=(
            "Milestone {due} is after the deadline {last}",
            "Compare with the text; if the plan says so, keep it and tell the office.",
        ),
    ),
    Code(
        "L406",
        ERROR,
        "target-not-in-text",
        zh=("指标“{text}”不在原文里", "改成原文里的数字和单位，或删掉这个指标。"),
        en=("Target {text!r} does not stand in its text", "Use the words of the text or delete the target."),
    ),
    Code(
        "L407",
        ERROR,
        "target-sum",
        zh=("分项合计 {sum} {unit}，与指标 {value} {unit} 不等", "核对各分项和合计。"),
        en=("The parts add up to {sum} {unit}, not {value} {unit}", "Compare the parts and the sum."),
    ),
    Code(
        "L408",
        ERROR,
        "units-contradict-text",
        zh=("单位按原文应为“{says}”，现为“{has}”", "改成与原文一致。"),
        en=("The unit line reads {says}, but this says {has}", "Make it agree with the text."),
    ),
    Code(
        "L410",
        ERROR,
        "target-contradicts-text",
        zh=("指标“{text}”按原文应为 {says}，现为 {has}", "改成 {says}。"),
        en=("Target {text!r} means {says}, but this says {has}", "Set it to {says}."),
    ),
    Code(
        "L412",
        ERROR,
        "milestone-missing",
        zh=("漏了节点“{text}”（{due}）", "补上这个节点；节点完成用节点完成记录，不删节点。"),
        en=(
            "Milestone {text!r} ({due}) is missing",
            "Add it; a milestone that is done gets an achieve entry and is never deleted.",
        ),
    ),
    Code(
        "L413",
        ERROR,
        "target-missing",
        zh=("漏了量化指标或分项“{text}”", "补上它；指标完成与否看进展记录，不删指标。"),
        en=(
            "Target or part {text!r} is missing",
            "Add it; whether it is met is told by entries, so it is never deleted.",
        ),
    ),
    Code(
        "L414",
        ERROR,
        "repeated",
        zh=("“{text}”列了两次", "原文只有一处，删掉多出的一条。"),
        en=("{text!r} is listed twice", "The text has it once; delete the copy."),
    ),
    Code(
        "L415",
        ERROR,
        "executors-contradict-text",
        zh=(
            "措施的实施单位应读作“{says}”，这里写的是“{has}”",
            "改成与措施原文一致；推断不对时由整改办核定，基线不改。",
        ),
        en=(
            "The measure is done by {says}, but this says {has}",
            "Make it agree with the text; a wrong inference is settled by the office, not in the baseline.",
        ),
    ),
    Code(
        "L416",
        ERROR,
        "demand-contradicts-text",
        zh=(
            "措施的 {field} 应读作 {says}，这里写的是 {has}",
            "改成与措施原文一致；理解不对时由整改办核定，基线不改。",
        ),
        en=(
            "{field} of the measure means {says}, but this says {has}",
            "Make it agree with the text; a wrong reading is settled by the office, not in the baseline.",
        ),
    ),
    Code(
        "L418",
        WARNING,
        "comparison-not-understood",
        zh=(
            "“{text}”是不少于还是不多于，原文没有说清，核定之前不算达到",
            '由整改办核定：ledger construe {id} --change targets.{number}.compare=">="。',
        ),
        en=(
            "{text!r}: whether it is to be reached or not exceeded is not clear; until decided it is not met",
            'The office decides: ledger construe {id} --change targets.{number}.compare=">=".',
        ),
    ),
)
def meaning(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L401–L408, L410–L416, L418: reading the phrases of an issue again gives what is stored beside them."""
    known = settled(issue, shared)
    for finding in _meaning(issue, shared):
        if finding.code not in _SETTLED or not covers(known, _field(finding)):
            yield finding


_SETTLED = {"L401", "L402", "L404", "L408", "L410", "L415", "L416", "L418"}
"""What a person may have decided: how a phrase is to be understood."""


def _field(finding: Finding) -> str:
    """The field that a finding is about, as a record names it: positions from 1, a list or text as a whole."""
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in finding.place)
    if finding.code == "L402" or field == "deadline.unread":
        return "deadline"
    if finding.code in {"L408", "L415"} and isinstance(finding.place[-1], int):
        return field.rpartition(".")[0]
    return field


def _meaning(issue: Issue, shared: Shared) -> Iterator[Finding]:
    texts = _texts(issue, shared)
    said = _said(issue, texts, shared)
    yield from _deadline(issue, said, current=_is_current(shared))
    yield from _units(issue, said, shared)
    yield from _milestones(issue, texts, said)
    yield from figures_differ(issue, texts, said)
    yield from _comparisons(issue)
    if _is_current(shared):
        yield from _demands(issue, said)


def _said(issue: Issue, texts: Texts, shared: Shared) -> Meaning:
    """What the phrases mean.

    What is counted from the day of issue (印发后3个月内) is right as it was read before that day was known, too:
    then it is undetermined, until a person settles it or the plan is read again.
    """
    from ledger.plans.interpret import interpret

    issued = shared.plan.issued if shared.plan else None
    said = interpret(texts, shared.units, issued)
    if issued is None or _days(issue.baseline) == _days_said(said):
        return said
    unissued = interpret(texts, shared.units)
    return unissued if _days(issue.baseline) == _days_said(unissued) else said


def _days(baseline: Baseline) -> tuple[object, ...]:
    return baseline.deadline.due, baseline.milestones, [m.milestones for m in baseline.measures]


def _days_said(said: Meaning) -> tuple[object, ...]:
    return said.deadline.due, said.goal, said.measures


def _is_current(shared: Shared) -> bool:
    """Whether the baselines were written by a program that knew all the fields; an older one is told once."""
    return shared.plan is None or shared.plan.format >= FORMAT


def _texts(issue: Issue, shared: Shared) -> Texts:
    """The phrases to read: those of the official document, where it has the issue.

    So a word changed in the file is one finding (L501), not one for each thing that was read from it.
    """
    from ledger.plans.interpret import texts_of
    from ledger.plans.stating import draft_texts

    draft = shared.stated.drafts.get(issue.id) if shared.stated else None
    if draft is None or len(draft.measures) != len(issue.baseline.measures):
        return texts_of(issue.baseline)
    return draft_texts(draft)


def _comparisons(issue: Issue) -> Iterator[Finding]:
    """L418: figures of which nobody can say whether they are to be reached or not to be exceeded."""
    for n, target in enumerate(issue.baseline.targets):
        if target.compare == "?":
            args: dict[str, str | int] = {
                "text": f"{target.name} {target.text}",
                "number": n + 1,
                "id": issue.id,
            }
            yield Finding("L418", issue.path, ("targets", n, "compare"), args)


def _deadline(issue: Issue, said: Meaning, *, current: bool) -> Iterator[Finding]:
    stored = issue.baseline.deadline
    if said.left:
        yield Finding("L402", issue.path, ("deadline", "text"), {"text": stored.text or "", "id": issue.id})
    for name in ("due", "immediate", "sustained", *(("unread",) if current else ())):
        has, says = getattr(stored, name), getattr(said.deadline, name)
        if has != says:
            args = {"text": stored.text or "—", "says": shown_value(says), "has": shown_value(has)}
            yield Finding("L401", issue.path, ("deadline", name), args)


def _units(issue: Issue, said: Meaning, shared: Shared) -> Iterator[Finding]:
    baseline = issue.baseline
    stored = baseline.responsibility
    compared: list[tuple[Path, Sequence[str], Sequence[str]]] = []
    if not said.acceptance.unresolved:
        compared.append((("acceptance", "units"), baseline.acceptance.units, said.acceptance.units))
    if not said.responsible.unresolved:
        compared.append((("responsibility", "lead"), stored.lead, said.lead))
    if not (said.supporting or said.responsible).unresolved:
        compared.append((("responsibility", "support"), stored.support, said.support))
    for place, has, says in compared:
        if list(has) != list(says):
            unlike: Args = {"has": tuple(has), "says": tuple(says)}
            yield Finding("L408", issue.path, _odd_one(place, has, says), unlike)
    yield from _supervision(issue, shared)
    if not said.responsible.unresolved and stored.bodies != said.bodies:
        yield from _bodies(issue, said.bodies)


def _supervision(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """What the lines about persons and supervision mean; an earlier program had no reading of them."""
    from ledger.plans.persons import others_of, supervisors

    lines = issue.baseline.others
    for n, (has, says) in enumerate(
        zip(lines, others_of([(one.label, one.text) for one in lines], shared.units), strict=True)
    ):
        unread = has.role is None and not has.named
        if unread or (has.role, has.named) == (says.role, says.named):
            continue
        if supervisors(has.label, has.text or "", shared.units).unresolved:
            continue
        pairs = [("named", has.named, says.named), ("role", has.role, says.role)]
        name, mine, theirs = next(pair for pair in pairs if pair[1] != pair[2])
        args: Args = {"has": mine or "—", "says": theirs or "—"}
        yield Finding("L408", issue.path, ("others", n, name), args)


def _odd_one(place: Path, has: Sequence[str], says: Sequence[str]) -> Path:
    """The place of the first name that is another; that of the list, where one is only longer."""
    n = next((n for n, (a, b) in enumerate(zip(has, says, strict=False)) if a != b), None)
    return place if n is None else (*place, n)


def _bodies(issue: Issue, says: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    has = issue.baseline.responsibility.bodies
    for name in [*says, *(name for name in has if name not in says)]:
        if has.get(name) != says.get(name):
            args = {"has": _named(name, has.get(name)), "says": _named(name, says.get(name))}
            place: Path = ("responsibility", "bodies", name) if name in has else ("responsibility", "bodies")
            yield Finding("L408", issue.path, place, args)
            return


def _named(name: str, bodies: Sequence[str] | None) -> str:
    return f"{name}（{'、'.join(bodies)}）" if bodies else "—"


def _milestones(issue: Issue, texts: Texts, said: Meaning) -> Iterator[Finding]:
    """L403, L404, L412: milestones are the dates that the texts name; L405: none is after the deadline."""
    baseline = issue.baseline
    yield from _compare(
        issue, ("milestones",), f"{texts.deadline or ''}\n{texts.goal or ''}", baseline.milestones, said.goal
    )
    for n, (text, row, says) in enumerate(zip(texts.measures, texts.rows, said.measures, strict=True)):
        words, has = f"{text}\n{row.deadline or ''}", baseline.measures[n].milestones
        yield from _compare(issue, ("measures", n, "milestones"), words, has, says)


def _compare(
    issue: Issue, place: Path, text: str, has: tuple[Milestone, ...], says: tuple[Milestone, ...]
) -> Iterator[Finding]:
    last = issue.baseline.deadline.due
    missing = list(says)
    odd = []
    for n, milestone in enumerate(has):
        if milestone in missing:
            missing.remove(milestone)
        else:
            odd.append((n, milestone))
        if last is not None and milestone.due > last:
            args = {"due": str(milestone.due), "last": str(last)}
            yield Finding("L405", issue.path, (*place, n, "due"), args)
    for n, milestone in odd:
        same = next((other for other in missing if other.text == milestone.text), None)
        if same is not None:
            missing.remove(same)
            args = {"text": milestone.text, "says": str(same.due), "has": str(milestone.due)}
            yield Finding("L404", issue.path, (*place, n, "due"), args)
        elif milestone in says:
            yield Finding("L414", issue.path, (*place, n), {"text": milestone.text})
        elif milestone.text not in text:
            del missing[:1]  # most likely the one whose words were changed
            yield Finding("L403", issue.path, (*place, n, "text"), {"text": milestone.text})
    for milestone in missing:
        args = {"text": milestone.text, "due": str(milestone.due)}
        yield Finding("L412", issue.path, place if has else place[:-1] or place, args)


def _demands(issue: Issue, said: Meaning) -> Iterator[Finding]:
    """L415: who does a measure; L416: what it demands at once, and again and again."""
    for n, (measure, says) in enumerate(zip(issue.baseline.measures, said.demands, strict=True)):
        place: Path = ("measures", n)
        if measure.by != says.by:
            unlike: Args = {"has": tuple(measure.by), "says": tuple(says.by)}
            yield Finding("L415", issue.path, _odd_one((*place, "by"), measure.by, says.by), unlike)
        if measure.immediate != says.immediate:
            args = {
                "field": "immediate",
                "has": shown_value(measure.immediate),
                "says": shown_value(says.immediate),
            }
            yield Finding("L416", issue.path, (*place, "immediate"), args)
        if measure.recurring != says.recurring:
            args = {"field": "recurring", "has": _again(measure.recurring), "says": _again(says.recurring)}
            yield Finding("L416", issue.path, (*place, "recurring"), args)


def _again(recurring: Sequence[Recurrence]) -> str:
    """``按季度 3×1``: the words, the months, how often."""
    return "、".join(f"{one.text} {one.months or '—'}×{one.times}" for one in recurring) or "—"
