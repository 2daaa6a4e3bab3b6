"""Spark, in local mode, and `ledger sql --data` asked the same of one data set: equal, and how long each took.

    python -m venv spark && spark/bin/pip install pyspark      needs a Java of 17 or newer
    spark/bin/python tools/spark_check.py DATASET .venv/bin/ledger

Run by hand: pyspark takes 400 MB and half a minute to start, so that it is no part of what CI installs.
"""

import csv
import io
import subprocess
import sys
import time
from typing import Any

QUESTIONS = (
    (
        (
            "select level, round, count(*) as tasks, sum(case when class = 'overdue' then 1 else 0 end) as late,"
            " avg(days_overdue) as mean from issues group by level, round order by level, round"
        ),
        (
            "select l.level, l.round, count(*) as tasks, sum(case when i.class = 'overdue' then 1 else 0 end) as late,"
            " avg(i.days_overdue) as mean from issues i join ledgers l using (ledger)"
            " group by l.level, l.round order by l.level, l.round"
        ),
    ),
    (
        (
            "select s.unit, count(*) as n, max(s.days_overdue) as longest from obligations o join shares s"
            " on s.ledger = o.ledger and s.obligation = o.position where s.listed group by s.unit order by n desc, s.unit"
        ),
        (
            "select s.unit, count(*) as n, max(s.days_overdue) as longest from obligations o join shares s"
            " on s.obligation = o.position where s.listed group by s.unit order by n desc, s.unit"
        ),
    ),
    (
        "select ledger, id, due from issues where due < date '2025-01-01' order by id",
        "select ledger, id, due from issues where due < '2025-01-01' order by id",
    ),
)
"""The same question in both: the positions of obligations are those of each ledger in the files."""


def plain(value: Any) -> str:
    """A value as CSV has it; figures to nine digits, since sums of them are made in another order."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.9g}"
    return str(value)


def number(text: str) -> str:
    """A figure of a CSV file to nine digits, anything else as it is."""
    try:
        return f"{float(text):.9g}" if "." in text else text
    except ValueError:
        return text


def main() -> int:
    """Ask both, and say whether they agree."""
    from pyspark.sql import SparkSession

    folder, program = sys.argv[1:3]
    begin = time.monotonic()
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # a ledger that is called 2024 is a text, too
    builder = builder.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    print(f"start: {time.monotonic() - begin:.1f} s")
    begin = time.monotonic()
    for table in ("issues", "obligations", "shares"):
        spark.read.parquet(f"{folder}/{table}").createOrReplaceTempView(table)
    print(f"three tables found: {time.monotonic() - begin:.1f} s")
    wrong = 0
    for ours, theirs in QUESTIONS:
        begin = time.monotonic()
        rows = [tuple(map(plain, row)) for row in spark.sql(ours).collect()]
        seconds = time.monotonic() - begin
        begin = time.monotonic()
        command = [program, "sql", "--data", folder, "--timeout", "60", "-f", "csv", theirs]
        out = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        wanted = [tuple(map(number, row)) for row in csv.reader(io.StringIO(out))][1:]
        same = rows == wanted
        wrong += not same
        print(f"Spark {seconds:.1f} s, ledger sql --data {time.monotonic() - begin:.1f} s, {len(rows)} rows,")
        print(f"  {'equal' if same else 'DIFFERENT'}: {ours[:90]}…")
        print("  " + "; ".join(", ".join(row) for row in rows[:3]))
        if not same:
            print("  " + "; ".join(", ".join(row) for row in wanted[:3]))
    spark.stop()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
