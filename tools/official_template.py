"""The layout of official documents (GB/T 9704—2012) as a Word file: src/ledger/rendering/templates/official.docx.

    python tools/official_template.py            write it anew
    python tools/official_template.py --check    fail when it is stale

An office may change a copy of it and give that with ``ledger report --template``.  Every part is written here,
so that nothing of another program's defaults is left in it.
"""

import io
import sys
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TARGET = Path(__file__).resolve().parent.parent / "src/ledger/rendering/templates/official.docx"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

MARK = "{{台账}}"
LINE = 579  # twips: 28.95 points, 22 lines in 225 mm
CHARACTER = 315  # twips: 28 of 16 points in 156 mm
NARROWER = -5  # twips between characters, which makes them so
SERIF = "Times New Roman"
FONTS = {
    "仿宋_GB2312": ("仿宋", "FangSong_GB2312", "FangSong"),
    "楷体_GB2312": ("楷体", "KaiTi_GB2312", "KaiTi"),
    "方正小标宋简体": ("方正小标宋_GBK", "小标宋", "宋体"),
    "黑体": ("SimHei",),
    "宋体": ("SimSun",),
}
"""Fonts and what may stand in for them."""


class Style(NamedTuple):
    """How a paragraph looks; sizes are half points, spaces twips; without ``line`` it is as high as its text."""

    name: str
    font: str = "仿宋_GB2312"
    size: int = 32
    align: str = "left"
    indent: bool = False
    before: int = 0
    after: int = 0
    line: int | None = LINE
    level: int | None = None
    together: bool = False
    on_grid: bool = True
    new_page: bool = False
    latin: str = SERIF

    @property
    def id(self) -> str:
        """The id of the style."""
        return self.name.replace(" ", "")


STYLES = (
    Style("Normal"),
    Style("Title", "方正小标宋简体", 44, "center", after=LINE, line=700, together=True, on_grid=False),
    Style("Subtitle", "楷体_GB2312", 32, "center", together=True),
    Style("Body Text", align="both", indent=True),
    Style("Heading 1", "黑体", indent=True, level=0, together=True),
    Style("Heading 2", "楷体_GB2312", indent=True, level=1, together=True),
    Style("Heading 3", indent=True, level=2, together=True),
    Style("Caption", "黑体", 28, "center", before=280, after=80, line=None, together=True),
    Style("Footer", "宋体", 28, line=None, latin="宋体"),
    Style("Table Text", size=24, line=None),
    Style("Table Head", "黑体", 24, "center", line=None),
    Style("Table Note", size=21, line=None, before=80),
    Style("Annex", "黑体", together=True, new_page=True),
    Style("Annex Title", "方正小标宋简体", 36, "center", after=240, line=700, together=True, on_grid=False),
)
BUILT_IN = {
    "Normal",
    "Title",
    "Subtitle",
    "Body Text",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Caption",
    "Footer",
}


def fonts(east_asian: str, latin: str) -> str:
    """Fonts of a style; quotes and dashes, which either could draw, are Chinese."""
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={quoteattr(latin)} w:eastAsia={quoteattr(east_asian)}'
        f' w:hAnsi={quoteattr(latin)} w:cs="{SERIF}"/>'
    )


