"""Why no connection to Kafka comes about: name, port, TLS and SASL asked one after the other, as a client would.

kafka-python tells it in its log at best; what a server says and then closes the connection over TLS it does not read.
"""

import socket
import ssl
import struct
from dataclasses import dataclass
from typing import Any

from tocsin.settings import SaslMechanism, SecurityProtocol, Settings
from tocsin.stream.tls import explain_certificate, speaks_tls, tls_context

SECONDS = 5.0
SASL_HANDSHAKE, SASL_AUTHENTICATE = (17, 1), (36, 0)
"""Kafka's numbers of the two requests, and the version in which they are asked."""
UNSUPPORTED_MECHANISM, NO_SASL_HERE = 33, 34
ANSWER_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class _Cause:
    """How far a server let us come (0 port, 1 TLS, 2 SASL), and the one line for the operator."""

    depth: int
    text: str


def find_cause(settings: Settings) -> str | None:
    """One line that names the setting to change, None where a server lets us in with these settings.

    Raises BadAuthorityFile, and ValueError where the password cannot be read.
    """
    causes = []
    for server in settings.servers:
        host, _, port = server.rpartition(":")
        cause = _ask((host.strip("[]"), int(port)), settings)
        if cause is None:
            return None
        causes.append(cause)
    return max(causes, key=lambda cause: cause.depth).text


def _ask(server: tuple[str, int], settings: Settings) -> _Cause | None:
    try:
        with socket.create_connection(server, timeout=SECONDS) as plain:
            if settings.uses_tls:
                return _ask_with_tls(plain, server, settings)
            cause = _ask_for_sasl(plain, settings)
        with socket.create_connection(server, timeout=SECONDS) as again:
            if cause is not None and speaks_tls(again):
                return _Cause(1, f"that port speaks TLS: set TOCSIN_SECURITY_PROTOCOL={_other(settings, tls=True)}")
        return cause
    except socket.gaierror:
        return _Cause(0, "no such host (TOCSIN_BROKER)")
    except ConnectionRefusedError:
        return _Cause(0, "nobody listens there")
    except OSError as error:
        return _Cause(0, str(error) or type(error).__name__)


def _ask_with_tls(plain: socket.socket, server: tuple[str, int], settings: Settings) -> _Cause | None:
    context = tls_context(settings)
    try:
        with context.wrap_socket(plain, server_hostname=server[0]) as connection:
            return _ask_for_sasl(connection, settings)
    except ssl.SSLCertVerificationError as error:
        return _Cause(1, explain_certificate(error, server, settings))
    except (ssl.SSLEOFError, ConnectionResetError, TimeoutError):
        pass
    except ssl.SSLError as error:
        if error.reason not in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
            return _Cause(1, f"the TLS handshake failed: {error.reason or error}")
    return _Cause(1, f"that port speaks no TLS: set TOCSIN_SECURITY_PROTOCOL={_other(settings, tls=False)}")


def _ask_for_sasl(connection: socket.socket, settings: Settings) -> _Cause | None:
    mechanism = settings.sasl_mechanism
    try:
        error, offered = _shake_hands(connection, mechanism)
    except (OSError, struct.error):
        return _Cause(0, "that port does not answer as Kafka does (TOCSIN_BROKER, TOCSIN_SECURITY_PROTOCOL)")
    if not settings.uses_sasl:
        if error == NO_SASL_HERE:
            return None
        return _Cause(2, f"Kafka asks for a user there: set TOCSIN_SECURITY_PROTOCOL={_other(settings, sasl=True)}")
    if error == NO_SASL_HERE:
        return _Cause(2, f"Kafka asks for no user there: set TOCSIN_SECURITY_PROTOCOL={_other(settings, sasl=False)}")
    if error == UNSUPPORTED_MECHANISM:
        return _Cause(2, f"Kafka offers {', '.join(offered) or 'no mechanism'} there: set TOCSIN_SASL_MECHANISM")
    if not _lets_in(connection, settings):
        password = "TOCSIN_SASL_PASSWORD" + ("_FILE" if settings.sasl_password_file else "")
        user = f"user {settings.sasl_username} or its password"
        return _Cause(2, f"Kafka refused {user} (TOCSIN_SASL_USERNAME, {password})")
    return None


def _shake_hands(connection: socket.socket, mechanism: SaslMechanism) -> tuple[int, list[str]]:
    """Kafka's answer to a SaslHandshake: error code and offered mechanisms; OSError, struct.error where it is none."""
    answer = _request(connection, SASL_HANDSHAKE, _with_length(">h", mechanism.value.encode()))
    error, count = struct.unpack_from(">hi", answer)
    offered, at = [], 6
    for _ in range(count):
        (length,) = struct.unpack_from(">h", answer, at)
        offered.append(answer[at + 2 : at + 2 + length].decode("utf-8", "replace"))
        at += 2 + length
    return error, offered


def _lets_in(connection: socket.socket, settings: Settings) -> bool:
    """Whether Kafka takes user and password, after the handshake."""
    from kafka.net.sasl import get_sasl_mechanism

    given = {"sasl_plain_username": settings.sasl_username, "sasl_plain_password": settings.read_password()}
    name = settings.sasl_mechanism.value
    mechanism: Any = get_sasl_mechanism(name)(sasl_mechanism=name, **given)
    try:
        while not mechanism.is_done():
            answer = _request(connection, SASL_AUTHENTICATE, _with_length(">i", mechanism.auth_bytes()))
            error, length = struct.unpack_from(">hh", answer)
            if error:
                return False
            (size,) = struct.unpack_from(">i", answer, 4 + max(0, length))
            mechanism.receive(answer[len(answer) - size :])
    except (OSError, ValueError, struct.error):
        return False  # closed, or an answer that only a server would give that does not know the password
    return bool(mechanism.is_authenticated())


def _request(connection: socket.socket, kind: tuple[int, int], body: bytes) -> bytes:
    """The body of Kafka's answer to a request with header version 1 and no client id."""
    request = struct.pack(">hhih", *kind, 1, -1) + body
    connection.sendall(_with_length(">i", request))
    (size,) = struct.unpack(">i", _receive(connection, 4))
    if not 4 <= size <= ANSWER_LIMIT:
        raise OSError("no answer of Kafka's")
    return _receive(connection, size)[4:]


def _with_length(form: str, content: bytes) -> bytes:
    return struct.pack(form, len(content)) + content


def _receive(connection: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = connection.recv(size - len(found))
        if not part:
            raise OSError("closed by the other side")
        found += part
    return found


def _other(settings: Settings, tls: bool | None = None, sasl: bool | None = None) -> SecurityProtocol:
    """The settings' protocol with TLS or SASL switched; with SASL also where a user is named."""
    tls = settings.uses_tls if tls is None else tls
    sasl = settings.uses_sasl or settings.sasl_username is not None if sasl is None else sasl
    return SecurityProtocol(("SASL_" if sasl else "") + ("SSL" if tls else "PLAINTEXT"))
