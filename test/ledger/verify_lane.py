"""Verifies a lane of agentops-verdict records: an implementation of its own, in Python's standard library."""

import hashlib
import json
import sys

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def members(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a member is named twice")
    return dict(pairs)


def canonical(value):
    """RFC 8785, for all that a record may hold: its only number is its version."""
    if value is None:
        return "null"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"


previous = None
for number, line in enumerate(open(sys.argv[1], "rb"), 1):
    try:
        record = json.loads(line.decode("utf-8"), object_pairs_hook=members)
        stated = record.pop("hash")
        if record["prev"] != previous:
            raise ValueError("the link is broken")
        if hashlib.sha256(canonical(record).encode("utf-8")).hexdigest() != stated:
            raise ValueError("the hash is wrong")
        previous = stated
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        sys.exit(f"line {number}: {error}")
print(f"{number} records, {previous}")
