"""Rules of roster.md that the whole lines of vectors/roster do not show, on lines written here."""

import base64
import hashlib
import unittest

from vectors import needs_cryptography

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    import line
    import roster
    from conventions import canonical, domain
except ImportError:
    pass

FOUR = ("Amina", "Bako", "Chidi", "Dalia")


def key_of(name):
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def public(name):
    return key_of(name).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(name, where, value):
    return base64.b64encode(key_of(name).sign(domain(where) + canonical(value))).decode()


def device(name, person):
    said = {"device": public(name), "person": public(person), "recipient": "age1pq1q"}
    return {"device": said["device"], "recipient": said["recipient"], "signature": sign(person, "device-cert", said)}


def phone(person):
    return person + "'s phone"


@needs_cryptography
class Written(unittest.TestCase):
    """Offers acts to a desk and says what came of them in one word."""

    def setUp(self):
        self.desk = line.Line()
        persons = [{"devices": [device(phone(one), one)], "name": one, "person": public(one)} for one in FOUR]
        persons.sort(key=lambda one: one["person"])
        act = {"before": None, "kind": "genesis", "persons": persons, "policy": {}, "relay": ""}
        self.group = roster.ZEROS
        self.genesis = self.group = self.act(None, FOUR, **act)
        self.assertEqual(self.said, "applied")

    def act(self, prev, by, as_file=False, n=None, **act):
        """The id of an act upon `prev` by the phones of the persons named; `self.said` is what came of it."""
        names = sorted((phone(one) if one in FOUR else one for one in ([by] if isinstance(by, str) else by)), key=public)
        above = self.desk.tree[prev].act.body["n"] + 1 if prev in self.desk.tree and prev else 0
        place = {"group": self.group, "n": above if n is None else n, "prev": prev}
        body = {"act": act, "by": [public(one) for one in names], "clock": 0, "v": 1, **place}
        given = [{"device": public(one), "signature": sign(one, "act-signature", body)} for one in names]
        outcome = self.desk.offer(canonical({"body": body, "signatures": given}), as_file)
        self.said = outcome.get("rule", outcome["kind"])
        return roster.hash_of("act", canonical(body))

    def suspend(self, prev, by, whom, **more):
        return self.act(prev, by, kind="suspend", person=public(whom), cut={}, **more)

    def summary(self):
        return self.desk.summary()

    def status(self, person):
        return self.summary()["persons"][public(person)]


class Epochs(Written):
    def test_a_bad_epoch_stays_in_force_and_the_next_stands_upon_it(self):
        boxes = sorted(({"box": "", "device": public(phone(one))} for one in FOUR), key=lambda one: one["device"])
        epoch = {"compartment": "work", "keyCommitment": "00" * 32, "lockboxes": boxes, "parent": None, "wrapped": None, "writers": ["00" * 32]}
        first = self.act(self.genesis, "Amina", kind="epoch", epochs=[epoch])
        self.assertEqual(self.said, "applied")
        id_ = roster.epoch_id(first, "work")
        bad = self.act(first, "Bako", kind="epoch-bad", epoch=id_)
        self.assertEqual((self.said, self.summary()["epochs"]["work"]["bad"]), ("applied", True))
        self.act(bad, "Chidi", kind="epoch", epochs=[{**epoch, "keyCommitment": "11" * 32, "parent": id_}])
        self.assertEqual((self.said, self.summary()["epochs"]["work"]["bad"]), ("applied", False))


class Forks(Written):
    def test_acts_after_a_fork_wait_and_are_judged_when_it_is_resolved(self):
        kept = self.act(self.genesis, "Amina", kind="policy", policy={})
        dropped = self.suspend(self.genesis, "Bako", "Chidi")
        self.assertEqual((self.said, self.status("Chidi")), ("fork", "suspended"))
        tablet = self.act(kept, "Dalia", kind="add-device", person=public("Dalia"), device=device("tablet", "Dalia"))
        self.assertEqual(self.said, "pending")
        self.assertNotIn(public("tablet"), self.summary()["devices"])
        confirmed = self.act(tablet, "Dalia", kind="confirm", act=kept)
        self.assertEqual(self.said, "pending")
        self.assertIn(kept, self.summary()["pending"])
        self.act(confirmed, ("Amina", "Bako"), kind="resolve", heads=[confirmed, dropped])
        self.assertEqual(self.said, "applied")
        self.assertEqual((self.summary()["pending"], self.summary()["fork"], self.status("Chidi")), ([], None, "suspended"))
        self.assertTrue(self.summary()["devices"][public("tablet")]["counts"])

    def test_a_suspension_of_the_dropped_branch_stands_though_it_was_lifted_there(self):
        kept = self.act(self.genesis, "Amina", kind="policy", policy={})
        suspended = self.suspend(self.genesis, "Bako", "Chidi")
        lifted = self.act(suspended, "Dalia", kind="reinstate", suspension=suspended)
        dropped = self.act(lifted, "Amina", kind="confirm", act=lifted)
        void = self.act(kept, ("Amina", "Chidi"), kind="resolve", heads=[kept, dropped])
        self.assertEqual(self.said, "resolveByTwo")
        self.act(void, ("Amina", "Dalia"), kind="resolve", heads=[void, dropped])
        self.assertEqual((self.said, self.status("Chidi")), ("applied", "suspended"))

    def test_a_void_act_beside_the_line_shows_a_fork_only_if_its_signers_counted(self):
        first = self.suspend(self.genesis, "Amina", "Bako")
        self.act(first, "Amina", kind="policy", policy={})
        self.act(first, "Bako", kind="move-relay", relay="x")
        self.assertEqual((self.said, self.summary()["fork"]), ("noise", None))
        self.act(first, "Chidi", kind="remove", person=public("Chidi"), cut={})
        self.assertEqual(self.said, "fork")


class Files(Written):
    def test_a_file_ends_when_its_target_is_removed(self):
        self.suspend(self.genesis, "Bako", "Amina", as_file=True)
        self.assertEqual((self.said, self.status("Amina")), ("held-suspension", "suspended"))
        proposed = self.act(self.genesis, "Chidi", kind="remove", person=public("Amina"), cut={})
        self.act(proposed, "Dalia", kind="confirm", act=proposed)
        self.assertEqual((self.status("Amina"), self.summary()["suspensions"]), ("removed", []))

    def test_a_file_ends_when_its_signer_has_another_open_suspension(self):
        self.suspend("77" * 32, "Bako", "Amina", as_file=True, n=9)
        self.assertEqual((self.said, self.status("Amina")), ("held-suspension", "suspended"))
        self.suspend(self.genesis, "Bako", "Chidi")
        self.assertEqual((self.status("Amina"), self.status("Chidi")), ("active", "suspended"))

    def test_a_file_ends_when_the_line_carries_one_by_that_signer(self):
        self.suspend(self.genesis, "Bako", "Amina", as_file=True)
        carried = self.suspend(self.genesis, "Bako", "Chidi")
        lifted = self.act(carried, "Amina", kind="reinstate", suspension=carried)
        self.act(lifted, "Dalia", kind="confirm", act=lifted)
        self.assertEqual((self.status("Amina"), self.summary()["suspensions"]), ("active", []))
