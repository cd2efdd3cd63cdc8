"""Zonite, a local emulator of Azure private DNS, for tests: started on free ports, asked, ended."""

from zonite_pytest.server import StartError, Zonite

__all__ = ["StartError", "Zonite"]
