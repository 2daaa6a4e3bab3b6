"""Pictures of the demo's site for the README, made in a headless Chromium; needs what ``make browser`` installs."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from ledger.cli.app import run

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
DAY = "2025-06-30"
MOST = 200_000
WIDE, NARROW = 1280, 390
VIEWS = (
    ("overview", "index.html", WIDE, 860),
    ("list", "list.html#status=in_progress", WIDE, 860),
    ("issue", "issues/20.html", WIDE, 860),
    ("phone", "list.html", NARROW, 844),
)
"""Name, page, width and height of each picture."""


def main() -> None:
    """Write the pictures and check that each is small."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    node = shutil.which("node")
    if chromium is None or node is None:
        raise SystemExit("Chromium and Node.js are needed")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        if run(["-C", str(ROOT / "examples/demo"), "site", str(site), "--as-of", DAY, "--lang", "both"]):
            raise SystemExit("the site could not be made")
        for name, page, width, height in VIEWS:
            file, _, anchor = page.partition("#")
            picture = PICTURES / f"{name}.png"
            visit = {
                "url": (site / file).as_uri() + (f"#{anchor}" if anchor else ""),
                "picture": str(picture),
                "clip": {"x": 0, "y": 0, "width": width, "height": height},
            }
            job = {
                "chromium": chromium,
                "profile": f"{scratch}/profile-{name}",
                "width": width,
                "visits": [visit],
            }
            order = Path(scratch) / "job.json"
            order.write_text(json.dumps(job), "utf-8")
            subprocess.run(
                [node, "browse.mjs", str(order)],
                cwd=ROOT / "tests/browser",
                check=True,
                stdout=subprocess.DEVNULL,
            )
            size = picture.stat().st_size
            print(f"{picture.relative_to(ROOT)}  {size} bytes")
            if size >= MOST:
                raise SystemExit(f"{picture.name} is too large")


if __name__ == "__main__":
    main()
