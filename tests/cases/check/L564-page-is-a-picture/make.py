"""A PDF whose second page is a picture."""

from pathlib import Path

LINES = (
    "整改任务清单",
    "1.再生水管网建设滞后",
    "验收单位：市水务局",
    "责任单位：市水务局",
    "整改时限：2025年12月底",
    "整改目标：建成管网。",
    "整改措施：",
    "（一）建设管网。",
)


def stream(data: bytes, head: bytes = b"") -> bytes:
    """A stream as an object of the file."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)


def make(root: Path) -> None:
    """Write it: the characters of its font are their numbers in Unicode."""
    used = sorted(set("".join(LINES)))
    table = (
        b"begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange %d beginbfchar %s endbfchar endcmap"
    )
    named = b"".join(b"<%04x><%04x>" % (ord(one), ord(one)) for one in used)
    shown = b"".join(
        b"BT /F1 12 Tf 60 %d Td <%s> Tj ET\n" % (800 - 30 * n, line.encode("utf-16-be").hex().encode())
        for n, line in enumerate(LINES)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
    image = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
        page % (5, b"/Font<</F1 7 0 R>>"),
        page % (6, b"/XObject<</I1 10 0 R>>"),
        stream(shown),
        stream(b"q 595 0 0 842 0 0 cm /I1 Do Q"),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/ToUnicode 9 0 R/DescendantFonts[8 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/F/DW 1000/CIDSystemInfo 11 0 R>>",
        stream(table % (len(used), named)),
        stream(b"\x00", image),
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
    )
    made, places = b"%PDF-1.7\n", []
    for name, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (name, body)
    rows = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    made += b"xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        rows,
        size,
        len(made),
    )
    (root / "plan.txt").write_bytes(made)
