"""The running program: started on free ports, asked, ended."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Mapping, Optional, Union

import dns.resolver

#: How long a server may take to be ready, seconds.
START_TIMEOUT = 10.0
#: How long it may take to end before it is killed, seconds.
END_TIMEOUT = 5.0
#: How long a resolver waits for an answer, seconds.
ANSWER_TIMEOUT = 5.0
#: Where the program is, if it is not on the path.
BINARY_VARIABLE = "ZONITE_BIN"


class StartError(Exception):
    """The server did not start; the text says why, in its own words."""


def find_binary() -> str:
    """Return the program: ``$ZONITE_BIN``, else ``zonite`` on the path."""
    named = os.environ.get(BINARY_VARIABLE)
    if named:
        if shutil.which(named) is None:
            raise StartError(f"{BINARY_VARIABLE}={named}: there is no such program")
        return named
    found = shutil.which("zonite")
    if found is None:
        raise StartError(f"zonite is not on the path; install it, or set {BINARY_VARIABLE} to the program")
    return found


class Zonite:
    """A running server; a context manager that ends it.

    ``config`` is a configuration file; ``None`` is the built-in example.
    """

    def __init__(
        self,
        config: Optional[Union[str, "os.PathLike[str]"]] = None,
        *,
        binary: Optional[Union[str, "os.PathLike[str]"]] = None,
        start_timeout: float = START_TIMEOUT,
    ) -> None:
        self._command = [os.fspath(binary) if binary is not None else find_binary(), "serve"]
        if config is not None:
            self._command += ["--config", os.fspath(config)]
        self._start_timeout = start_timeout
        self._process: Optional["subprocess.Popen[bytes]"] = None
        self._addresses: dict[str, tuple[str, int]] = {}
        self._errors: Optional[IO[bytes]] = None
        self._log = ""

    def start(self) -> "Zonite":
        """Start the server and wait until it answers."""
        if self._process is not None:
            raise RuntimeError("it runs already")
        with tempfile.TemporaryDirectory(prefix="zonite-") as folder:
            ready = Path(folder, "ready.json")
            # Not a pipe, which a server that says much would fill.
            self._errors = tempfile.TemporaryFile()
            # For whoever forgets to end it.
            atexit.register(self.stop)
            try:
                self._process = subprocess.Popen(
                    [*self._command, "--listen", "127.0.0.1:0", "--ready-file", str(ready)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    env=_environment(),
                )
                self._addresses = _read(self._wait(ready))
            except OSError as error:
                self.stop()
                raise StartError(f"{self._command[0]}: {error}") from error
            except BaseException:
                self.stop()
                raise
        return self

    def stop(self) -> None:
        """End the server; a second time does nothing."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(END_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._errors is not None:
            self._log = self._read_log()
            self._errors.close()
            self._errors = None
        atexit.unregister(self.stop)

    @property
    def pid(self) -> int:
        """The identifier of the process."""
        return self._running().pid

    @property
    def listeners(self) -> tuple[str, ...]:
        """The names that :meth:`address` and :meth:`resolver` take."""
        return tuple(self._addresses)

    @property
    def log(self) -> str:
        """What the server has written to standard error."""
        return self._read_log()

    def address(self, listener: str) -> tuple[str, int]:
        """Return host and port of a listener, UDP and TCP alike."""
        self._running()
        try:
            return self._addresses[listener]
        except KeyError:
            known = ", ".join(self._addresses)
            message = (
                f'there is no listener "{listener}"; there is: {known}. '
                'A network has one if the configuration gives it listen = ["127.0.0.1:0"]'
            )
            raise LookupError(message) from None

    def resolver(self, listener: str) -> dns.resolver.Resolver:
        """Return a resolver that asks a listener, and nobody else."""
        host, port = self.address(listener)
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [host]
        resolver.port = port
        resolver.lifetime = ANSWER_TIMEOUT
        resolver.search = []
        return resolver

    def __enter__(self) -> "Zonite":
        return self.start()

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.stop()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError("it does not run; use it in a with statement, or call start()")
        return self._process

    def _wait(self, ready: Path) -> str:
        """Return what the ready file says, once it is there."""
        process = self._running()
        deadline = time.monotonic() + self._start_timeout
        while True:
            if ready.exists():
                return ready.read_text(encoding="utf-8")
            code = process.poll()
            if code is not None:
                raise StartError(f"zonite ended with exit code {code}\n{self._read_log()}".rstrip())
            if time.monotonic() > deadline:
                message = f"zonite was not ready within {self._start_timeout:g} seconds\n{self._read_log()}"
                raise StartError(message.rstrip())
            time.sleep(0.005)

    def _read_log(self) -> str:
        if self._errors is None:
            return self._log
        # By position, for the server writes to the same open file.
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), size, 0).decode("utf-8", "replace")


def _environment() -> Mapping[str, str]:
    """Return the environment without what would lead to another configuration."""
    return {name: value for name, value in os.environ.items() if name != "ZONITE_CONFIG"}


def _read(text: str) -> dict[str, tuple[str, int]]:
    """Read a ready file: JSON, ``{name: "address:port"}``."""
    addresses: dict[str, tuple[str, int]] = {}
    for name, address in json.loads(text).items():
        host, _, port = address.rpartition(":")
        addresses[name] = (host.strip("[]"), int(port))
    return addresses
