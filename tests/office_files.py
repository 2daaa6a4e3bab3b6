"""Word and Excel files held against the standard (ECMA-376), by the schemas that are in openxml-audit."""

from pathlib import Path

from openxml_audit import OpenXmlValidator


def faults(content: bytes, name: str, folder: Path) -> list[str]:
    """Where a file breaks the rules: elements out of their order, values that are none of those allowed."""
    file = folder / name
    file.write_bytes(content)
    return [str(one) for one in OpenXmlValidator(max_errors=20).validate(str(file)).errors]
