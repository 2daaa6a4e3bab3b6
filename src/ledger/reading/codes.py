"""The closed list of diagnostic codes, in tiers.

1xx syntax, 2xx schema, 3xx references, 4xx consistency, 5xx the plan document and the baseline
against it, 6xx entries.
The words for each code are in the message catalogue.
"""

from typing import NamedTuple

from ledger.reading.diagnostic import Severity


class Code(NamedTuple):
    """A kind of diagnostic: its readable name and its weight."""

    name: str
    severity: Severity


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, Code] = {
    "L101": Code("yaml-syntax", _E),
    "L102": Code("encoding", _E),
    "L103": Code("byte-order-mark", _W),
    "L104": Code("crlf", _W),
    "L105": Code("lone-cr", _E),
    "L106": Code("unsafe-character", _E),
    "L107": Code("conflict-marker", _E),
    "L108": Code("duplicate-key", _E),
    "L109": Code("too-large", _E),
    "L110": Code("not-a-mapping", _E),
    "L111": Code("too-many-nodes", _E),
    "L112": Code("complex-key", _E),
    "L113": Code("alias", _E),
    "L114": Code("tag", _E),
    "L115": Code("directive", _E),
    "L116": Code("several-documents", _E),
    "L117": Code("too-deep", _E),
    "L118": Code("tab", _E),
    "L119": Code("not-a-regular-file", _E),
    "L120": Code("unreadable-file", _E),
    "L121": Code("full-width-colon", _E),
    "L201": Code("unknown-field", _E),
    "L202": Code("missing-field", _E),
    "L203": Code("wrong-shape", _E),
    "L204": Code("ambiguous-scalar", _E),
    "L205": Code("date-form", _E),
    "L206": Code("impossible-date", _E),
    "L207": Code("number-form", _E),
    "L208": Code("flag-form", _E),
    "L209": Code("unknown-choice", _E),
    "L210": Code("pattern", _E),
    "L211": Code("empty", _E),
    "L212": Code("out-of-range", _E),
    "L301": Code("unknown-unit", _E),
    "L302": Code("unknown-section", _E),
    "L303": Code("id-is-not-file-name", _E),
    "L304": Code("duplicate-id", _E),
    "L305": Code("missing-file", _E),
    "L306": Code("spelling-claimed-twice", _E),
    "L307": Code("unit-table-reference", _E),
    "L308": Code("stray-file", _W),
    "L309": Code("duplicate-number", _E),
    "L310": Code("evidence-missing", _E),
    "L311": Code("evidence-changed", _E),
    "L312": Code("look-alike-character", _E),
    "L401": Code("deadline-contradicts-text", _E),
    "L402": Code("deadline-not-understood", _W),
    "L403": Code("milestone-not-in-text", _E),
    "L404": Code("milestone-contradicts-text", _E),
    "L405": Code("milestone-after-deadline", _W),
    "L406": Code("target-not-in-text", _E),
    "L407": Code("target-sum", _E),
    "L408": Code("units-contradict-text", _E),
    "L409": Code("numbering", _E),
    "L410": Code("target-contradicts-text", _E),
    "L411": Code("no-such-measure", _E),
    "L412": Code("milestone-missing", _E),
    "L413": Code("target-missing", _E),
    "L414": Code("repeated", _E),
    "L501": Code("baseline-differs", _E),
    "L502": Code("issue-missing", _E),
    "L503": Code("issue-not-in-plan", _E),
    "L504": Code("source-changed", _E),
    "L505": Code("plan-differs", _E),
    "L511": Code("unrecognised-line", _W),
    "L512": Code("field-missing-in-plan", _E),
    "L513": Code("number-jumps", _E),
    "L514": Code("number-repeats", _E),
    "L515": Code("unknown-label", _W),
    "L516": Code("unit-not-resolved", _E),
    "L517": Code("phrase-not-understood", _W),
    "L518": Code("no-task-list", _E),
    "L519": Code("plan-unreadable", _E),
    "L520": Code("field-repeats", _E),
    "L521": Code("lead-not-named", _W),
    "L522": Code("document-cut-off", _E),
    "L523": Code("measure-numbering", _W),
    "L524": Code("document-empty", _E),
    "L601": Code("not-entitled", _E),
    "L602": Code("out-of-order", _E),
    "L603": Code("no-such-milestone", _E),
    "L604": Code("void-without-entry", _E),
    "L605": Code("reading-without-target", _E),
    "L606": Code("dates-out-of-order", _E),
    "L607": Code("notice-still-running", _E),
    "L608": Code("objection-open", _E),
    "L609": Code("recorded-twice", _W),
    "L610": Code("checklist-not-met", _E),
    "L611": Code("notice-too-short", _E),
    "L612": Code("notice-days-contradict", _W),
    "L613": Code("extension-asked-late", _W),
    "L614": Code("pace-contradicts", _W),
    "L615": Code("no-such-field", _E),
    "L616": Code("entries-not-appendable", _W),
}
