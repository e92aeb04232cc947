"""A desk's line of acts: what links, forks, RESOLVE, and suspensions that came as files (docs/formats/roster.md, "A fork").

Every linked act is kept in a tree with the state after it, judged from its own branch alone; the line is one path of
the tree. What the line says comes from that path. Open forks and files only overlay the view of it.
"""

import copy
from dataclasses import dataclass

from line_state import State, Suspension
from roster import parse_act


@dataclass
class Node:
    act: object
    verdict: str
    state: State
    only_as_file: bool = False

    @property
    def is_void(self):
        return self.verdict not in ("applied", "pending", "update-needed")

    @property
    def prev(self):
        return self.act.body["prev"]


class Line:
    def __init__(self):
        self.tree = {None: Node(None, "applied", State())}
        self.line = [None]
        self.held = []
        self.known = {}  # act beside the line that shows a fork: how long the line was when it became known
        self.update_needed = False

    @property
    def head(self):
        return self.line[-1]

    @property
    def known_at(self):
        """How long the line was when the oldest fork that is still open became known, or None."""
        return min((since for one, since in self.known.items() if not self._goes_on(one)), default=None)

    # --- taking an act in ---

    def offer(self, data, as_file=False):
        """What comes of an act, as stored: `{kind, rule?}`. Refused where its form or a signature is wrong."""
        act = parse_act(data)
        known = self.tree.get(act.id)
        is_file_suspend = as_file and act.kind == "suspend" and not act.newer
        is_awaited = act.body["prev"] == self.head and not self.update_needed and not is_file_suspend
        if known and not known.only_as_file and (act.id in self.line or not is_awaited):
            return {"kind": "noise"}
        if is_file_suspend:
            return self._hold(act)
        if not self._is_linked(act) or (self.update_needed and act.body["prev"] == self.head):
            return {"kind": "noise"}
        if act.kind == "resolve" and not act.newer and self._waits(act):
            return {"kind": "noise"}
        node = self.tree[act.id] = self._judged(act)
        outcome = self._extend(node) if node.prev == self.head else self._branch(node)
        self._settle()
        return outcome

    def _is_linked(self, act):
        body, before = act.body, self.tree.get(act.body["prev"])
        if before is None or before.verdict == "update-needed":
            return False
        if body["n"] == 0:
            fits = body["prev"] is None
        else:
            fits = before.act is not None and body["n"] == before.act.body["n"] + 1 and body["group"] == before.state.group
        named = set(before.state.owner)
        if act.kind == "genesis" and not act.newer:
            named = {one["device"] for person in act["persons"] for one in person["devices"]}
        return fits and set(act.by) <= named

    def _waits(self, act):
        kept, dropped = act["heads"]
        return kept == act.body["prev"] and dropped not in self.tree

    def _judged(self, act):
        before = self.tree[act.body["prev"]]
        if act.kind == "resolve" and not act.newer:
            return self._resolved(act, before)
        return Node(act, *before.state.after(act, act.body["prev"]))

    def _extend(self, node):
        if node.verdict == "update-needed":
            self.update_needed = True
            return {"kind": "update-needed"}
        self.line.append(node.act.id)
        self._settle()
        if node.is_void:
            return {"kind": "void", "rule": node.verdict}
        waits = self.known_at is not None and node.act.kind not in ("suspend", "resolve")
        return {"kind": "pending" if waits else node.verdict}

    def _branch(self, node):
        if self._goes_over(node):
            self.line, self.known, self.update_needed = self._path(node.act.id), {}, False
            return {"kind": "applied"}
        return {"kind": "fork" if node.act.id in self._evidence() else "noise"}

    def _settle(self):
        """After every act: whether a fork is open, and which files still count."""
        goes_on = {one: since for one, since in self.known.items() if self._goes_on(one)}
        self.known = {**goes_on, **{one: self.known.get(one, len(self.line)) for one in self._evidence()}}
        self.held = [act for act in self.held if not self._has_ended(act)]

    # --- branches ---

    def _path(self, head):
        path = [head]
        while path[-1] is not None:
            path.append(self.tree[path[-1]].prev)
        return path[::-1]

    def _apart(self, head, other):
        """The acts of the way to `head` that are not on the way to `other`."""
        there = set(self._path(other))
        return [one for one in self._path(head) if one not in there]

    def _goes_on(self, one):
        """Whether an act goes on from the head, by more than files: the line may bring it yet, so it is no branch."""
        after = [two for two in self._path(one) if two not in self.line]
        return bool(after) and not self.update_needed and self.tree[after[0]].prev == self.head and not any(self.tree[two].only_as_file for two in after)

    def _is_resolve(self, one):
        node = self.tree[one]
        return node.act is not None and node.act.kind == "resolve" and node.verdict == "applied"

    def _goes_over(self, node):
        if not self._is_resolve(node.act.id) or node.act["heads"][1] not in self.line:
            return False
        after = self.line[self.line.index(node.act["heads"][1]) + 1 :]
        return not any(map(self._is_resolve, after))

    def _dropped_heads(self):
        return {self.tree[one].act["heads"][1] for one in self.line if self._is_resolve(one)}

    def _evidence(self):
        """The acts beside the line that show a fork. What was shown stays so until it is resolved, whoever goes in between."""
        on_line, now = set(self.line), self.tree[self.head].state
        dropped_heads = self._dropped_heads()
        dropped = {two for one in dropped_heads for two in self._path(one)}
        shown = set()
        for one, node in self.tree.items():  # each comes after the act it names
            stops_line = node.verdict == "update-needed" and node.prev == self.head
            if one in on_line or one in dropped or node.only_as_file or stops_line or self._goes_on(one):
                continue
            behind = dropped_heads & set(self._path(one)) and node.prev not in shown
            if behind and (node.act.kind != "resolve" or node.is_void):
                continue
            signed = not node.is_void or all(map(self.tree[node.prev].state.counts, node.act.by))
            named = [device for device in node.act.by if device in now.owner]
            present = named and all(now.has_device(device) and now.is_member(now.owner[device]) for device in named)
            if one in self.known or (signed and present):
                shown.add(one)
        return shown

    def _branch_heads(self):
        shown = self._evidence()
        below = {two for one in shown for two in self._path(one)[:-1]}
        return sorted(shown - below)

    # --- joined views ---

    def _joined(self, state, acts, acts_kept=False):
        """The state with the suspensions that took effect in `acts` standing besides.

        Of the open ones by one signer one stands: that of the branch kept (the state's, or with `acts_kept` the others').
        """
        joined = copy.deepcopy(state)
        found = [self.tree[one].act for one in acts if self.tree[one].act.kind == "suspend" and self.tree[one].verdict == "applied"]
        for act in sorted(found, key=lambda one: (one.body["n"], one.id)):
            signer = act.by[0]
            if not joined.has_device(signer) or not joined.is_member(joined.owner[signer]) or not joined.is_member(act["person"]):
                continue
            by = joined.owner[signer]
            if acts_kept:
                joined.suspensions = [one for one in joined.suspensions if one.by != by or not one.is_open or one.act in acts]
            standing = any(one.act == act.id for one in joined.suspensions)
            if not standing and not any(one.by == by and one.is_open for one in joined.suspensions):
                joined.suspensions.append(Suspension(act.id, act.body["n"], by, act["person"]))
        return joined

    def _resolved(self, act, before):
        kept, dropped = act["heads"]
        prev = act.body["prev"]
        if kept != prev or dropped in self._path(kept) or kept in self._path(dropped):
            return Node(act, "noSuchFork", before.state)
        here = self._joined(before.state, self._apart(dropped, kept))
        there = self._joined(self.tree[dropped].state, self._apart(kept, dropped), acts_kept=True)
        persons = {here.owner[device] for device in act.by}
        if len(persons) != 2 or not all(map(here.counts, act.by)) or not all(map(there.is_active, persons)):
            return Node(act, "resolveByTwo", before.state)
        return Node(act, "applied", here)

    def view(self, held=None):
        """The line's state as the desk shows it: with what an open fork and files (those held, unless told) lay over it."""
        view = self._in_effect()
        if self.known_at is not None:
            beside = {two for one in self._branch_heads() for two in self._apart(one, self.head)}
            view = self._joined(view, beside)
        for act in self.held if held is None else held:
            if act.by[0] in view.owner and not any(one.act == act.id for one in view.suspensions):
                view.suspensions.append(Suspension(act.id, act.body["n"], view.owner[act.by[0]], act["person"]))
        return view

    def _in_effect(self):
        """The line's state; while a fork is open that of when it became known, with what came after as pending but suspensions."""
        if self.known_at is None:
            return copy.deepcopy(self.tree[self.head].state)
        state = copy.deepcopy(self.tree[self.line[self.known_at - 1]].state)
        for one in self.line[self.known_at :]:
            node = self.tree[one]
            if self._is_resolve(one):
                state = self._joined(state, self._apart(node.act["heads"][1], node.prev))
            elif node.verdict == "applied" and node.act.kind == "suspend":
                signer = self.tree[node.prev].state.owner[node.act.by[0]]
                state.suspensions.append(Suspension(one, node.act.body["n"], signer, node.act["person"]))
            elif not node.is_void:
                state.pending[one] = node.act
        return state

    # --- suspensions as files ---

    def _hold(self, act):
        view = self.view()
        signer = act.by[0]
        taken = signer in view.owner and act.body["group"] == view.group and not self._carries(act)
        if not taken or view.broken_rule(act):
            return {"kind": "noise"}
        self.held.append(act)
        if self._is_linked(act) and act.id not in self.tree:
            self.tree[act.id] = Node(act, *self.tree[act.body["prev"]].state.after(act, act.body["prev"]), only_as_file=True)
        return {"kind": "held-suspension"}

    def _carries(self, act):
        """Whether the line carries a `suspend` by that signer at the same n or later, of whomever."""
        owner = self.tree[self.head].state.owner
        acts = [self.tree[one].act for one in self.line[1:]]
        later = [one for one in acts if one.kind == "suspend" and one.body["n"] >= act.body["n"]]
        return any(owner.get(one.by[0]) == owner.get(act.by[0]) for one in later)

    def _has_ended(self, act):
        state = self._in_effect()
        person = state.owner.get(act.by[0])
        confirmed = any(not one.is_open for one in state.against(person))
        without = self.view([one for one in self.held if one.id != act.id])
        another = any(one.by == person and one.is_open and one.act != act.id for one in without.suspensions)
        gone = not state.is_member(person) or not state.is_member(act["person"])
        return self._carries(act) or gone or confirmed or another or act.body["group"] != state.group

    # --- summary ---

    def summary(self):
        view = self.view()
        compartments = sorted({one.compartment for one in view.epochs})
        in_force = {name: view.in_force(name) for name in compartments}
        heads = self._branch_heads()
        return {
            "devices": {device: {"counts": view.counts(device), "person": person} for device, person in view.owner.items()},
            "epochs": {name: {"bad": one.bad, "id": one.id, "recipients": one.recipients} for name, one in in_force.items()},
            "fork": {"heads": sorted([*heads, self.head])} if heads else None,
            "group": view.group,
            "head": self.head,
            "pending": sorted(view.pending),
            "persons": {person: view.status(person) for person in view.removed},
            "suspensions": [
                {"act": one.act, "by": one.by, "open": one.is_open, "person": one.person}
                for one in sorted(view.suspensions, key=lambda one: one.act)
            ],
            "updateNeeded": self.update_needed,
            "void": {one: self.tree[one].verdict for one in self.line[1:] if self.tree[one].is_void},
        }
