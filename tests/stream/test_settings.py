from pathlib import Path

import pytest

from tocsin.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("TOCSIN_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TOCSIN_PARTITIONS", "many", "TOCSIN_PARTITIONS: "),
        ("TOCSIN_PARTITIONS", "0", "TOCSIN_PARTITIONS: "),
        ("TOCSIN_BROKER", "kafka", "TOCSIN_BROKER: 'kafka' is not host:port"),
        ("TOCSIN_BROKER", "a:1,b:x", "TOCSIN_BROKER: 'b:x' is not host:port"),
        ("TOCSIN_LOG_LEVEL", "loud", "TOCSIN_LOG_LEVEL: "),
        ("TOCSIN_SECURITY_PROTOCOL", "SASL_SSL", "needs TOCSIN_SASL_USERNAME"),
        ("TOCSIN_CA_FILE", "/nowhere.pem", "TOCSIN_CA_FILE: no such file"),
        ("TOCSIN_PARTITONS", "4", "TOCSIN_PARTITONS: no such setting, did you mean TOCSIN_PARTITIONS?"),
        ("TOCSIN_INSTANCE_ID", "two words", "TOCSIN_INSTANCE_ID: "),
    ],
)
def test_each_fault_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert says in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_what_kubernetes_sets_for_a_service_of_our_name_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOCSIN_SERVICE_HOST", "TOCSIN_SERVICE_PORT_METRICS", "TOCSIN_PORT", "TOCSIN_PORT_9466_TCP_ADDR"):
        monkeypatch.setenv(name, "10.0.0.1")
    load_settings()


def test_given_values_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_TOPIC_PREFIX", "env.")
    assert load_settings().topic_prefix == "env."
    assert load_settings(topic_prefix="given.", partitions=None).topic_prefix == "given."


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SASL_PASSWORD", "hunter2")
    assert "hunter2" not in repr(load_settings())
    assert "hunter2" not in load_settings().model_dump_json()


def test_the_password_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hunter2\n")
    monkeypatch.setenv("TOCSIN_SASL_PASSWORD_FILE", str(file))
    monkeypatch.setenv("TOCSIN_SASL_USERNAME", "work")
    monkeypatch.setenv("TOCSIN_SECURITY_PROTOCOL", "SASL_SSL")
    settings = load_settings()
    assert settings.read_password() == "hunter2"
    assert "hunter2" not in repr(settings)
    monkeypatch.setenv("TOCSIN_SASL_PASSWORD", "hunter3")
    with pytest.raises(SettingsError, match="set one of the two") as both:
        load_settings()
    assert "hunter" not in str(both.value)
    monkeypatch.delenv("TOCSIN_SASL_PASSWORD")
    file.write_text("")
    with pytest.raises(SettingsError, match="needs TOCSIN_SASL_USERNAME and TOCSIN_SASL_PASSWORD or"):
        load_settings()
    file.unlink()
    with pytest.raises(SettingsError, match=r"TOCSIN_SASL_PASSWORD_FILE: cannot read .*: No such file"):
        load_settings()


def test_a_wrong_setting_beside_it_does_not_show_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SASL_PASSWORD", "hunter2")
    monkeypatch.setenv("TOCSIN_SECURITY_PROTOCOL", "SASL_SSL")
    monkeypatch.setenv("TOCSIN_SASL_MECHANISM", "SCRAM")
    with pytest.raises(SettingsError) as caught:
        load_settings(sasl_username="work")
    assert "TOCSIN_SASL_MECHANISM: " in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_files_may_lie_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").write_text("")
    monkeypatch.setenv("TOCSIN_CA_FILE", str(tmp_path / "ca.pem"))
    assert load_settings().ca_file == tmp_path / "ca.pem"
