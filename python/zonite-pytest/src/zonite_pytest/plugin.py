"""The fixture ``zonite``, the marker of the same name, and the ini option ``zonite_config``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator, Optional

import pytest

from zonite_pytest.server import StartError, Zonite

_INI_OPTION = "zonite_config"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option."""
    parser.addini(_INI_OPTION, "The configuration that the fixture zonite serves.", type="string")


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker."""
    config.addinivalue_line("markers", "zonite(config): what the fixture zonite serves, relative to the test file.")


def _config_of(request: pytest.FixtureRequest) -> Optional[Path]:
    """Return the configuration of a test: its marker's, else the ini option's, else none."""
    marker = request.node.get_closest_marker("zonite")
    if marker is not None:
        if len(marker.args) != 1 or marker.kwargs:
            raise pytest.UsageError('write @pytest.mark.zonite("lab.toml"), with one file')
        return Path(request.path.parent, marker.args[0])
    named = request.config.getini(_INI_OPTION)
    if not named:
        return None
    folder = request.config.inipath.parent if request.config.inipath else request.config.rootpath
    return Path(folder, named)


@pytest.fixture
def zonite(request: pytest.FixtureRequest) -> Iterator[Zonite]:
    """Zonite on free ports, for one test."""
    try:
        server = Zonite(_config_of(request)).start()
    except StartError as error:
        pytest.fail(str(error), pytrace=False)
    try:
        yield server
    finally:
        server.stop()
        # Captured, and so shown with a test that fails.
        sys.stderr.write(server.log)
