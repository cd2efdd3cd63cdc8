"""What plays the containers of a lab: Docker where it answers, else network namespaces."""

import collections
import json
import pathlib
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROJECT = "zonite-lab"
# Seconds that one step may take; making the images is given more.
PATIENCE, PATIENCE_TO_BUILD = 60, 900
# Seconds to wait before each try to remove a network.
WAITS = (0, 0.2, 0.5, 1, 2, 4)

Client = collections.namedtuple("Client", "name network")


class CannotRun(Exception):
    """What is in the way, and what to do about it."""


def capture(command, timeout=PATIENCE, **options):
    """Runs a command to its end; returns its exit code and what it said."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, **options)
    return done.returncode, done.stdout, done.stderr


def choose(wanted=None):
    """Returns the engine asked for, or the first that can play."""
    if wanted != "namespaces":
        problem = Docker.problem()
        if problem is None:
            return Docker()
        if wanted == "docker":
            raise CannotRun(problem)
        print(f"Docker cannot play the labs ({problem}); network namespaces do, from the same files.", flush=True)
    from namespaces import Namespaces

    return Namespaces()


class Docker:
    """Docker with Compose."""

    title = "Docker"

    def __init__(self):
        self.compose = self.find_compose()
        self.files = []
        self.folder = None

    @staticmethod
    def find_compose():
        if shutil.which("docker") and capture(["docker", "compose", "version"])[0] == 0:
            return ["docker", "compose"]
        return ["docker-compose"] if shutil.which("docker-compose") else None

    @classmethod
    def problem(cls):
        """Returns why Docker cannot play; None when it can."""
        if not shutil.which("docker"):
            return "there is no docker command"
        code, _, err = capture(["docker", "version", "--format", "{{.Server.Version}}"])
        if code != 0:
            return err.strip().splitlines()[-1] if err.strip() else "the Docker engine does not answer"
        return None if cls.find_compose() else "there is neither docker compose nor docker-compose"

    def prepare(self):
        """Makes the images that are not there yet."""
        if not self.has("zonite"):
            print("Making the image zonite (minutes, once)", flush=True)
            self.step([ROOT / "docker" / "build-image"], PATIENCE_TO_BUILD)
        # Always: it holds a copy of the program, and costs nothing when nothing has changed.
        if not self.has("debian:bookworm-slim") and capture(["docker", "pull", "debian:bookworm-slim"], 120)[0] != 0:
            print("Making the image debian:bookworm-slim from packages (a minute, once)", flush=True)
            self.step([ROOT / "docker" / "labs" / "base-image"], PATIENCE_TO_BUILD)
        self.step(["docker", "build", "--quiet", "--tag", "zonite-lab", ROOT / "docker" / "labs" / "tools"], PATIENCE_TO_BUILD)

    @staticmethod
    def has(image):
        return capture(["docker", "image", "inspect", image])[0] == 0

    def step(self, command, timeout=PATIENCE):
        """Runs a command that must succeed; returns what it printed."""
        code, out, err = capture(command, timeout)
        if code == 0:
            return out
        said = (err.strip() or out.strip())
        if "Pool overlaps" in said:
            raise CannotRun(
                "a network of this lab exists already, of another lab or of something else here. "
                "One lab at a time: docker/labs/run --down, then look at: docker network ls"
            )
        raise CannotRun(f"{' '.join(map(str, command))} failed:\n{said}")

    def composed(self, *words):
        files = [word for file in self.files for word in ("-f", str(file))]
        return [*self.compose, "--project-name", PROJECT, *files, *words]

    def up(self, lab, trap):
        """Starts a lab; a trap is a folder whose compose.yaml overrides the lab's."""
        self.folder = lab
        self.files = [folder / "compose.yaml" for folder in (lab, trap) if folder]
        self.down()
        try:
            self.step(self.composed("up", "--detach"), PATIENCE)
        except CannotRun:
            self.down()
            raise

    def down(self):
        """Stops whatever lab is up, also one that an earlier run left."""
        containers = capture(["docker", "ps", "-aq", "--filter", f"label=com.docker.compose.project={PROJECT}"])[1].split()
        if containers:
            self.step(["docker", "rm", "--force", "--volumes", *containers])
        networks = capture(["docker", "network", "ls", "-q", "--filter", f"label=com.docker.compose.project={PROJECT}"])[1].split()
        for network in networks:
            self.remove_network(network)

    def remove_network(self, network):
        """Removes a network. An engine may count a container that has just been removed as connected for a while, or for good."""
        for wait in WAITS:
            time.sleep(wait)
            code, _, err = capture(["docker", "network", "rm", network])
            if code == 0 or "active endpoints" not in err:
                break
            form = "{{range .Containers}}{{println .Name}}{{end}}"
            for name in capture(["docker", "network", "inspect", "--format", form, network])[1].split():
                capture(["docker", "network", "disconnect", "--force", network, name])
        if code != 0 and "not found" not in err:
            raise CannotRun(f"the network {network} of a lab that ended is still there; docker network rm says:\n{err.strip()}")

    def clients(self):
        """Returns the containers that stand for somebody who asks."""
        form = '{{.Label "com.docker.compose.service"}} {{.Label "zonite.lab.network"}}'
        out = self.step(["docker", "ps", "--filter", f"label=com.docker.compose.project={PROJECT}", "--format", form])
        pairs = sorted(line.split() for line in out.splitlines())
        return [Client(*pair) for pair in pairs if len(pair) == 2]

    def run_in(self, service, command):
        return capture([*self.composed("exec", "-T", service), *command])

    def logs(self, service):
        code, out, err = capture(self.composed("logs", "--no-color", service))
        return out + err

    def how_to_look_around(self):
        words = " ".join(map(str, self.composed("exec")))
        return f"It is up. Look around:  {words} CLIENT dig NAME\nStop it:               docker/labs/run --down"