def drawn(style: Style) -> str:
    """A style, its properties in the order of the schema."""
    paragraph = "<w:keepNext/><w:keepLines/>" if style.together else ""
    paragraph += "<w:pageBreakBefore/>" if style.new_page else ""
    paragraph += '<w:widowControl w:val="0"/>' if style.align == "both" else ""
    paragraph += '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no blanks between figures and words
    paragraph += '<w:snapToGrid w:val="0"/>' if style.line is None or not style.on_grid else ""
    line = f'w:line="{style.line}" w:lineRule="exact"' if style.line else 'w:line="264" w:lineRule="auto"'
    paragraph += f'<w:spacing w:before="{style.before}" w:after="{style.after}" {line}/>'
    first = (200, 2 * CHARACTER) if style.indent else (0, 0)
    paragraph += (
        f'<w:ind w:firstLineChars="{first[0]}" w:firstLine="{first[1]}"/><w:jc w:val="{style.align}"/>'
    )
    paragraph += f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    narrower = NARROWER if style.size == 32 else 0
    run = (
        f'{fonts(style.font, style.latin)}<w:b w:val="0"/><w:i w:val="0"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="{narrower}"/><w:kern w:val="0"/><w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    )
    default = ' w:default="1"' if style.name == "Normal" else ""
    own = "" if style.name in BUILT_IN else ' w:customStyle="1"'
    name = style.name if style.name in {"Normal", "Title", "Subtitle", "Body Text"} else style.name.lower()
    name = style.name if own else name
    return (
        f'<w:style w:type="paragraph"{default}{own} w:styleId="{style.id}"><w:name w:val="{name}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styles() -> str:
    """The defaults and the styles."""
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts("仿宋_GB2312", SERIF)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f"{''.join(map(drawn, STYLES))}"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )


def page_number(side: str) -> str:
    """— 1 —, one character from the outer edge."""
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="280" w:{side}Chars="100"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>{field}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def document() -> str:
    """The mark on a page: A4, margins 37, 26, 35 and 28 mm, the page number 7 mm below the type area."""
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
        f"<w:r><w:t>{escape(MARK)}</w:t></w:r></w:p><w:sectPr>"
        '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"'
        f' w:header="1134" w:footer="1304" w:gutter="0"/><w:cols w:space="720"/><w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def settings() -> str:
    """Settings: odd and even page numbers, Chinese punctuation, Word 2013 and later."""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2"'
        ' w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5"'
        ' w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    """The fonts by name, and what to take where one is not there; none is embedded."""
    made = [
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in FONTS.items()
    ]
    made.append(
        f'<w:font w:name="{SERIF}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f'<w:fonts xmlns:w="{_W}">{"".join(made)}</w:fonts>'


_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F1F1F", "lt2": "F2F2F2", "accent1": "C00000", "accent2": "1F4E79",
    "accent3": "7F7F7F", "accent4": "BF8F00", "accent5": "2E75B6", "accent6": "548235", "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip


def theme() -> str:
    """A theme of our own: black on white, the fonts of the layout."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    latin = f'<a:latin typeface="{SERIF}"/>'
    major, minor = (
        f'<a:{name}Font>{latin}<a:ea typeface="{font}"/><a:cs typeface=""/></a:{name}Font>'
        for name, font in (("major", "黑体"), ("minor", "仿宋_GB2312"))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = "".join(f'<a:ln w="{w}">{fill}</a:ln>' for w in (6350, 12700, 19050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{_A}" name="official"><a:themeElements><a:clrScheme name="official">{colours}</a:clrScheme>'
        f'<a:fontScheme name="official">{major}{minor}</a:fontScheme><a:fmtScheme name="official">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def core() -> str:
    """Core properties, to be filled in; the day never changes."""
    day = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title></dc:title><dc:language>zh-CN</dc:language>{day.format('created')}{day.format('modified')}"
        "<cp:revision>1</cp:revision></cp:coreProperties>"
    )


def parts() -> dict[str, str]:
    """Every part of the file by its name."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/word/footer2.xml": f"{word}.footer+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    inner = {
        "rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml"), "rId3": ("fontTable", "fontTable.xml"),
        "rId4": ("theme", "theme/theme1.xml"), "rId5": ("footer", "footer1.xml"), "rId6": ("footer", "footer2.xml"),
    }  # fmt: skip
    outer = (
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_R}/extended-properties" Target="docProps/app.xml"/>'
    )
    related = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"/>'
        for key, (kind, target) in inner.items()
    )
    around = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f"{around}{outer}</Relationships>",
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f"{around}{related}</Relationships>",
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": page_number("right"),
        "word/footer2.xml": page_number("left"),
        "word/theme/theme1.xml": theme(),
        "docProps/core.xml": core(),
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>ledger</Application></Properties>',
    }


def packed() -> bytes:
    """The file, the same bytes every time."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, (_HEAD + text).encode())
    return out.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    """What is in an archive, however it is packed."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(arguments: list[str]) -> int:
    """Write the file, or tell whether it is stale."""
    made = packed()
    if "--check" in arguments:
        stale = not TARGET.exists() or contents(TARGET.read_bytes()) != contents(made)
        if stale:
            sys.stdout.write(f"stale: {TARGET.name}; run tools/official_template.py\n")
        return int(stale)
    TARGET.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
