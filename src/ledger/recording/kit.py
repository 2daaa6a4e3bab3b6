"""What a new ledger begins with besides its plan: a table of units to mend, and files for CI and hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.drafting import draft_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.plans.drafting import Remarks, UnitDraft

MODELINE = "# yaml-language-server: $schema=../schemas/units.schema.json\n"

DISTRICTS = ("district", "zone")
"""Kinds of units of which the members of a group such as 各旗县区 may be."""


def units_text(draft: UnitDraft | None, remarks: Remarks) -> str:
    """A table of units with what has to be known to mend it: drafted from a document, or a first line."""
    about = "".join(f"# {line}\n" for line in _about(remarks.words))
    if draft is None:
        office = remarks.words("init.units_office")
        return (
            f"{MODELINE}{about}units:\n  市整改办: {{name: 示例市整改工作办公室, kind: office}}  # {office}\n"
        )
    drafted = draft_text(draft, remarks).removeprefix(MODELINE)
    return f"{MODELINE}{about}{drafted}{''.join(_groups(draft, remarks))}"


def _about(words: Callable[..., str]) -> Iterable[str]:
    """What has to be known to mend the table."""
    yield words("init.units_keys")
    yield "  市发改委: {name: 示例市发展和改革委员会, kind: government, aliases: [市发展改革委]}"
    yield words("init.units_kinds")
    yield words("init.units_needed")
    yield words("init.units_names", group="各旗县区", collective="各有关部门")


def _groups(draft: UnitDraft, remarks: Remarks) -> Iterable[str]:
    """Groups as they may be, each line a remark until a person has decided who is in them."""
    if not draft.undecided:
        return
    members = ", ".join(name for name, one in draft.units.items() if one.kind in DISTRICTS)
    yield f"# {remarks.words('init.units_groups')}\n# groups:\n"
    for name in draft.undecided:
        yield f"#   {name}: {{members: [{members or '某县, 某区'}]}}\n"


HOME = "OWNER/REPO"
"""Where this program is kept: a person puts the address in its place."""

PLATFORMS = ("github", "gitlab")
"""Where files for CI can be had for."""


def ci_files(platform: str, version: str, root: str = "") -> dict[str, bytes]:
    """The files by which a platform checks and audits a ledger in the folder ``root`` of its repository."""
    tag = f"v{version}"
    if platform == "github":
        return {".github/workflows/ledger.yml": _github(tag, root).encode()}
    return {".gitlab-ci.yml": _gitlab(tag, root).encode()}


def _github(tag: str, root: str) -> str:
    where = (
        f"      root: {root} # the folder that holds data/; leave it out where that is the top"
        " of the repository\n"
        if root
        else ""
    )
    again = f"      root: {root}\n" if root else ""
    return f"""\
# For .github/workflows/ of a ledger's own repository. {HOME} is where this program is kept; the tag stands
# in both places, so that the workflow and the program are of one version.
name: ledger
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  check:
    uses: {HOME}/.github/workflows/ledger-check.yml@{tag}
    with:
      install: git+https://github.com/{HOME}@{tag}
{where}      lang: zh
  audit:
    uses: {HOME}/.github/workflows/ledger-audit.yml@{tag}
    with:
      install: git+https://github.com/{HOME}@{tag}
{again}      lang: zh
"""


def _gitlab(tag: str, root: str) -> str:
    return f"""\
# For .gitlab-ci.yml of a ledger's own repository. {HOME} is where this program is kept.
ledger:
  image: python:3.12
  variables:
    GIT_DEPTH: "0" # the audit walks all of history
    LEDGER_ROOT: {root or '"."'}
    LEDGER_LANG: zh
  script:
    - pip install --quiet "git+https://github.com/{HOME}@{tag}"
    - ledger check --format gitlab > gl-code-quality-report.json
    - ledger audit
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""


def hooks(version: str, root: str = "") -> bytes:
    """``.pre-commit-config.yaml`` of a repository with a ledger in its folder ``root``."""
    before = f"{root}/" if root else ""
    about = f", with the ledger in the folder {root}" if root else ""
    own = (
        "        # a ledger at the top of the repository needs neither of the two\n"
        f"        files: ^{before}data/\n"
        f"        args: [-C, {root}]\n"
        if root
        else ""
    )
    mending = "".join(
        f"      - id: {name}\n        exclude: ^{before}data/(source|evidence)/\n"
        for name in ("end-of-file-fixer", "trailing-whitespace", "mixed-line-ending")
    )
    return f"""\
# For .pre-commit-config.yaml of a ledger's own repository{about}. {HOME} is where
# this program is kept.
repos:
  - repo: https://github.com/{HOME}
    rev: v{version}
    hooks:
      - id: ledger-check
{own}  # hooks that mend files must leave the official text and evidence alone: not a byte of them may change
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v5.0.0
    hooks:
{mending}""".encode()
