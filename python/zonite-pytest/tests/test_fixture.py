"""The fixture in test runs of its own: pytest inside pytest."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import dns.resolver
import pytest

from zonite_pytest import StartError, Zonite

LAB = """
[[virtual_network]]
name = "hub"
listen = ["127.0.0.1:5300", "[::1]:0"]

[[private_dns_zone]]
name = "corp.example"
record_set = [{ name = "app", type = "A", records = ["10.0.0.9"] }]
virtual_network_link = [{ name = "link", virtual_network = "hub" }]
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    path = tmp_path / "lab.toml"
    path.write_text(LAB)
    return path


def script(folder: Path, text: str) -> Path:
    """Write a program that stands for the server."""
    path = folder / "fake-zonite"
    path.write_text(f"#!{sys.executable}\nimport os, signal, sys, time\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_listener_is_on_a_free_port_and_answers(lab: Path) -> None:
    with Zonite(lab) as one, Zonite(lab) as other:
        assert one.listeners == ("hub", "hub#2")
        assert one.address("hub") != other.address("hub")
        assert one.address("hub")[1] != 5300
        for zonite in (one, other):
            answer = zonite.resolver("hub").resolve("app.corp.example")
            assert [record.address for record in answer] == ["10.0.0.9"]
            with pytest.raises(dns.resolver.NXDOMAIN):
                zonite.resolver("hub").resolve("nobody.corp.example")


def test_the_built_in_example_needs_no_file() -> None:
    with Zonite() as zonite:
        assert "internet" in zonite.listeners


def test_the_environment_does_not_lead_to_another_configuration(lab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONITE_CONFIG", str(lab))
    with Zonite() as zonite:
        assert "hub" not in zonite.listeners


def test_an_unknown_listener_names_the_ones_there_are(lab: Path) -> None:
    with Zonite(lab) as zonite, pytest.raises(LookupError) as raised:
        zonite.resolver("spoke")
    assert str(raised.value.args[0]) == (
        'there is no listener "spoke"; there is: hub, hub#2. '
        'A network has one if the configuration gives it listen = ["127.0.0.1:0"]'
    )


def test_it_ends_with_the_block_and_only_once(lab: Path) -> None:
    with Zonite(lab) as zonite:
        pid = zonite.pid
        assert runs(pid)
    assert not runs(pid)
    zonite.stop()
    with pytest.raises(RuntimeError, match="it does not run"):
        zonite.address("hub")


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[[virtual_network]]\nname = "hub"\nadress_space = []\n')
    with pytest.raises(StartError) as raised:
        Zonite(broken).start()
    said = str(raised.value)
    assert said.startswith("zonite ended with exit code 2\n")
    assert "broken.toml:3:1: error: virtual_network.adress_space: is not a key of this table" in said


def test_a_program_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONITE_BIN", str(tmp_path / "nowhere"))
    with pytest.raises(StartError, match="ZONITE_BIN=.*nowhere: there is no such program"):
        Zonite().start()
    monkeypatch.delenv("ZONITE_BIN")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StartError, match="zonite is not on the path; install it, or set ZONITE_BIN"):
        Zonite().start()
    with pytest.raises(StartError, match="nowhere"):
        Zonite(binary=tmp_path / "nowhere").start()


def test_a_server_that_hangs_is_ended(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    hangs = script(
        tmp_path,
        f"""
signal.signal(signal.SIGTERM, signal.SIG_DFL)
open({str(pid_file)!r}, "w").write(str(os.getpid()))
print("still thinking", file=sys.stderr, flush=True)
time.sleep(600)
""",
    )
    with pytest.raises(StartError) as raised:
        Zonite(binary=hangs, start_timeout=3).start()
    assert str(raised.value) == "zonite was not ready within 3 seconds\nstill thinking"
    assert not runs(int(pid_file.read_text()))


def test_a_server_that_says_much_does_not_block(lab: Path, tmp_path: Path) -> None:
    loud = script(
        tmp_path,
        """
sys.stderr.write("x" * 1_000_000)
sys.stderr.flush()
ready = sys.argv[sys.argv.index("--ready-file") + 1]
open(ready + ".new", "w").write('{"hub": "127.0.0.1:5300", "six": "[::1]:5301"}')
os.rename(ready + ".new", ready)
time.sleep(600)
""",
    )
    with Zonite(lab, binary=loud) as zonite:
        assert len(zonite.log) == 1_000_000
        assert zonite.address("six") == ("::1", 5301)


MARKED = """
import pytest

@pytest.mark.zonite("lab.toml")
def test_marked(zonite):
    open("pids", "a").write(f"{zonite.pid}\\n")
    answer = zonite.resolver("hub").resolve("app.corp.example")
    assert [record.address for record in answer] == ["10.0.0.9"]
"""


def test_the_marker_names_a_file_beside_the_test(pytester: pytest.Pytester) -> None:
    pytester.mkdir("sub")
    pytester.makefile(".toml", **{"sub/lab": LAB})
    pytester.makepyfile(**{"sub/test_marked": MARKED})
    pytester.runpytest_subprocess("--strict-markers").assert_outcomes(passed=1)


def test_the_ini_option_names_a_file_beside_the_ini_file(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", lab=LAB)
    pytester.makeini("[pytest]\nzonite_config = lab.toml\n")
    pytester.makepyfile("def test_ini(zonite):\n    assert zonite.listeners[0] == 'hub'\n")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_wrong_configuration_fails_the_test_with_its_mistakes(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", lab='[[virtual_network]]\nnam = "hub"\n')
    pytester.makepyfile(MARKED)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["zonite ended with exit code 2", "*lab.toml:2:1: error: virtual_network.nam: *"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_marker_without_a_file_says_what_to_write(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.zonite\ndef test_bare(zonite):\n    pass\n")
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['*write @pytest.mark.zonite("lab.toml"), with one file*'])


@pytest.mark.parametrize("way", ["assert False", "raise KeyboardInterrupt", "import sys; sys.exit(3)"])
def test_nothing_is_left_behind_by_a_test_that_ends_badly(pytester: pytest.Pytester, way: str) -> None:
    pytester.makefile(".toml", lab=LAB)
    pytester.makepyfile(f"{MARKED}    {way}\n")
    result = pytester.runpytest_subprocess()
    assert result.ret != 0
    pids = Path(pytester.path, "pids").read_text().split()
    assert len(pids) == 1
    assert not runs(int(pids[0]))


README = Path(__file__).parent.parent / "README.md"
EXAMPLE_LAB = README.parent.parent.parent / "examples" / "lab.toml"


def test_the_code_of_the_readme_works(pytester: pytest.Pytester) -> None:
    marked, scoped = [part.split("```")[0] for part in README.read_text().split("```python\n")[1:]]
    pytester.makefile(".toml", lab=EXAMPLE_LAB.read_text())
    pytester.makeconftest(scoped)
    pytester.makepyfile(f"{marked}\ndef test_lab(lab):\n    assert 'spoke' in lab.listeners\n")
    pytester.runpytest_subprocess("--strict-markers").assert_outcomes(passed=2)


def test_the_log_is_shown_with_a_test_that_fails(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", lab=LAB)
    pytester.makepyfile(f"{MARKED}    import os, signal; os.kill(zonite.pid, signal.SIGUSR1)\n    assert False\n")
    result = pytester.runpytest_subprocess()
    result.stdout.fnmatch_lines(["*Captured stderr teardown*"])


def test_servers_end_with_the_process_that_forgot_them(lab: Path) -> None:
    forgets = f"from zonite_pytest import Zonite; print(Zonite({str(lab)!r}).start().pid)"
    out = subprocess.run([sys.executable, "-c", forgets], capture_output=True, text=True, check=True)
    assert not runs(int(out.stdout))
