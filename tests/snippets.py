"""The pipelines of examples/ci: valid, and their lines do what they say. Run by tests/examples, with the program in $ZONITE_BIN."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / "examples" / "ci"
SCHEMAS = {
    "github.yml": "vendor.github-workflows",
    "gitlab.yml": "vendor.gitlab-ci",
    "azure-pipelines.yml": "vendor.azure-pipelines",
}
#: What stands for the programs that reach the outside: it notes its words.
STUB = '#!/bin/sh\necho "$(basename "$0")" "$@" >>"$STUB_LOG"\n'


class Line(NamedTuple):
    """Some shell of a pipeline, and whether it runs after others have failed."""

    shell: str
    runs_always: bool


class Done(NamedTuple):
    """What became of a pipeline."""

    failed: list[str]
    output: str
    folder: Path


def lines_of(name: str) -> list[Line]:
    """Return the shell of a pipeline, in its order."""
    pipeline = yaml.safe_load((CI / name).read_text(encoding="utf-8"))
    if name == "gitlab.yml":
        job = pipeline["dns"]
        # One shell for both, as GitLab runs them: the first that fails is the last.
        first = Line("set -e\n" + "\n".join(job["before_script"] + job["script"]), False)
        return [first, *(Line(shell, True) for shell in job["after_script"])]
    steps = pipeline["jobs"]["dns"]["steps"] if name == "github.yml" else pipeline["jobs"][0]["steps"]
    shells = [(step.get("run") or step.get("bash"), str(step.get("if") or step.get("condition"))) for step in steps]
    return [Line(shell, "cancelled()" in when or "succeededOrFailed()" in when) for shell, when in shells if shell]


def repository(folder: Path, expectations: str) -> Path:
    """Write somebody's repository: the configuration of the example, and what is expected of it."""
    dns = folder / "repository" / "dns"
    shutil.copytree(CI / "dns", dns)
    (dns / "tests" / "contoso.toml").write_text(expectations, encoding="utf-8")
    return folder / "repository"


def run(name: str, folder: Path, expectations: str, *, is_installed: bool = True) -> Done:
    """Run every line as the pipeline would."""
    here = repository(folder, expectations)
    programs = folder / "programs"
    programs.mkdir()
    for stub in ["cargo", "gh", "curl"]:
        (programs / stub).write_text(STUB)
        (programs / stub).chmod(stat.S_IRWXU)
    if is_installed:
        (programs / "zonite").symlink_to(Path(os.environ["ZONITE_BIN"]).resolve())
    environment = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(folder),
        "STUB_LOG": str(folder / "stubs.log"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "PULL_REQUEST": "https://git.example/contoso/dns/pull/7",
        "ZONITE_REPOSITORY": "https://git.example/zonite.git",
        "NOTES_TOKEN": "secret",
        "CI_API_V4_URL": "https://git.example/api/v4",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
    }
    # Azure Pipelines does not stop a script at its first failure.
    options = [] if name == "azure-pipelines.yml" else ["-e"]
    failed: list[str] = []
    output = ""
    for shell, runs_always in lines_of(name):
        if failed and not runs_always:
            continue
        ran = subprocess.run(
            ["bash", *options, "-c", shell],
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        output += ran.stdout
        if ran.returncode != 0:
            failed.append(shell)
    return Done(failed, output, folder)


def written(folder: Path, name: str) -> str:
    path = folder / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


GOOD = (CI / "dns" / "tests" / "contoso.toml").read_text(encoding="utf-8")
WRONG = GOOD.replace('"10.1.0.5"', '"10.1.0.99"')


def check_posted(name: str, done: Done) -> None:
    """Check that the matrix is where the pipeline's people look."""
    matrix = written(done.folder, "repository/matrix.md")
    assert "| `contoso.azurecr.io` |" in matrix, matrix
    stubs = written(done.folder, "stubs.log")
    if name == "github.yml":
        assert written(done.folder, "summary.md") == matrix
        asked = "gh pr comment https://git.example/contoso/dns/pull/7 --edit-last --create-if-none --body-file matrix.md"
        assert stubs.splitlines() == [asked]
    elif name == "gitlab.yml":
        assert "--data-urlencode body@matrix.md https://git.example/api/v4/projects/1/merge_requests/7/notes" in stubs
    else:
        assert f"##vso[task.uploadsummary]{done.folder}/repository/matrix.md" in done.output
        assert stubs == ""


def failures(done: Done) -> int:
    """Count the failures that a reader of the results sees."""
    suites = ElementTree.parse(done.folder / "repository" / "junit.xml").getroot()
    assert len(list(suites.iter("testcase"))) == 3
    return len(list(suites.iter("failure")))


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_a_pipeline_is_what_its_service_accepts(name: str, schema: str) -> None:
    # Azure's schema has patterns that are not of the stricter kind.
    words = ["check-jsonschema", "--regex-variant", "nonunicode", "--builtin-schema", schema, str(CI / name)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_pipeline_of_the_folder_is_tested() -> None:
    assert {path.name for path in CI.glob("*.yml")} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_pull_request_that_changes_nothing_passes_and_has_its_matrix(name: str, tmp_path: Path) -> None:
    done = run(name, tmp_path, GOOD)
    assert done.failed == [], done.output
    assert failures(done) == 0
    check_posted(name, done)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_pull_request_that_breaks_an_expectation_fails_and_has_its_matrix(name: str, tmp_path: Path) -> None:
    done = run(name, tmp_path, WRONG)
    assert len(done.failed) == 1 and "zonite test" in done.failed[0], done.output
    assert "10.1.0.99" in done.output, "the log says what was expected"
    assert failures(done) == 1
    check_posted(name, done)


@pytest.mark.parametrize("name", SCHEMAS)
def test_expectations_that_cannot_be_read_fail_and_nothing_is_posted(name: str, tmp_path: Path) -> None:
    done = run(name, tmp_path, GOOD.replace("query", "qeury"))
    assert len(done.failed) == 1 and "zonite test" in done.failed[0], done.output
    assert written(tmp_path, "stubs.log") == "" and written(tmp_path, "summary.md") == ""
    assert "uploadsummary" not in done.output


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_the_pipeline_names_is_there_to_be_installed(name: str, tmp_path: Path) -> None:
    done = run(name, tmp_path, GOOD, is_installed=False)
    installs = written(tmp_path, "stubs.log").splitlines()[0].split()
    assert installs[:3] == ["cargo", "install", "--locked"]
    assert installs[installs.index("--git") + 1] == "https://git.example/zonite.git"
    assert installs[-1] == "zonite" and (ROOT / "crates" / installs[-1] / "src" / "main.rs").exists()
    assert done.failed, "the stub has installed nothing"
