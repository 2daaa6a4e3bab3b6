"""Reports and documents → text, JSON, CSV, Markdown, HTML, Word, Excel.  A renderer sees nothing else."""
