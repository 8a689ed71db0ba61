"""The environment is read strictly, and everything wrong is said at once."""

import pytest

from hotline.environment import language
from hotline.settings import BadConfiguration, Settings, to_send

CARRIER = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "hush", "HOTLINE_NUMBER": "+46701740699"}


def faults(environ: dict[str, str], *required: str) -> list[str]:
    with pytest.raises(BadConfiguration) as caught:
        Settings.from_env(environ, required=required)
    return caught.value.faults


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = Settings.from_env({}, port=8123)
    assert settings.public_url == "http://127.0.0.1:8123"
    assert settings.api_url == "https://api.twilio.com"
    assert settings.database_url == f"sqlite:///{settings.var_dir}/hotline.db"
    assert settings.redis_url is None
    assert (settings.default_language, settings.languages) == ("sv", ())
    assert settings.timezone == "Europe/Stockholm"


def test_every_fault_is_named_in_one_message() -> None:
    wrong = {
        "DATABASE_URL": "not a url",
        "REDIS_URL": "http://localhost",
        "PUBLIC_URL": "example.org",
        "TWILIO_API_URL": "ftp://example.org",
        "TWILIO_ACCOUNT_SID": "SK123",
        "TWILIO_AUTH_TOKEN": "two words",
        "HOTLINE_NUMBER": "0701740699",
        "DEFAULT_LANGUAGE": "svenska språket",
        "LANGUAGES": "sv,!!",
        "TIMEZONE": "Europe/Atlantis",
        "VAR_DIR": __file__,
        "HOTLINE_WAVE_SIZE": "many",
        "HOTLINE_WAVESIZE": "3",
        "SECRET_KEY": "short",
    }
    found = faults(wrong, "SECRET_KEY")
    assert {fault.split(":")[0] for fault in found} == set(wrong)
    with pytest.raises(BadConfiguration, match=r"(?s)DATABASE_URL.*SECRET_KEY.*HOTLINE_WAVE_SIZE"):
        Settings.from_env(wrong, required=("SECRET_KEY",))


def test_what_is_required_and_missing_or_empty_is_named() -> None:
    found = faults({"TWILIO_AUTH_TOKEN": "  "}, *to_send({}))
    assert found == ["TWILIO_ACCOUNT_SID: is missing", "TWILIO_AUTH_TOKEN: is missing", "HOTLINE_NUMBER: is missing"]


def test_a_stand_in_for_the_carrier_is_content_with_its_own_number() -> None:
    assert "HOTLINE_NUMBER" not in to_send({"TWILIO_API_URL": "http://127.0.0.1:9000"})


def test_no_secret_is_shown() -> None:
    secrets = {"SECRET_KEY": "k" * 40, "TWILIO_AUTH_TOKEN": "t0ken", "METRICS_TOKEN": "m3trics"}
    urls = {"DATABASE_URL": "postgresql://me:pa55@host/db", "REDIS_URL": "redis://:r3dis@host"}
    shown = repr(Settings.from_env({**CARRIER, **secrets, **urls}))
    assert not any(secret in shown for secret in [*secrets.values(), "pa55", "r3dis"])


@pytest.mark.parametrize("url", ["postgres://me:pa55@host/db", "postgresql://me:pa55@host/db"])
def test_a_postgresql_address_gets_the_driver_we_bring_and_keeps_its_password(url: str) -> None:
    assert Settings.from_env({"DATABASE_URL": url}).database_url == "postgresql+psycopg://me:pa55@host/db"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "postgresql+nonsense://h/d"])
def test_a_database_that_cannot_be_shared_or_driven_is_a_fault(url: str) -> None:
    assert len(faults({"DATABASE_URL": url})) == 1


@pytest.mark.parametrize(("given", "usual"), [("SV", "sv"), ("pt-br", "pt-BR"), ("ZH-hans-cn", "zh-Hans-CN")])
def test_language_tags_are_put_into_their_usual_letters(given: str, usual: str) -> None:
    assert language(given) == usual


def test_languages_are_each_named_once_have_a_catalog_and_hold_the_default() -> None:
    assert Settings.from_env({"LANGUAGES": "SV, en;sv"}).languages == ("sv", "en")
    assert faults({"LANGUAGES": "sv,tlh"}) == ["LANGUAGES: 'tlh' has no catalog in locales/"]
    assert faults({"LANGUAGES": "en,ar"}) == ["DEFAULT_LANGUAGE: 'sv' is not among LANGUAGES"]


def test_trailing_slashes_of_addresses_are_dropped() -> None:
    assert Settings.from_env({"PUBLIC_URL": "https://example.org/line/"}).public_url == "https://example.org/line"


def test_tunables_are_preset_by_their_own_names_and_may_be_empty() -> None:
    settings = Settings.from_env({"HOTLINE_WAVE_SIZE": "5", "HOTLINE_QUIET_HOURS": "", **CARRIER})
    assert settings.presets == {"wave_size": "5", "quiet_hours": ""}
