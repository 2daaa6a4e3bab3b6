"""Full-width and half-width forms of the same characters."""

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20}
_DASHES = dict.fromkeys(map(ord, "—–―－‐‑‒−~～〜"), ord("-"))
_COLONS = dict.fromkeys(map(ord, "∶﹕︰꞉"), ord(":"))
_HALF = _WIDTH | _DASHES | _COLONS


def half_width(text: str) -> str:
    """The same text, as long, with full-width letters, digits and punctuation made half-width."""
    return text.translate(_HALF)
