"""Where a text stands: the topics of the catalogue, and the first words of the keys that each holds.

A language is a folder beside this file with a module a topic; a key is looked for in the module of its first
word alone, so that a command loads the texts that it says and no others.
"""

_HOLDS = {
    "commands": "command argument help usage ask man metavar wait",
    "options": "option",
    "words": (
        "yes no colon list status standing klass pace kind role state basis what unit_kind level level_of level_item "
        "level_word severity shape flag by grouped_by side days reason sustained stream reached part duty answer plan"
    ),
    "columns": "column",
    "obligations": (
        "overdue due item count tally node against gap overview units unit stats doubt doubt_cell without_effect load silent "
        "quiet promises promise duties"
    ),
    "show": "show target targets",
    "working": "ready step pacing suggest brief remind clearing",
    "documents": "document import place proposal edition reread draft render reconcile reconciled roster together ledgers how_linked links init",
    "checks": "check doctor path why finding attributes remedy schema",
    "records": "record append disclose letter letters",
    "history": "history uncommitted change log blame diff audit",
    "tables": "export sql report dataset",
    "progress": "progress watched watched_count figure register",
    "timeline": "timeline calendar month",
    "site": "site numbers",
    "forms": "form form_column form_state form_result round round_why",
    "complaints": (
        "complaint complaints complaint_state complaint_record complaint_doubt complaint_by "
        "verdict channel pollution outcome"
    ),
    "papers": "paper paper_field paper_kind paper_about paper_subject",
    "contract": "json",
    "errors": "error",
    "entries": "entry choice field sentence",
}

TOPICS = (*_HOLDS, "codes")
"""Every topic.  Codes declare their own words in Chinese and English, so that ``codes`` is a module of further
languages only; types of entries do so too, and ``tools/entry_words.py`` writes the modules ``entries`` of
these two from them."""

_OF_ENTRIES, _OF_ANY = "command.record:", "command.record:record"
"""What begins the keys of what the commands are for that record an entry of a type; and of one of any type."""

_TOPIC = {word: topic for topic, words in _HOLDS.items() for word in words.split()}


def topic_of(key: str) -> str:
    """The topic that holds ``key``: ``codes`` for those of diagnostics (``L301.message``).

    Raises KeyError for a key whose first word no topic holds.
    """
    if key.startswith(_OF_ENTRIES) and key != _OF_ANY:
        return "entries"
    first = key.partition(".")[0]
    return "codes" if first[:1] == "L" else _TOPIC[first]
