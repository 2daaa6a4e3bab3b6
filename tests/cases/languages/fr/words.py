"""Words."""

TEXTS = {
    "list.join": " ; ",
    "status.not_started": "pas commencé",
}
