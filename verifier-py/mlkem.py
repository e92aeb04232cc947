"""ML-KEM-768 (FIPS 203), for reading: small, plain, and not in constant time.

It is used to open what is given, on a checker's own machine. Whoever can time it has that machine.
Polynomials are lists of 256 integers below Q; algorithms are named by their number in the standard.
"""

import hashlib
import hmac

Q, N, K = 3329, 256, 3
KEY_SIZE, CIPHERTEXT_SIZE = 1184, 1088


def _reversed7(number):
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, _reversed7(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed7(i) + 1, Q) for i in range(128)]


def ntt(polynomial):
    """Algorithm 9."""
    f, index, length = polynomial[:], 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            zeta = ZETAS[index]
            index += 1
            for j in range(start, start + length):
                t = zeta * f[j + length] % Q
                f[j + length] = f[j] - t
                f[j] += t
        length //= 2
    return [c % Q for c in f]


def inverse_ntt(polynomial):
    """Algorithm 10."""
    f, index, length = polynomial[:], 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            zeta = ZETAS[index]
            index -= 1
            for j in range(start, start + length):
                t = f[j]
                f[j] = t + f[j + length]
                f[j + length] = zeta * (f[j + length] - t) % Q
        length *= 2
    return [c * 3303 % Q for c in f]


def product(rows, columns):
    """The sum of the products of two lists of polynomials in the NTT domain (algorithms 11 and 12)."""
    out = [0] * N
    for f, g in zip(rows, columns):
        for i, gamma in enumerate(GAMMAS):
            a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
            out[2 * i] += a * c + b * d % Q * gamma
            out[2 * i + 1] += a * d + b * c
    return [c % Q for c in out]


def plus(f, g):
    return [(a + b) % Q for a, b in zip(f, g)]


# --- bytes -------------------------------------------------------------------------------------------------------


def encode(values, bits):
    """Algorithm 5."""
    return sum(value << bits * i for i, value in enumerate(values)).to_bytes(32 * bits, "little")


def decode(data, bits):
    """Algorithm 6, for one polynomial; for 12 bits the values may still be Q or more."""
    number, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [number >> bits * i & mask for i in range(N)]


def split(data, bits):
    return [decode(data[at : at + 32 * bits], bits) for at in range(0, len(data), 32 * bits)]


def compress(polynomial, bits):
    return [((c << bits) + Q // 2) // Q & (1 << bits) - 1 for c in polynomial]


def decompress(values, bits):
    return [(value * Q + (1 << bits - 1)) >> bits for value in values]


def sample_uniform(seed):
    """Algorithm 7."""
    stream, out = hashlib.shake_128(seed).digest(1344), []
    for at in range(0, len(stream), 3):
        three = int.from_bytes(stream[at : at + 3], "little")
        out += [value for value in (three & 0xFFF, three >> 12) if value < Q]
    if len(out) < N:
        raise ArithmeticError("a stream with fewer usable numbers than ever seen")
    return out[:N]


def sample_small(seed, number):
    """Algorithm 8 with eta = 2 upon PRF."""
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([number])).digest(128), "little")
    nibbles = [bits >> 4 * i & 15 for i in range(N)]
    return [((n & 1) + (n >> 1 & 1) - (n >> 2 & 1) - (n >> 3)) % Q for n in nibbles]


def _hash_g(data):
    digest = hashlib.sha3_512(data).digest()
    return digest[:32], digest[32:]


# --- keys --------------------------------------------------------------------------------------------------------


def is_public_key(data):
    """The checks of FIPS 203, section 7.2: the size, and every coefficient reduced."""
    return len(data) == KEY_SIZE and all(c < Q for f in split(data[:-32], 12) for c in f)


class PublicKey:
    def __init__(self, data):
        self.data, self.hash = data, hashlib.sha3_256(data).digest()
        rho = data[-32:]
        self.t = split(data[:-32], 12)
        self.a = [[sample_uniform(rho + bytes([j, i])) for j in range(K)] for i in range(K)]

    def encrypt(self, message, randomness):
        """Algorithm 14."""
        small = [sample_small(randomness, i) for i in range(2 * K + 1)]
        y = [ntt(f) for f in small[:K]]
        u = [plus(inverse_ntt(product([row[i] for row in self.a], y)), small[K + i]) for i in range(K)]
        v = plus(plus(inverse_ntt(product(self.t, y)), small[2 * K]), decompress(decode(message, 1), 1))
        return b"".join(encode(compress(f, 10), 10) for f in u) + encode(compress(v, 4), 4)

    def encapsulate(self, message):
        """Algorithm 17: (shared secret, ciphertext)."""
        secret, randomness = _hash_g(message + self.hash)
        return secret, self.encrypt(message, randomness)


class SecretKey:
    """Made from its 64-byte seed (algorithms 13 and 16)."""

    def __init__(self, seed):
        rho, sigma = _hash_g(seed[:32] + bytes([K]))
        self.z = seed[32:]
        small = [ntt(sample_small(sigma, i)) for i in range(2 * K)]
        self.s = small[:K]
        a = [[sample_uniform(rho + bytes([j, i])) for j in range(K)] for i in range(K)]
        t = [plus(product(a[i], self.s), small[K + i]) for i in range(K)]
        self.public = PublicKey(b"".join(encode(f, 12) for f in t) + rho)

    def decapsulate(self, ciphertext):
        """Algorithm 18: another secret, not an error, for what was not made for this key."""
        u = [ntt(decompress(f, 10)) for f in split(ciphertext[:960], 10)]
        v = decompress(decode(ciphertext[960:], 4), 4)
        w = [(a - b) % Q for a, b in zip(v, inverse_ntt(product(self.s, u)))]
        message = encode(compress(w, 1), 1)
        secret, again = self.public.encapsulate(message)
        if hmac.compare_digest(again, ciphertext):
            return secret
        return hashlib.shake_256(self.z + ciphertext).digest(32)
