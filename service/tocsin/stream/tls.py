"""TLS to Kafka: one context for all clients, and in words for the operator what is wrong with a certificate."""

import re
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

from tocsin.settings import Settings

NOT_YET_VALID, EXPIRED = 9, 10
UNKNOWN_AUTHORITY = frozenset({2, 18, 19, 20, 21})
OTHER_NAME = frozenset({62, 64})
"""X509_V_ERR_* of OpenSSL; the last two are host name and IP address."""
VALIDITY = re.compile(rb"\x30.((?:\x17\x0d\d{12}Z)|(?:\x18\x0f\d{14}Z))((?:\x17\x0d\d{12}Z)|(?:\x18\x0f\d{14}Z))", re.S)
"""The two times of a certificate in DER (RFC 5280, 4.1.2.5): Python reads them only of certificates that it trusts."""
PEM_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)


class BadAuthorityFile(Exception):
    """TOCSIN_CA_FILE cannot be used; the text says why."""


def tls_context(settings: Settings) -> ssl.SSLContext:
    """The context of every client: TLS 1.2 or later, certificate and name verified; raises BadAuthorityFile."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file is None:
        context.load_default_certs()
        return context
    try:
        context.load_verify_locations(settings.ca_file)
    except ssl.SSLError:
        raise BadAuthorityFile(f"TOCSIN_CA_FILE: no certificate in PEM format in {settings.ca_file}") from None
    except OSError as error:
        raise BadAuthorityFile(f"TOCSIN_CA_FILE: cannot read {settings.ca_file}: {error.strerror}") from None
    return context


def speaks_tls(connection: socket.socket) -> bool:
    """Whether the other side answers a TLS greeting, whatever its certificate."""
    try:
        _unverified().wrap_socket(connection).close()
    except OSError:
        return False
    return True


def explain_certificate(error: ssl.SSLCertVerificationError, server: tuple[str, int], settings: Settings) -> str:
    """What is wrong with the certificate of `server` (host, port), and who can put it right."""
    if error.verify_code == EXPIRED:
        return _explain_expired(server, settings)
    if error.verify_code == NOT_YET_VALID:
        return "the server's certificate is not valid yet: compare the clocks of this machine and of the server"
    if error.verify_code in OTHER_NAME:
        return (
            f"the server's certificate is not for the name {server[0]}: write the name it was issued for into"
            " TOCSIN_BROKER (and the server's advertised.listeners), or have it issued for this one"
        )
    if error.verify_code in UNKNOWN_AUTHORITY and settings.ca_file is None:
        return "the server's certificate was signed by no authority that this machine knows: set TOCSIN_CA_FILE"
    if error.verify_code in UNKNOWN_AUTHORITY:
        return f"the server's certificate was not signed by TOCSIN_CA_FILE ({settings.ca_file})"
    return f"the server's certificate was refused: {error.verify_message} (TOCSIN_CA_FILE)"


def _explain_expired(server: tuple[str, int], settings: Settings) -> str:
    now = datetime.now(UTC)
    ended = _end_of(_certificate_of(server))
    if ended is not None and ended < now:
        return f"the server's certificate expired on {ended:%Y-%m-%d at %H:%M} UTC: renew it at the server"
    for der in _certificates_in(settings.ca_file):
        ended = _end_of(der)
        if ended is not None and ended < now:
            return f"the authority in TOCSIN_CA_FILE expired on {ended:%Y-%m-%d at %H:%M} UTC: get its new certificate"
    return "a certificate between the server's and its authority's has expired: renew it at the server"


def _certificate_of(server: tuple[str, int]) -> bytes | None:
    """The certificate that the server shows, in DER."""
    try:
        with socket.create_connection(server, timeout=5) as plain, _unverified().wrap_socket(plain) as connection:
            return connection.getpeercert(binary_form=True)
    except OSError:
        return None


def _certificates_in(file: Path | None) -> list[bytes]:
    text = file.read_text(encoding="utf-8", errors="replace") if file else ""
    return [ssl.PEM_cert_to_DER_cert(one) for one in PEM_CERTIFICATE.findall(text)]


def _unverified() -> ssl.SSLContext:
    """For looking at a server only: nothing is sent through it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _end_of(der: bytes | None) -> datetime | None:
    found = VALIDITY.search(der or b"")
    if found is None:
        return None
    text = found[2][2:-1].decode()
    if len(text) == 12:
        text = ("20" if text < "50" else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
