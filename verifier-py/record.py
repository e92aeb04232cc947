"""The body of an entry (docs/formats/record.md): its form, and the form of each kind of record. What stands is not computed here."""

import re

from conventions import BODY_MOST, INTEGER_MOST, is_hex, is_integer, parse_canonical, require
from record_fields import (
    citations,
    day,
    document,
    flag,
    hash256,
    id_or_hash,
    identifier,
    ids,
    language,
    line,
    one_of,
    pattern,
    plain,
    property_name,
    several,
    shape,
    term,
    text,
    time,
    value_of_statement,
    whole,
    words,
)

NEWER = "newer form"
RECORDS_MOST = 500


def read_body(data):
    """`{"kinds", "newer"}`: the kinds of the records in order, `newer form` for one that is kept and not understood."""
    require(len(data) <= BODY_MOST, "too-large")
    body = parse_canonical(data)
    require(type(body) is dict and is_integer(body.get("v"), 1), "not-a-body")
    if body["v"] > 1:
        return {"kinds": [], "newer": True}
    require(type(body.get("act")) is str and type(body.get("records")) is list, "not-a-body")
    require(re.fullmatch("[a-z][a-z0-9-]{0,39}", body["act"]) is not None, "bad-act")
    require(1 <= len(body["records"]) <= RECORDS_MOST, "record-count")
    kinds = [read_record(record) for record in body["records"]]
    require(len({record["id"] for record in body["records"]}) == len(kinds), "same-id")
    return {"kinds": kinds, "newer": set(body) != {"act", "records", "v"}}


def read_record(record):
    """Its kind, or `newer form`."""
    require(type(record) is dict and is_hex(record.get("id"), 16), "bad-header")
    require(type(record.get("kind")) is str and re.fullmatch("[a-z][A-Za-z0-9]{0,39}", record["kind"]) is not None, "bad-header")
    require(is_integer(record.get("v", 1), 1), "bad-header")
    if record.get("v", 1) > 1 or record["kind"] not in KINDS:
        return NEWER
    met = []
    KINDS[record["kind"]](record, met)
    return NEWER if met else record["kind"]


# --- the kinds ---------------------------------------------------------------------------------------------------


def kind(required, optional=None, rule=None):
    head = {"case": identifier, "supersedes": ids(20), "v": plain(lambda value: value == 1)}
    known_already = plain(lambda value: True)

    def every_rule(record):
        require(record["id"] not in record.get("supersedes", []), "self-reference")
        if rule:
            rule(record)

    return shape({"id": known_already, "kind": known_already, **required}, {**head, **(optional or {})}, every_rule)


def _statement_rule(record):
    require(record["stance"] in ("denies", "doubts") or "value" in record, "no-value")
    require("loweredWhy" not in record or "sensitivity" in record, "bad-field")
    require(record["id"] not in record.get("against", []), "self-reference")


def _triage_rule(record):
    require(record["mark"] != "in case" or "case" in record, "bad-field")


def _withdraw_rule(record):
    require(record["target"] != record["id"], "self-reference")


def _derives_rule(record):
    require(record["source"] not in record["from"], "self-reference")


def _export_request_rule(record):
    require(("recipient" in record) == (record["seal"] == "recipient"), "bad-field")
    require("bom" not in record or record["format"] == "csv", "bad-field")


def _approval_rule(record):
    require(record["outcome"] == "disagrees" or "file" in record, "bad-field")
    require(record["on"] != record["id"], "self-reference")


def _made_rule(record):
    require(record["on"] != record["id"], "self-reference")


def _scope_rule(value):
    require(len(value) == 1, "bad-field")


def _limits_rule(record):
    both = "lower" in record and "upper" in record
    require(both or not ("lower" in record or "upper" in record), "bad-field")
    require(not both or record["lower"] <= record["upper"], "bad-field")


def _estimate_rule(record):
    tables = [record["counts"]]
    tables += [group["counts"] for group in record.get("groups", {}).get("groups", [])]
    tables += [way["counts"] for way in record.get("ways", {}).get("tables", [])]
    for table in tables:
        patterns = [each["on"] for each in table]
        require(all(len(on) == len(record["lists"]) and "1" in on for on in patterns), "bad-field")
        require(len(set(patterns)) == len(patterns), "bad-field")
    require((record["verdict"] == "range") == ("lower" in record and "upper" in record), "bad-field")
    _limits_rule(record)


SAID = {"saidBy": identifier, "citations": citations}
STANDS = {"for": ids(), "against": ids()}
yes = plain(lambda value: value is True)
scope = shape({}, {"case": identifier, "subjects": ids(), "all": yes}, _scope_rule)
one_list = shape({"name": line, "sources": ids()})
on_lists = shape({"on": pattern("[01]{2,12}"), "people": whole(1, 50_000_000)})
counts = several(on_lists, 1000)
verdict = words("range", "not-estimable", "refused")
limits = {"lower": whole(1, 50_000_000), "upper": whole(1, 10**12)}
_many = whole(0, 50_000_000)
links_counted = shape({"agreed": _many, "alone": _many, "contested": _many, "listed": whole(1, 50_000_000)}, limits, _limits_rule)
group_counted = shape({"counts": counts, "verdict": verdict}, {"name": line, **limits}, _limits_rule)
groups_counted = shape({"by": term, "groups": several(group_counted, 40), "result": hash256}, limits, _limits_rule)
ways_of_linking = shape({"model": line, "tables": several(shape({"counts": counts}), 50, least=10), "result": hash256}, limits, _limits_rule)
target = shape({"on": identifier}, {"property": property_name})
chain = shape({"device": hash256, "upTo": hash256})

