"""Passwords: hashed, and compared in the same time whether there is one or not."""

import base64
import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from labeler.core.people import MOST_PASSWORD

# Each takes 64 MiB of memory and several threads: fifty people who sign in at
# once must not take 3 GiB.
_AT_ONCE = 4
_turns = threading.BoundedSemaphore(_AT_ONCE)
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return what to keep of a password: argon2id with its salt and cost."""
    with _turns:
        return _hasher.hash(_encoded(password))


def is_right(password: str, password_hash: str) -> bool:
    """Say whether this is the password.

    Where there is none, ``password_hash`` is empty: that is never right, and
    takes as long to say.
    """
    too_long = len(password) > MOST_PASSWORD
    given = _encoded("" if too_long else password)
    with _turns:
        try:
            _hasher.verify(password_hash or _nobody(), given)
        except (VerificationError, InvalidHashError):
            return False
    return bool(password_hash) and not too_long


def is_outdated(password_hash: str) -> bool:
    """Say whether the library would keep the password in a costlier way by now."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    """Return a hash that no password has, of the usual cost."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode("ascii").rstrip("=")
        for length in (_hasher.salt_len, _hasher.hash_len)
    )
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _encoded(password: str) -> bytes:
    # The same letters come composed or not, depending on the keyboard (NIST SP
    # 800-63B, 3.1.1.2). JSON can hold half a surrogate pair.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
