"""A real Kafka that lets in whom it knows: SASL_SSL, SCRAM-SHA-512, ACLs, certificates of an authority made here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from installation import closing
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ConfigResource,
    ConfigResourceType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from tocsin.stream.broker import Broker, Listener
from tocsin.stream.rights import Grant, Resource, Right
from tocsin.stream.runtime import Runtime

ADMIN, ADMIN_PASSWORD = "admin", "admin-secret"
PLAIN_USER, PLAIN_PASSWORD = "plain", "said-as-it-is"
"""Of the mechanism that sends the password itself."""
PASSWORD = "Gläs'ern \"7\\-geheim"
"""With all that a log might write otherwise than it is: quotes, a backslash, a letter beyond ASCII."""
REAUTHENTICATE_SECONDS = 5
"""Kafka closes a connection that is older, so that a changed password or an expired certificate shows."""
PROPERTIES = """\
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required username="{user}" password="{password}";
listener.name.sasl_ssl.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_{plain}="{plain_password}";
listener.name.sasl_ssl.ssl.keystore.type=PEM
listener.name.sasl_ssl.ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={authority}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:{user};User:ANONYMOUS
"""
"""ANONYMOUS is the controller's listener, plain and on loopback."""


@dataclass(frozen=True)
class SecureKafka:
    """The running broker with its authority; users and rights are given and taken as an administrator would."""

    broker: Broker
    authority: trustme.CA
    folder: Path

    @property
    def authority_file(self) -> Path:
        return self.folder / "authority.pem"

    def settings(self, user: str, password: str = PASSWORD) -> dict[str, str]:
        """The settings with which `user` reaches it."""
        return {
            "broker": self.broker.address,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_username": user,
            "sasl_password": password,
            "ca_file": str(self.authority_file),
        }

    @contextmanager
    def admin(self) -> Iterator[Any]:
        with closing(KafkaAdminClient(**self.client_options(ADMIN, ADMIN_PASSWORD))) as admin:
            yield admin

    def client_options(self, user: str, password: str = PASSWORD) -> dict[str, Any]:
        """What any kafka-python client takes, without a word of ours in between."""
        return {
            "bootstrap_servers": [self.broker.address],
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": user,
            "sasl_plain_password": password,
            "ssl_cafile": str(self.authority_file),
        }

    def add_user(self, user: str, password: str = PASSWORD) -> None:
        """A user who may log in and nothing else; an existing one gets the password."""
        with self.admin() as admin:
            upsert = UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, password)
            answer = admin.alter_user_scram_credentials([upsert])
        assert answer == {user: None}, answer

    def give(self, user: str, grants: Iterable[Grant]) -> None:
        rights = [_acl(user, grant, right) for grant in grants for right in grant.rights]
        with self.admin() as admin:
            assert not admin.create_acls(rights)["failed"]

    def take(self, user: str, grant: Grant, right: Right) -> None:
        acl = _acl(user, grant, right)
        pattern = acl.resource_pattern
        wanted = ACLFilter(
            acl.principal,
            acl.host,
            acl.operation,
            acl.permission_type,
            ResourcePatternFilter(pattern.resource_type, pattern.resource_name, pattern.pattern_type),
        )
        with self.admin() as admin:
            ((_, taken, _),) = admin.delete_acls([wanted])
        assert len(taken) == 1

    def serve(self, **certificate: Any) -> None:
        """Show another certificate from now on (trustme's `not_after`)."""
        number = len(list(self.folder.glob("server*.pem")))
        keystore = write_certificate(self.authority, self.folder / f"server{number}.pem", **certificate)
        name = "listener.name.sasl_ssl.ssl.keystore.location"
        with self.admin() as admin:
            changed = ConfigResource(ConfigResourceType.BROKER, "1", configs={name: str(keystore)})
            assert admin.alter_configs([changed], raise_on_unknown=False) == {"broker": {"1": "OK"}}

    def renew(self) -> None:
        """Put good certificates in the place of all and start again: while one has expired Kafka takes no other."""
        for keystore in self.folder.glob("server*.pem"):
            write_certificate(self.authority, keystore)
        self.broker.stop()
        self.broker.start()


def write_certificate(authority: trustme.CA, path: Path, **certificate: Any) -> Path:
    """Key and chain of a server at 127.0.0.1 in one PEM file, as Kafka wants it."""
    issued = authority.issue_cert("127.0.0.1", organization_unit_name="Kafka of the tests", **certificate)
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + chain)
    return path


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


@contextmanager
def secure_kafka(folder: Path, runtime: Runtime) -> Iterator[SecureKafka]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    keystore = write_certificate(authority, folder / "server0.pem")
    properties = (
        PROPERTIES.format(
            user=ADMIN,
            password=ADMIN_PASSWORD,
            plain=PLAIN_USER,
            plain_password=PLAIN_PASSWORD,
            keystore=keystore,
            authority=folder / "authority.pem",
        )
        + f"connections.max.reauth.ms={REAUTHENTICATE_SECONDS * 1000}"
    )
    user = f"SCRAM-SHA-512=[name={ADMIN},password={ADMIN_PASSWORD}]"
    listener = Listener("SASL_SSL", tuple(properties.splitlines()), ("--add-scram", user))
    with Broker(folder / "kafka", runtime=runtime, listener=listener) as broker:
        yield SecureKafka(broker, authority, folder)


def _acl(user: str, grant: Grant, right: Right) -> ACL:
    kind = ResourceType.GROUP if grant.resource is Resource.GROUP else ResourceType.TOPIC
    return ACL(
        f"User:{user}", "*", ACLOperation[right.name], ACLPermissionType.ALLOW, ResourcePattern(kind, grant.name)
    )
