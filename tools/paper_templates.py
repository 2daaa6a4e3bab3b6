"""The templates of papers, in the official layout: src/ledger/papers/templates/*.docx.

    python tools/paper_templates.py            write them anew
    python tools/paper_templates.py --check    fail when one is stale

Compared is what is in the archives, not how it is packed, which differs from one zlib to the next.
"""

import io
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx.oxml import parse_xml

from ledger.papers.kinds import WITH_TEMPLATE, file_name
from ledger.rendering.wordfile import blank_document, pinned
from ledger.rendering.wordtable import LARGE, Layout, Row, table_xml
from ledger.rendering.wordxml import end_section, section_like, styled

FOLDER = Path(__file__).resolve().parent.parent / "src" / "ledger" / "papers" / "templates"

UPRIGHT, LYING = 8845, 12756  # the type area of a page in twips, by how it stands
SMALL = 21  # half points of the text of tables that are not LARGE
GAP = 2  # half characters between two columns
CHARACTER = 320  # twips
_NARROW = 0.175  # of the width: what stands in such a column is short, and centred
_LONG = ("problem", "goal", "evidence", "similar", "mechanism", "missing")  # texts that may fill a page
SEAL = "\n\n\n（签章）\n　　　　年　　月　　日"


class Page:
    """A template while it is made."""

    def __init__(self) -> None:
        self.file = blank_document()
        self.body: Any = self.file.element.body
        self.styles = {style.name: style.style_id for style in self.file.styles if style.name}

    def put(self, element: Any) -> Any:
        """Add an element at the end."""
        self.body.sectPr.addprevious(element)
        return element

    def line(self, text: str, style: str = "Body Text", **properties: dict[str, str | int]) -> Any:
        """A paragraph."""
        return self.put(styled(text, self.styles[style], properties))

    def head(self, *, numbered: bool = True) -> None:
        """Title, and 文号 below it."""
        self.line("{{ heading }}", "Title")
        if numbered:
            self.line("{{ serial }}", "Normal", spacing={"after": 579}, jc={"val": "center"})

    def addressee(self) -> None:
        """主送, from the edge."""
        self.line("{{ addressee }}：", "Normal")

    def closing(self, text: str) -> None:
        """The last paragraph of the text: it goes on a page as a whole, with the signature."""
        self.line(text, keepNext={}, keepLines={})

    def signature(self) -> None:
        """落款 and 成文日期, at the right; never on a page without the last paragraph before them."""
        self.line("", "Normal", keepNext={})
        keep: dict[str, dict[str, str | int]] = {"keepNext": {}, "keepLines": {}}
        for text, characters in (("{{ signature }}", 2), ("{{ signed_on }}", 4)):
            right: dict[str, str | int] = {"right": characters * CHARACTER}
            self.line(text, "Normal", **keep, ind=right, jc={"val": "right"})
            keep = {"keepLines": {}}

    def item(self, text: str) -> None:
        """A paragraph of names, days and numbers, which hardly break: its lines are not stretched to the edge."""
        self.line(text, jc={"val": "left"})

    def heading(self, text: str) -> None:
        """A heading of the first level."""
        self.line(text, "Heading 1")

    def each(self, names: str, lines: Sequence[str], none: str) -> None:
        """Paragraphs for each of a list; ``none`` where it is empty."""
        one = names[0]
        self.line(f"{{%p for {one} in {names} %}}")
        for text in lines:
            self.item(text)
        self.line("{%p else %}")
        self.line(none)
        self.line("{%p endfor %}")

    def when(self, condition: str, make: Callable[[], None]) -> None:
        """What ``make`` adds, under a condition."""
        self.line(f"{{%p if {condition} %}}")
        make()
        self.line("{%p endif %}")

    def table(
        self,
        names: str,
        columns: Sequence[tuple[str, str, int]],
        *,
        broad: int = UPRIGHT,
        size: int = SMALL,
        split: bool = False,
    ) -> None:
        """A table with a row for each of a list; columns are head, text and share of the width.

        Rows go on a page as a whole unless they may be ``split``.
        """
        total = sum(share for _, _, share in columns)
        widths = [broad * share // total for _, _, share in columns]
        widths[-1] += broad - sum(widths)
        laid = Layout(widths, size, GAP)
        rest = [""] * (len(columns) - 1)
        centred = ["center"] * len(columns)
        aligned = ["center" if share / total < _NARROW else "left" for _, _, share in columns]
        text, head = self.styles["Table Text"], self.styles["Table Head"]
        plain = Row(text, laid, centred)
        rows = [
            Row(head, laid, centred, head=True).xml([one for one, _, _ in columns]),
            plain.xml([f"{{%tr for r in {names} %}}", *rest]),
            Row(text, laid, aligned, split=split).xml([one for _, one, _ in columns]),
            plain.xml(["{%tr endfor %}", *rest]),
        ]
        self.put(parse_xml(table_xml(laid, rows)))

    def form(self, rows: Sequence[tuple[str, str]]) -> None:
        """A table of labels and texts; what is left to be filled in by hand goes on a page as a whole."""
        widths = [1900, UPRIGHT - 1900]
        laid = Layout(widths, LARGE, GAP)
        style = self.styles["Table Text"]
        drawn = []
        for label, text in rows:
            long = any(name in text for name in _LONG) and SEAL not in text
            drawn.append(Row(style, laid, ["center", "left"], split=long).xml([label, text]))
        self.put(parse_xml(table_xml(laid, drawn)))

    def lie(self) -> None:
        """What follows goes on pages that lie on their side."""
        original = self.body.sectPr
        end_section(original.getprevious(), section_like(original, lies=False, first=True))
        turned = section_like(original, lies=True, first=False)
        for child in list(original):
            original.remove(child)
        original.extend(list(turned))

    def packed(self) -> bytes:
        """The file, the same bytes every time."""
        properties = self.file.core_properties
        properties.title = properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no zone
        properties.language = "zh-CN"
        properties.revision = 1
        out = io.BytesIO()
        self.file.save(out)
        return pinned(out.getvalue())


TASK = (
    ("任务序号", "第{{ number }}项"),
    ("任务名称", "{{ title }}"),
    ("存在问题", "{{ problem }}"),
    ("责任单位", "{{ responsible }}"),
    ("验收单位", "{{ accepting }}"),
    ("整改时限", "{{ deadline }}"),
    ("整改目标", "{{ goal }}"),
)
EVIDENCE = "{% for e in evidence %}{{ loop.index }}.{{ e }}{% if not loop.last %}；{% endif %}{% else %}（未附）{% endfor %}"
SILENT = (
    "{{ loop.index }}.{{ s.unit }}（{% if s.last_record %}{{ s.last_record }}{% else %}从未报送进展{% endif %}"
    "{% if s.back %}；{{ s.back }}{% endif %}）。"
)
TOLD = (
    "{{ loop.index }}.第{{ t.number }}项任务（{{ t.title }}），本单位{{ t.role }}。整改时限：{{ t.deadline }}。"
    "整改进展：{{ t.status }}{% if t.standing %}，{{ t.standing }}{% endif %}{% if t.steps %}（{{ t.steps }}）{% endif %}。"
    "{% if t.own %}本单位承担的措施：{{ t.own }}。{% endif %}"
)
DEBT = "{{ loop.index }}.第{{ %s.number }}项任务（{{ %s.title }}）：{{ %s.item }}，到期日{{ %s.due }}，{{ %s.state }}"


def debt(name: str, more: str) -> str:
    """A line for something that is owed."""
    return DEBT.replace("%s", name) + more


def circular(page: Page) -> None:
    """月调度通报."""
    page.head()
    page.addressee()
    page.line("现将截至{{ as_of }}的整改落实情况通报如下。")
    page.heading("一、总体进展")
    page.each("overall", ["{{ o }}"], "没有需要统计的任务。")
    page.line("（{{ convention }}）")

    def changed() -> None:
        page.heading("二、本期变化")
        page.each("changes", ["{{ c }}"], "状态和时限情况没有变化。")

    page.when("since", changed)

    def numbered(later: str, text: str) -> None:
        numbers = "一二三四五六七"
        page.heading(f"{{{{ '{later}' if since else '{numbers[numbers.index(later) - 1]}' }}}}、{text}")

    numbered("三", "进展较好的任务")
    page.each("good", ["{{ g }}"], "没有提前完成或超过序时进度的任务。")
    numbered("四", "滞后事项")
    page.each("late", [debt("l", "。责任单位：{{ l.units }}。")], "没有滞后的事项。")
    numbered("五", "报送进展情况")
    page.line("{%p for r in rounds %}")
    page.line("{{ r }}")
    page.line("{%p endfor %}")
    page.line("{%p if silent %}")
    page.line("{{ '本期' if since else '较长时间' }}没有报送进展的单位（括号内为上次报送进展的日期）：")
    page.line("{%p endif %}")
    page.each(
        "silent",
        [SILENT],
        "{{ '本期' if since else '近期' }}各单位均有进展记录。",
    )
    numbered("六", "存在的主要问题")
    page.each("problems", ["{{ loop.index }}.{{ p }}"], "没有需要指出的问题。")
    numbered("七", "下步要求")
    page.line("近期到期的事项如下，务必按期完成。")
    page.each("next", [debt("n", "。责任单位：{{ n.units }}。")], "近期没有到期的事项。")
    page.closing(
        "各责任单位要对照滞后事项逐条查明原因，落实责任，加快整改，"
        "于{{ reply_by }}前将整改情况书面报送{{ signer }}。"
    )
    page.closing("附件：整改任务进展一览表")
    page.signature()
    page.lie()
    page.line("附件", "Normal")
    page.line("整改任务进展一览表", "Caption")
    page.table(
        "tasks",
        (
            ("序号", "{{ r.number }}", 10),
            ("任务", "{{ r.title }}", 24),
            ("牵头单位", "{{ r.lead }}", 25),
            ("到期日", "{{ r.due or '—' }}", 22),
            ("状态", "{{ r.status }}", 13),
            ("时限情况", "{{ r.standing }}", 14),
            ("序时进度", "{{ r.pace or '—' }}", 20),
        ),
        broad=LYING,
        size=LARGE,
    )


def unit_tasks(page: Page) -> None:
    """单位任务清单."""
    page.head(numbered=False)
    page.line("（截至{{ as_of }}）", "Subtitle")
    page.line("", "Normal")
    page.addressee()
    page.line("《{{ plan }}》中由你单位承担、尚未完成的事项如下，请按期办理并报送进展。")
    # one paragraph: of several short ones each would end in a line of a word or two
    page.line("{% if summary %}{{ summary | join('') }}{% else %}没有应办未办的事项。{% endif %}")

    def undated() -> None:
        page.line("没有到期日的任务：")
        page.each(
            "undated",
            ["{{ loop.index }}.第{{ u.number }}项任务（{{ u.title }}），整改时限：{{ u.deadline }}。"],
            "无。",
        )

    page.when("undated", undated)
    page.closing("各事项的到期日、上次报送和承诺，以及下一步还缺的材料，见附表。")
    page.signature()
    page.lie()
    page.line("附表", "Normal")
    page.line("应办事项", "Caption")
    page.table(
        "debts",
        (
            ("序号", "{{ loop.index }}", 8),
            ("任务", "{{ r.number }}　{{ r.title }}", 28),
            ("应办事项", "{{ r.item }}", 32),
            ("到期日", "{{ r.due }}", 22),
            ("情况", "{{ r.state }}", 16),
            ("上次报送进展", "{{ r.last_record }}", 22),
            ("承诺完成", "{{ r.promised or '—' }}", 22),
        ),
        broad=LYING,
    )
    page.line("各项任务下一步还缺的材料和记录", "Caption")
    page.table(
        "lacking",
        (
            ("任务", "{{ r.number }}　{{ r.title }}", 8),
            ("下一步", "{{ r.step }}", 4),
            ("还缺", "{{ r.missing }}", 20),
        ),
        broad=LYING,
        size=LARGE,
    )


def letter(page: Page) -> None:
    """督办函."""
    page.head()
    page.addressee()
    page.line(
        "按照《{{ plan }}》，{% if late %}{{ you }}承担的整改任务中，截至{{ as_of }}有{{ count }}件事项到期未完成。{% endif %}"
        "现就有关事项{{ level }}如下。"
    )
    page.heading("一、{% if late %}逾期事项{% else %}有关任务{% endif %}")
    page.line("{%p for l in late %}")
    page.item(
        debt("l", "{% if l.units %}；责任单位：{{ l.units }}{% endif %}；上次报送进展：{{ l.last_record }}。")
    )
    page.line("{%p endfor %}")

    def others() -> None:
        page.line(
            "{% if late %}同时请关注：{% endif %}{% for t in tasks %}第{{ t.number }}项任务（{{ t.title }}），"
            "整改时限：{{ t.deadline }}{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
        )

    page.when("tasks", others)
    page.heading("二、工作要求")
    page.line("{%p if demand %}")
    page.line("{{ demand }}。")
    page.line("{%p else %}")
    page.line(
        "请{{ you }}对照上述事项逐件查明原因，明确责任和完成时限，采取有力措施加快整改；"
        "确需延期的，按程序书面申请并说明理由，未经批准不得自行调整时限。"
    )
    page.line("{%p endif %}")

    def answer() -> None:
        page.heading("三、回复期限")
        page.closing("请于{{ reply_by }}前将办理情况书面回复{{ signer }}，并附佐证材料。")

    page.when("reply_by", answer)
    page.when("not reply_by", lambda: page.closing("特此函告。"))
    page.signature()


def request(page: Page) -> None:
    """销号申请表."""
    page.head(numbered=False)
    page.form((*TASK, ("完成时间", "{{ completed }}")))
    page.line("整改措施及完成情况", "Caption")
    page.table(
        "measures",
        (
            ("编号", "{{ r.mark }}", 3),
            ("整改措施", "{{ r.text }}", 9),
            ("实施单位", "{{ r.units }}", 5),
            ("落实情况", "{{ r.done }}{% if r.told %}。{{ r.told }}{% endif %}", 8),
        ),
        split=True,
    )
    page.line("佐证和申请", "Caption")
    page.form(
        (
            ("佐证材料目录", EVIDENCE),
            ("举一反三情况", "{{ similar }}"),
            ("长效机制", "{{ mechanism }}"),
            (
                "尚缺事项",
                "{% for m in missing %}{{ m }}{% if not loop.last %}；{% endif %}{% else %}无{% endfor %}",
            ),
            ("申请单位意见", "申请单位：{{ signer }}" + SEAL),
            ("验收单位签收", "验收单位：{{ accepting }}" + SEAL),
        )
    )


def acceptance(page: Page) -> None:
    """验收意见表."""
    page.head(numbered=False)
    page.form(
        (
            *TASK,
            ("完成时间", "{{ completed }}"),
            ("验收方式", "□自行验收　□市级验收　□省（自治区）级验收"),
            ("现场核查", "时间：　　　　年　　月　　日\n点位：\n"),
            ("查阅资料", EVIDENCE),
        )
    )
    page.line("逐条核查结果", "Caption")
    page.table(
        "measures",
        (
            ("编号", "{{ r.mark }}", 3),
            ("整改措施", "{{ r.text }}", 9),
            ("台账记录", "{{ r.done }}", 6),
            ("核查结果", "□落实　□未落实", 5),
        ),
    )
    page.line("验收意见", "Caption")
    page.form(
        (
            ("举一反三情况", "{{ similar }}"),
            ("长效机制", "{{ mechanism }}"),
            ("存在不足", "\n\n"),
            ("验收结论", "□同意通过验收　□不同意通过验收\n\n"),
            ("参加人员签字", "\n\n"),
        )
    )
    page.line("各验收单位意见", "Caption")
    page.table(
        "opinions",
        (
            ("验收单位", "{{ r.unit }}", 6),
            ("意见", "{{ r.opinion }}", 9),
            ("日期", "{{ r.day }}", 7),
            ("签章", "\n\n", 4),
        ),
    )


def notice(page: Page) -> None:
    """公示."""
    page.head(numbered=False)
    page.line("", "Normal")
    page.line(
        "根据《{{ plan }}》和验收销号有关要求，第{{ number }}项任务（{{ title }}）已完成整改并通过验收，"
        "现将有关情况予以公示，接受社会监督。"
    )
    page.heading("一、存在问题")
    page.line("{{ problem }}")
    page.heading("二、整改实施主体")
    page.line("{{ responsible }}。")
    page.heading("三、整改目标和时限")
    page.line("整改目标：{{ goal }}")
    page.line("整改时限：{{ deadline }}。")
    page.heading("四、整改措施及完成情况")
    page.each("measures", ["{{ m.mark }}{{ m.text }}（已落实）"], "方案没有另列措施。")
    page.heading("五、验收情况")
    page.line("该任务于{{ completed }}完成整改，{{ accepted }}通过验收。验收单位：{{ accepting }}。")
    page.heading("六、公示时间和位置")
    page.line("公示期{{ length }}，自{{ begin }}起至{{ end }}止{{ projected }}。公示位置：{{ where }}。")
    page.heading("七、意见反馈")
    page.closing(
        "公示期内对整改情况有异议的，请以书面形式向{{ signer }}提出。"
        "联系电话：{{ phone }}；通信地址：{{ address }}。"
    )
    page.signature()


def disclosure(page: Page) -> None:
    """年度公开."""
    page.head(numbered=False)
    page.line("", "Normal")
    page.line("按照《{{ plan }}》关于信息公开的要求，现将{{ unit }}{{ year }}年整改落实情况公开如下。")
    page.heading("一、总体情况")
    page.each("overall", ["{{ o }}"], "没有需要统计的任务。")
    page.line("{{ own }}")
    page.heading("二、各项任务进展情况")
    page.each(
        "tasks",
        [f"{TOLD}整改目标：{{{{ t.goal }}}}"],
        "没有参与的任务。",
    )
    page.closing("特此公开，接受社会监督。")
    page.signature()


def reconciliation(page: Page) -> None:
    """对账单."""
    page.head()
    page.addressee()
    page.line(
        "现将《{{ plan }}》整改任务截至{{ as_of }}的情况报请核对，共{{ count }}项"
        "{% if agreeing %}，其中与上级一致{{ agreeing }}项、需要核对{{ differing }}项{% endif %}。"
    )
    page.table(
        "rows",
        (
            ("序号", "{{ r.number }}", 3),
            ("任务", "{{ r.title }}", 8),
            ("上级状态", "{{ r.theirs }}", 5),
            ("我方状态", "{{ r.ours }}", 5),
            ("差异", "{{ r.difference }}", 4),
            ("原因", "{{ r.reason }}", 6),
        ),
    )
    page.closing("特此报送，请予核对。")
    page.signature()


MAKERS: dict[str, Callable[[Page], None]] = {
    "circular": circular,
    "unit_tasks": unit_tasks,
    "letter": letter,
    "request": request,
    "acceptance": acceptance,
    "notice": notice,
    "disclosure": disclosure,
    "reconciliation": reconciliation,
}


def made(kind: str) -> bytes:
    """The template of a kind."""
    page = Page()
    MAKERS[kind](page)
    return page.packed()


def contents(data: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stale() -> list[str]:
    """The names of the templates that are not what this program makes."""
    found = []
    for kind in WITH_TEMPLATE:
        path = FOLDER / file_name(kind)
        if not path.is_file() or contents(path.read_bytes()) != contents(made(kind)):
            found.append(path.name)
    more = {path.name for path in FOLDER.iterdir()} - {file_name(kind) for kind in WITH_TEMPLATE}
    return [*found, *sorted(more)]


def main(arguments: Sequence[str]) -> int:
    """Write the templates, or say which are stale."""
    if "--check" in arguments:
        wrong = stale()
        for name in wrong:
            sys.stderr.write(f"stale: {name}; run tools/paper_templates.py\n")
        return 1 if wrong else 0
    FOLDER.mkdir(exist_ok=True)
    for kind in WITH_TEMPLATE:
        data, path = made(kind), FOLDER / file_name(kind)
        if not path.is_file() or contents(path.read_bytes()) != contents(data):
            path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
