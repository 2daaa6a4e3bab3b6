"""What diagnostics say."""

TEXTS = {"L301.message": "Unité inconnue : {name}."}
