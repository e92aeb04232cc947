"""The fields that records are made of (docs/formats/record.md, "Fields used below").

A check takes a value and `met`, a list to which it adds the fields that the page does not know. A rule over several
fields of an object is not judged where the object has such fields.
"""

import datetime
import re

from conventions import INTEGER_MOST, is_hex, is_integer, require

CONTROLS = "\x00-\x1f\x7f-\x9f"
NOT_IN_LINE = re.compile(f"[{CONTROLS}\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


# --- ways to make a check ----------------------------------------------------------------------------------------


def plain(is_right, code="bad-field"):
    def check(value, met):
        require(is_right(value), code)

    return check


def pattern(form, code="bad-field"):
    return plain(lambda value: type(value) is str and re.fullmatch(form, value) is not None, code)


def words(*allowed):
    return plain(lambda value: type(value) is str and value in allowed)


def whole(least, most):
    return plain(lambda value: is_integer(value, least, most))


def written(most, refused):
    def check(value, met):
        require(type(value) is str, "bad-field")
        require(len(value) <= most, "too-long")
        require(value != "" and not refused.search(value), "bad-text")

    return check


def several(inner, most, least=1, differ=False):
    def check(value, met):
        require(type(value) is list and len(value) >= least, "bad-field")
        require(len(value) <= most, "too-long")
        for one in value:
            inner(one, met)
        require(not differ or len(set(value)) == len(value), "bad-field")

    return check


def shape(required, optional=None, rule=None):
    known = {**required, **(optional or {})}

    def check(value, met):
        require(type(value) is dict and all(name in value for name in required), "bad-field")
        for name in value:
            if name in known:
                known[name](value[name], met)
        unknown = [name for name in value if name not in known]
        met.extend(unknown)
        if rule and not unknown:
            rule(value)

    return check


def one_of(code, *names):
    """The rule that at least one of the fields is there."""
    return lambda value: require(any(name in value for name in names), code)


# --- ids and words -----------------------------------------------------------------------------------------------

identifier = plain(lambda value: is_hex(value, 16))
hash256 = plain(lambda value: is_hex(value, 32))
id_or_hash = plain(lambda value: is_hex(value, 16) or is_hex(value, 32))
flag = plain(lambda value: type(value) is bool)
line, text, document = written(200, NOT_IN_LINE), written(4000, NOT_IN_TEXT), written(100_000, NOT_IN_TEXT)
term = pattern("[a-z][a-z0-9 -]{0,39}")
language = pattern("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
property_name = pattern("[a-z][A-Za-z0-9]{0,39}")


def ids(most=200, least=1):
    return several(identifier, most, least, differ=True)


# --- time --------------------------------------------------------------------------------------------------------

DAY, INSTANT = "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", "T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def span_of(moment):
    """(first second, last second) of a day or an instant, or None."""
    if type(moment) is not str or not re.fullmatch(f"{DAY}({INSTANT})?", moment):
        return None
    try:
        start = datetime.datetime.fromisoformat(moment.rstrip("Z"))
    except ValueError:
        return None
    return (start, start) if moment.endswith("Z") else (start, start.replace(hour=23, minute=59, second=59))


def _time_rule(value):
    first, last = (span_of(value.get(name)) for name in ("first", "last"))
    require(first is None or last is None or first[0] <= last[1], "bad-time")
    ends = (first is not None) + (last is not None)
    enough = {"exact": ends == 2, "throughout": ends > 0, "within": ends > 0 or "asGiven" in value}
    require(enough[value["kind"]], "bad-time")


day = plain(lambda value: type(value) is str and len(value) == 10 and span_of(value) is not None, "bad-time")
moment = plain(lambda value: span_of(value) is not None, "bad-time")
time = shape(
    {"kind": words("exact", "within", "throughout")},
    {
        "first": moment,
        "last": moment,
        "asGiven": line,
        "tz": pattern("[+-][0-9]{2}:[0-9]{2}|[A-Za-z][A-Za-z0-9_+/-]{0,63}", "bad-time"),
        "calendar": term,
    },
    _time_rule,
)

# --- place, name, code, count --------------------------------------------------------------------------------------

CIRCLE = ("latMicrodegrees", "lonMicrodegrees", "radiusM")


def _place_rule(value):
    parts = sum(name in value for name in CIRCLE)
    require(parts in (0, 3) and (parts or "asGiven" in value or "adminPath" in value), "bad-place")


place = shape(
    {},
    {
        "asGiven": line,
        "kind": term,
        "adminPath": several(line, 8),
        "latMicrodegrees": whole(-90_000_000, 90_000_000),
        "lonMicrodegrees": whole(-180_000_000, 180_000_000),
        "radiusM": whole(1, 20_040_000),
        "publishLevel": words("none", "country", "region", "district", "point"),
    },
    _place_rule,
)
name = shape(
    {"full": line},
    {
        "parts": several(shape({"kind": words("given", "father", "mother", "family", "clan", "nickname", "alias"), "value": line}), 12),
        "script": pattern("[A-Z][a-z]{3}"),
        "lang": language,
        "use": words("legal", "known as", "pseudonym"),
    },
)
code = shape({"list": term, "term": term}, {"mapsTo": several(shape({"scheme": line, "code": line}), 8)})


def _count_rule(value):
    require(value and value.get("min", 0) <= value.get("max", INTEGER_MOST), "bad-count")


count = shape({}, {"min": whole(0, 10**9), "max": whole(0, 10**9), "asGiven": line}, _count_rule)


def _value_rule(value):
    require(len(value) == 1, "bad-field")


value_of_statement = shape(
    {},
    {
        "text": text,
        "time": time,
        "place": place,
        "name": name,
        "code": code,
        "count": count,
        "ref": identifier,
        "flag": flag,
        "number": whole(-(10**9), 10**9),
    },
    _value_rule,
)

# --- citation ----------------------------------------------------------------------------------------------------

natural, thousandths = whole(0, INTEGER_MOST), whole(0, 1000)


def _passage_rule(value):
    require(value["start"] < value["end"], "bad-citation")


def _span_rule(value):
    require(value["startMs"] <= value.get("endMs", value["startMs"]), "bad-citation")


def _box_rule(value):
    require(value["left"] < value["right"] and value["top"] < value["bottom"], "bad-citation")


_at = shape(
    {},
    {
        "text": shape({"start": natural, "end": natural}, {"prefix": text, "suffix": text}, _passage_rule),
        "page": whole(1, INTEGER_MOST),
        "time": shape({"startMs": natural}, {"endMs": natural}, _span_rule),
        "box": shape({side: thousandths for side in ("left", "top", "right", "bottom")}, None, _box_rule),
    },
    one_of("bad-citation", "text", "page", "time", "box"),
)


def _quote_rule(value):
    passage = value.get("at", {}).get("text", {})
    if "quote" in value and set(passage) >= {"start", "end"}:
        require(len(value["quote"]) == passage["end"] - passage["start"], "bad-citation")


citation = shape({"of": id_or_hash}, {"quote": text, "at": _at}, _quote_rule)
citations = several(citation, 20)
