"""Where things lie on each system: the computer's settings are never inside the folder that may travel."""

from pathlib import Path

import platformdirs
import pytest
from platformdirs import windows
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from studio_app.core import paths


@pytest.mark.parametrize("system", [windows.Windows, MacOS, Unix])
def test_data_and_settings_never_share_a_folder(system: type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platformdirs, "PlatformDirs", system)
    monkeypatch.delenv("STUDIO_APP_CONFIG", raising=False)
    monkeypatch.setattr(windows, "get_win_folder", lambda _name: str(tmp_path))  # asks Windows itself
    data, config = paths.default_data_folder(), paths.config_folder()
    assert data != config
    assert not config.is_relative_to(data)
    assert not data.is_relative_to(config)
    assert not paths.log_folder().is_relative_to(data)


def test_one_folder_for_both_gets_a_second_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(platformdirs, "PlatformDirs", Unix)
    monkeypatch.delenv("STUDIO_APP_CONFIG", raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert paths.default_data_folder() == tmp_path / "studio-app"
    assert paths.config_folder() == tmp_path / "studio-app-settings"
