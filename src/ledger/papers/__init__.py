"""官方文书: what an office signs and sends, as the fields of a template, in Chinese throughout."""
