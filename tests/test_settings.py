"""The settings record: where values come from, what is refused, and its table in the README."""

from pathlib import Path

import pytest

from web.settings import Settings, SettingsError, read_settings, settings_table

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_has_the_table_of_settings() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "footnote.toml").write_text('port = 1\nhost = "file"\nlanguage = "ar"\n')
    monkeypatch.setenv("FOOTNOTE_PORT", "2")
    monkeypatch.setenv("FOOTNOTE_HOST", "environment")
    settings = read_settings(port=3)
    assert (settings.port, settings.host, settings.language) == (3, "environment", "ar")


@pytest.mark.parametrize("text", ["https://a.example https://b.example", "https://a.example,https://b.example"])
def test_sites_are_listed_with_blanks_or_commas(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_ALLOWED_SITES", text)
    assert read_settings().allowed_sites == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FOOTNOTE_PORT", "http", "FOOTNOTE_PORT: found 'http'"),
        ("FOOTNOTE_PORT", "70000", "FOOTNOTE_PORT: found '70000'"),
        ("FOOTNOTE_RATE_LIMIT", "-1", "FOOTNOTE_RATE_LIMIT: found '-1'"),
        ("FOOTNOTE_COLOUR", "red", "FOOTNOTE_COLOUR: found 'red'"),
        ("FOOTNOTE_COLOUR", "#ff8800", "contrast with white is 2.4:1, wanted 4.5:1; use '#b25f00'"),
        ("FOOTNOTE_LOGO", "/nothing.png", "wanted an existing .png or .svg file"),
        ("FOOTNOTE_RATELIMIT", "5", "no such setting: FOOTNOTE_RATELIMIT; wanted one of FOOTNOTE_"),
    ],
)
def test_an_unusable_setting_is_refused_by_name(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert said in str(refused.value)


def test_an_unknown_key_in_the_file_is_refused_by_name(elsewhere: Path) -> None:
    (elsewhere / "footnote.toml").write_text("ratelimit = 5\n")
    with pytest.raises(SettingsError, match="FOOTNOTE_RATELIMIT"):
        read_settings()


def test_every_setting_has_a_default_and_a_description() -> None:
    assert all(field.description and not field.is_required() for field in Settings.model_fields.values())