KINDS = {
    "subject": kind({"type": words(*"person group unit posting event act involvement place source case document".split())}),
    "statement": kind(
        {"subject": identifier, "property": property_name, "stance": words("asserts", "denies", "doubts", "corrects")},
        {
            **SAID,
            "value": value_of_statement,
            "during": time,
            "against": ids(),
            "credibility": whole(1, 6),
            "reasoning": text,
            "sensitivity": whole(0, 4),
            "loweredWhy": line,
        },
        _statement_rule,
    ),
    "report": kind(
        {"channel": words("tell", "phone", "in-person", "partner", "document", "web"), "received": time},
        {
            "text": document,
            "evidence": hash256,
            "title": line,
            "lang": language,
            "commitment": hash256,
            "interviewer": hash256,
            "safetyNotes": text,
        },
        one_of("bad-field", "text", "evidence"),
    ),
    "translation": kind({"report": identifier, "text": document, "lang": language}, {"by": line}),
    "triage": kind({"report": identifier, "mark": words("seen", "taken", "free", "urgent", "calm", "in case")}, None, _triage_rule),
    "assessment": kind(
        {"source": identifier},
        {"reliability": whole(1, 6), "basis": term, "reasoning": text},
        one_of("bad-field", "reliability", "basis", "reasoning"),
    ),
    "derivesFrom": kind({"source": identifier, "from": ids()}, {"reasoning": text}, _derives_rule),
    "officialStatement": kind(
        {
            "words": text,
            "position": words(
                "acknowledges",
                "denies the fact",
                "denies responsibility",
                "other explanation",
                "blames the source",
                "says never held",
                "refuses comment",
            ),
        },
        {
            **SAID,
            "speaker": line,
            "office": line,
            "outlet": line,
            "said": time,
            "lang": language,
            "translation": text,
            "capture": hash256,
            "targets": several(target, 50),
            "targetWords": line,
            "level": words("case"),
        },
    ),
    "linkDecision": kind(
        {"persons": ids(2, least=2), "decision": words("same", "not the same", "possibly")},
        {**STANDS, "scoreMillibits": whole(-INTEGER_MOST, INTEGER_MOST), "model": line, "reasoning": text},
    ),
    "consent": kind(
        {
            "of": identifier,
            "purpose": words("keep", "statistics", "share", "submit", "publish name", "publish photo", "contact press"),
            "answer": words("yes", "no"),
        },
        {"to": line, "withName": flag, "by": line, "capacity": term, "given": time, "expires": day},
    ),
    "finding": kind(
        {"proposition": text, "standard": whole(0, 5)},
        {
            **STANDS,
            "claims": ids(),
            "documents": several(id_or_hash, 200, differ=True),
            "alternatives": several(shape({"text": text}, {"answer": text}), 20),
            "denialsAnswered": several(shape({"denial": identifier, "answer": text}), 50),
            "review": day,
        },
    ),
    "decision": kind({"on": identifier, "outcome": words("agrees", "disagrees")}, {"reasoning": text}),
    "step": kind({"what": text}, {**SAID, "by": line, "toWhom": line, "when": time, "outcome": text}),
    "appeal": kind({"text": text}, {**SAID, "lang": language, "when": time, "about": ids()}),
    "sealedStatement": kind({"text": text}, {**SAID, "lang": language, "signed": time, "witnesses": several(line, 4)}),
    "custody": kind(
        {
            "person": hash256,
            "state": words("normal", "quiet", "held", "in custody", "out, unverified", "reinstated", "deceased"),
        },
        {"since": time, "note": text},
    ),
    "withdraw": kind({"target": identifier}, {"why": line}, _withdraw_rule),
    "adopt": kind({}, {"entries": several(hash256, 500, differ=True), "chains": several(chain, 50)}, one_of("bad-field", "entries", "chains")),
    "exportRequest": kind(
        {
            "of": scope,
            "format": words("csv", "jsonl", "xml"),
            "ceiling": whole(0, 3),
            "why": text,
            "to": line,
            "expires": day,
            "seal": words("passphrase", "recipient", "plain"),
        },
        {"bom": yes, "earlier": yes, "recipient": pattern("age1pq1[02-9ac-hj-np-z]{1952}")},
        _export_request_rule,
    ),
    "exportApproval": kind({"on": identifier, "outcome": words("agrees", "disagrees")}, {"file": hash256, "reasoning": text}, _approval_rule),
    "exportMade": kind({"on": identifier, "file": hash256, "records": whole(0, 10**9)}, {"sealed": hash256}, _made_rule),
    "estimate": kind(
        {
            "title": line,
            "day": day,
            "lists": several(one_list, 12, least=2),
            "counts": counts,
            "input": hash256,
            "reckoning": whole(1, 10**6),
            "seed": line,
            "resamples": whole(0, 100_000),
            "chains": whole(0, 64),
            "burnIn": whole(100, 10**7),
            "draws": whole(100, 10**6),
            "verdict": verdict,
            "result": hash256,
        },
        {
            **limits,
            "warnings": several(term, 40, differ=True),
            "links": links_counted,
            "groups": groups_counted,
            "ways": ways_of_linking,
        },
        _estimate_rule,
    ),
}
