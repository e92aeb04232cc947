"""What a line of acts says at one place (docs/formats/roster.md, "Who counts" to "Epochs"): the rules of every act but `resolve`.

A verdict is `applied`, `pending`, `update-needed` or the code of the rule that makes the act void.
"""

import copy
from dataclasses import dataclass, field

from roster import epoch_id, is_certified

MOST_PENDING = 8  # of one person
ALWAYS_NEED_A_SECOND = ("admit", "remove", "reinstate", "policy", "move-relay")


@dataclass
class Suspension:
    act: str
    n: int
    by: str
    person: str
    is_open: bool = True


@dataclass
class Epoch:
    id: str
    compartment: str
    key: str
    recipients: list
    bad: bool = False


@dataclass
class State:
    group: str = None
    removed: dict = field(default_factory=dict)  # person: whether removed
    owner: dict = field(default_factory=dict)  # device: person
    revoked: set = field(default_factory=set)
    suspensions: list = field(default_factory=list)
    pending: dict = field(default_factory=dict)  # act id: act
    epochs: list = field(default_factory=list)

    # --- who counts ---

    def is_member(self, person):
        return self.removed.get(person) is False

    def against(self, person):
        return [one for one in self.suspensions if one.person == person]

    def is_active(self, person):
        return self.is_member(person) and not self.against(person)

    def status(self, person):
        return "removed" if self.removed[person] else "suspended" if self.against(person) else "active"

    def counts(self, device):
        return self.has_device(device) and self.is_active(self.owner[device])

    def has_device(self, device):
        return device in self.owner and device not in self.revoked

    def devices_of(self, person):
        return [device for device in self.owner if self.owner[device] == person and device not in self.revoked]

    def counting_devices(self):
        return {device for device in self.owner if self.counts(device)}

    def in_force(self, compartment):
        return next((one for one in reversed(self.epochs) if one.compartment == compartment), None)

    # --- judging ---

    def after(self, act, head):
        """(verdict, the state after) for a linked act that stands upon `head`; this state stays as it is."""
        state = copy.deepcopy(self)
        return state._judge(act, head), state

    def _judge(self, act, head):
        if act.newer:
            return "update-needed" if all(map(self.counts, act.by)) else "signerMustCount"
        if act.kind == "confirm":
            return self._confirm(act)
        broken = self.broken_rule(act, head)
        if broken:
            return broken
        if self._needs_second(act):
            self._propose(act)
            return "pending"
        self._take_effect(act)
        return "applied"

    def broken_rule(self, act, head=None):
        """The code of the first rule of the act that is not met, or None."""
        signer = act.by[0]
        if act.kind == "genesis":
            return self._broken_genesis(act, head)
        if act.kind != "suspend" and not self.counts(signer):
            return "signerMustCount"
        rules = getattr(self, "_rules_" + act.kind.replace("-", "_"), None)
        return next((code for met, code in rules(act, signer) if not met), None) if rules else None

    def _needs_second(self, act):
        if act.kind == "add-device":
            return act["person"] != self.owner[act.by[0]]
        if act.kind == "revoke-device":
            return self.owner[act["device"]] != self.owner[act.by[0]]
        if act.kind == "epoch":
            return any(map(self._is_widening, act["epochs"]))
        return act.kind in ALWAYS_NEED_A_SECOND

    def _propose(self, act):
        """The act waits for a second; a ninth of one person ends the oldest of theirs."""
        theirs = [one.id for one in self.pending.values() if self.owner[one.by[0]] == self.owner[act.by[0]]]
        if len(theirs) == MOST_PENDING:
            del self.pending[theirs[0]]
        self.pending[act.id] = act

    def _confirm(self, act):
        confirmer = self.owner[act.by[0]]
        if not self.counts(act.by[0]):
            return "signerMustCount"
        suspension = next((one for one in self.suspensions if one.act == act["act"] and one.is_open), None)
        if suspension:
            if confirmer in (suspension.by, suspension.person):
                return "secondMustBeAnother"
            suspension.is_open = False
            return "applied"
        proposed = self.pending.get(act["act"])
        if proposed is None:
            return "nothingToConfirm"
        broken = self.broken_rule(proposed)
        if broken:
            return broken
        if confirmer == self.owner[proposed.by[0]]:
            return "secondMustBeAnother"
        del self.pending[proposed.id]
        self._take_effect(proposed)
        return "applied"

    # --- the rules, in the table's order: pairs of whether it is met and its code, each looked at only if those before are met ---

    def _rules_admit(self, act, signer):
        person = act["person"]
        yield sum(map(self.is_active, self.removed)) >= 2, "cantAdmitAlone"
        yield self.removed.get(person["person"]) is not True, "cantAddBackRemovedMember"
        yield person["person"] not in self.removed, "alreadyMember"
        named = [one["device"] for one in person["devices"]]
        yield len(set(named)) == len(named) and not set(named) & set(self.owner), "deviceAlreadyKnown"
        yield all(is_certified(one, person["person"]) for one in person["devices"]), "badCertificate"

    def _rules_remove(self, act, signer):
        yield self.is_member(act["person"]), "notAMember"
        yield self.owner[signer] != act["person"], "cantRemoveSelf"

    def _rules_suspend(self, act, signer):
        person = self.owner[signer]
        yield self.is_member(act["person"]), "notAMember"
        yield person != act["person"], "cantSuspendSelf"
        yield not any(one.by == person and one.is_open for one in self.suspensions), "oneOpenSuspension"
        against = self.against(person)
        answers = self.is_member(person) and all(one.is_open for one in against) and act["person"] in [one.by for one in against]
        yield self.has_device(signer) and (self.is_active(person) or answers), "mayAnswerTheirSuspender"

    def _rules_reinstate(self, act, signer):
        yield act["suspension"] in [one.act for one in self.suspensions], "noSuchSuspension"

    def _rules_add_device(self, act, signer):
        yield self.is_member(act["person"]), "notAMember"
        yield act["device"]["device"] not in self.owner, "deviceAlreadyKnown"
        yield is_certified(act["device"], act["person"]), "badCertificate"
        yield len(self.devices_of(act["person"])) < 8, "tooManyDevices"

    def _rules_revoke_device(self, act, signer):
        device = act["device"]
        yield self.has_device(device) and self.is_member(self.owner[device]), "notADevice"
        yield len(self.devices_of(self.owner[device])) > 1, "cantRevokeLast"

    def _rules_epoch(self, act, signer):
        def recipients(epoch):
            return {one["device"] for one in epoch["lockboxes"]}

        def parent_of(epoch):
            return self.in_force(epoch["compartment"])

        def is_narrow_enough(epoch):
            parent, counting = parent_of(epoch), self.counting_devices()
            return recipients(epoch) == counting if parent is None else not (set(parent.recipients) - recipients(epoch)) & counting

        epochs = act["epochs"]
        yield all(one["parent"] == (parent_of(one).id if parent_of(one) else None) for one in epochs), "noSuchParent"
        yield all(recipients(one) <= self.counting_devices() for one in epochs), "recipientsMustCount"
        yield all(map(is_narrow_enough, epochs)), "cantNarrow"
        new = [one["keyCommitment"] for one in epochs]
        yield len(set(new)) == len(new) and not set(new) & {one.key for one in self.epochs}, "keyUsedBefore"

    def _rules_epoch_bad(self, act, signer):
        yield any(one.id == act["epoch"] and signer in one.recipients for one in self.epochs), "notARecipient"

    def _is_widening(self, epoch):
        parent = self.in_force(epoch["compartment"])
        return parent is not None and not {one["device"] for one in epoch["lockboxes"]} <= set(parent.recipients)

    def _broken_genesis(self, act, head):
        persons = act["persons"]
        listed = [(one["device"], person["person"]) for person in persons for one in person["devices"]]
        owner = dict(listed)
        signing = [{one["device"] for one in person["devices"]} & set(act.by) for person in persons]
        if not all(len(devices) == 1 for devices in signing) or len(act.by) != len(persons):
            return "genesisSignedByAllFounders"
        distinct = len({person["person"] for person in persons}) == len(persons) and len(owner) == len(listed)
        stays = all(self.owner.get(device, person) == person for device, person in listed)
        if not (distinct and stays and all(is_certified(one, person["person"]) for person in persons for one in person["devices"])):
            return "personsDistinct"
        if act.body["n"] > 0 and not self._may_begin_anew(act, head, owner):
            return "regenesisOnlyOfOne"
        return None

    def _may_begin_anew(self, act, head, owner):
        left = [person for person in self.removed if self.is_member(person)]
        if len(left) != 1 or not self.is_active(left[0]) or len(act["persons"]) < 2:
            return False
        signed_before = any(owner[device] == left[0] and self.counts(device) for device in act.by)
        return signed_before and act["before"] == {"group": self.group, "head": head}

    # --- effects ---

    def _take_effect(self, act):
        effect = getattr(self, "_effect_" + act.kind.replace("-", "_"), None)
        if effect:
            effect(act)

    def _effect_genesis(self, act):
        self.group = act.id
        self.revoked, self.suspensions, self.pending = set(self.owner), [], {}
        for person in act["persons"]:
            self._take_in(person)

    def _take_in(self, person):
        self.removed[person["person"]] = False
        for one in person["devices"]:
            self.owner[one["device"]] = person["person"]
            self.revoked.discard(one["device"])

    def _effect_admit(self, act):
        self._take_in(act["person"])

    def _effect_remove(self, act):
        self.removed[act["person"]] = True
        self.suspensions = [one for one in self.suspensions if one.person != act["person"]]

    def _effect_suspend(self, act):
        self.suspensions.append(Suspension(act.id, act.body["n"], self.owner[act.by[0]], act["person"]))

    def _effect_reinstate(self, act):
        self.suspensions = [one for one in self.suspensions if one.act != act["suspension"]]

    def _effect_add_device(self, act):
        self.owner[act["device"]["device"]] = act["person"]

    def _effect_revoke_device(self, act):
        self.revoked.add(act["device"])

    def _effect_epoch(self, act):
        for one in act["epochs"]:
            id_, recipients = epoch_id(act.id, one["compartment"]), [box["device"] for box in one["lockboxes"]]
            self.epochs.append(Epoch(id_, one["compartment"], one["keyCommitment"], recipients))

    def _effect_epoch_bad(self, act):
        for one in self.epochs:
            one.bad = one.bad or one.id == act["epoch"]
