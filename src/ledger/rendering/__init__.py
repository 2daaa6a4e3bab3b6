"""Reports → text: terminal table, JSON, CSV, Markdown.  A renderer sees a report and nothing else."""
