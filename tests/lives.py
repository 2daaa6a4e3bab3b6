"""The life of an issue in entries: issue 12 of the shipped plan, whose measures nobody in particular has to do."""

FILE = "data/issues/12.yaml"
LEAD, OFFICE = "by: 市水务局", "by: 市整改专项组"
PROOF = 'evidence: [{url: "https://example.gov.cn/a"}]'

COMPLETED = [
    *(f"{{date: 2025-02-11, type: achieve, {LEAD}, measure: {n}}}" for n in (1, 2, 3)),
    f"{{date: 2025-03-01, type: complete, {LEAD}, similar: 排查, mechanism: 制度, {PROOF}}}",
]
NOTICED = [
    *COMPLETED,
    f"{{date: 2025-03-20, type: accept, {LEAD}}}",
    f"{{date: 2025-03-21, type: publicize, {LEAD}, since: 2025-03-21, until: 2025-04-03, where: 网站}}",
]
CLOSED = [*NOTICED, f"{{date: 2025-04-07, type: close, {OFFICE}}}"]

ASSIGN = f"{{date: 2024-11-01, type: assign, {OFFICE}, measure: 1, units: [昆区, 固阳县], due: 2024-12-20}}"
DONE_BY_ONE = f"{{date: 2024-12-19, type: achieve, by: 昆区, measure: 1, {PROOF}}}"
FOR_THE_OTHER = (
    f"{{date: 2025-01-10, type: extend, {OFFICE}, measure: 1, for: [固阳县], due: 2025-03-31, "
    "approval: 文, asked: 2024-12-25}"
)
