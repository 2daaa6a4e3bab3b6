"""Units of measure: which ways of writing one mean the same."""

from unicodedata import normalize

_SAME = (
    ("公里", "千米", "km"),
    ("平方公里", "平方千米", "km2"),
    ("平方米", "m2"),
    ("立方米", "m3"),
    ("公斤", "千克", "kg"),
    ("吨", "t"),
    ("公顷", "hm2", "ha"),
)
"""One unit of measure a line; none is turned into another."""
_MEANT = {name: names[0] for names in _SAME for name in names}


def same_measure(one: str, other: str) -> bool:
    """Whether two units of measure are the same, however they are written (公里 and km, % in full width)."""
    return _known(one) == _known(other)


def _known(name: str) -> str:
    plain = normalize("NFKC", name).strip()
    return _MEANT.get(plain.lower(), plain)
