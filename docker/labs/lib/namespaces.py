"""Plays a lab without Docker, from the same files: a network namespace for each container, a bridge for each network.

Needs root, iproute2, PyYAML, the servers of the lab (named, unbound, dnsmasq) and a built zonite. What a compose file
says beyond command, volumes, networks, healthcheck and labels is not looked at.
"""

import ipaddress
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from engine import PATIENCE, ROOT, CannotRun, Client, capture

PREFIX = "zl-"
SWITCH = PREFIX + "switch"
# Kernel names of interfaces hold 15 octets.
LONGEST_INTERFACE = 15
# The program lies at /zonite, as in the image.
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/"}


class Namespaces:
    """Network namespaces, with mounts of their own."""

    title = "network namespaces"

    def __init__(self):
        self.services, self.networks = {}, {}
        self.processes = {}
        self.scratch = None

    def prepare(self):
        """Finds what is needed."""
        missing = [name for name in ("ip", "unshare", "named", "unbound", "dnsmasq", "dig") if not find(name)]
        if os.geteuid() != 0:
            raise CannotRun("network namespaces need root; run this as root, or start Docker")
        if missing:
            raise CannotRun(f"{', '.join(missing)} missing; on Debian: apt-get install iproute2 bind9 bind9-dnsutils unbound dnsmasq-base")
        try:
            import yaml  # noqa: F401
        except ImportError:
            raise CannotRun("PyYAML is missing; on Debian: apt-get install python3-yaml") from None
        self.zonite = program()

    def up(self, lab, trap):
        """Starts a lab; a trap is a folder whose compose.yaml overrides the lab's."""
        self.down()
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="zonite-lab-"))
        self.services, self.networks = read(lab, trap)
        self.ip("netns", "add", SWITCH)
        for index, name in enumerate(self.networks):
            self.ip("-n", SWITCH, "link", "add", f"br{index}", "type", "bridge")
            self.ip("-n", SWITCH, "link", "set", f"br{index}", "up")
        for index, (name, service) in enumerate(self.services.items()):
            self.plug(index, name, service)
            self.furnish(name)
        for name in in_order(self.services):
            self.start(lab, name)

    def plug(self, index, name, service):
        """Makes a service's namespace, with an interface in each of its networks."""
        namespace = PREFIX + name
        self.ip("netns", "add", namespace)
        self.ip("-n", namespace, "link", "set", "lo", "up")
        for at, (network, options) in enumerate(service["networks"].items()):
            bridge = list(self.networks).index(network)
            inside, outside = f"eth{at}", f"s{index}-{at}"[:LONGEST_INTERFACE]
            self.ip("-n", SWITCH, "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", namespace)
            self.ip("-n", SWITCH, "link", "set", outside, "master", f"br{bridge}", "up")
            prefix = self.networks[network].prefixlen
            self.ip("-n", namespace, "address", "add", f"{options['ipv4_address']}/{prefix}", "dev", inside)
            self.ip("-n", namespace, "link", "set", inside, "up")

    def start(self, lab, name):
        """Runs a service's command, and waits until it is healthy."""
        service = self.services[name]
        command = service.get("command")
        if command is None or command[0] == "sleep":
            return
        if service["image"] == "zonite":
            command = ["/zonite", *command]
        log = open(self.scratch / f"{name}.log", "w")
        self.processes[name] = subprocess.Popen(
            self.inside(name, command), stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True, env=ENVIRONMENT,
        )
        check = service.get("healthcheck", {}).get("test")
        end = time.monotonic() + PATIENCE
        while check and self.run_in(name, check[1:])[0] != 0:
            if self.processes[name].poll() is not None or time.monotonic() > end:
                raise CannotRun(f"{name} does not get healthy; it said:\n{self.logs(name)}")

    def inside(self, name, command):
        """Returns the command that runs another one as in the service's container: same files, own network."""
        root = self.scratch / name
        mounts = [f"mount --rbind /{part} {root}/{part}" for part in self.parts]
        mounts += [f"mount --bind {source} {root}{target}" for source, target in self.services[name]["volumes"].items()]
        script = " && ".join([*mounts, f'exec chroot {root} "$@"'])
        unshared = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
        return ["ip", "netns", "exec", PREFIX + name, *unshared, *command]

    def furnish(self, name):
        """Makes the folder that becomes the root of a service: the machine's programs, a copy of /etc, and its volumes."""
        root = self.scratch / name
        root.mkdir()
        self.parts = []
        for entry in pathlib.Path("/").iterdir():
            if entry.is_symlink():
                (root / entry.name).symlink_to(os.readlink(entry))
            elif entry.name in ("bin", "dev", "lib", "lib64", "proc", "sbin", "sys", "usr", "var"):
                (root / entry.name).mkdir()
                self.parts.append(entry.name)
        subprocess.run(["cp", "-a", "/etc", root / "etc"], check=True, timeout=PATIENCE)
        (root / "tmp").mkdir(mode=0o1777)
        (root / "tmp").chmod(0o1777)
        shutil.copy(self.zonite, root / "zonite")
        for source, target in self.services[name]["volumes"].items():
            place = root / target.lstrip("/")
            place.unlink(missing_ok=True)
            (place if source.is_dir() else place.parent).mkdir(parents=True, exist_ok=True)
            if not source.is_dir():
                place.touch()

    def run_in(self, service, command):
        return capture(self.inside(service, command), PATIENCE, env=ENVIRONMENT)

    def clients(self):
        labels = {name: service.get("labels", {}).get("zonite.lab.network") for name, service in self.services.items()}
        return [Client(name, network) for name, network in sorted(labels.items()) if network]

    def logs(self, service):
        return (self.scratch / f"{service}.log").read_text()

    def down(self):
        """Ends what this run started, and removes its namespaces; also those of an earlier run."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)
        self.processes = {}
        for line in capture(["ip", "netns", "list"])[1].splitlines():
            if line.startswith(PREFIX):
                self.ip("netns", "delete", line.split()[0])
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch = None

    def how_to_look_around(self):
        raise CannotRun("--keep is for Docker; namespaces end with this run")

    @staticmethod
    def ip(*words):
        code, _, err = capture(["ip", *words])
        if code != 0:
            raise CannotRun(f"ip {' '.join(words)} failed: {err.strip()}")


def find(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def program():
    """Returns the newest zonite that was built here."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for pattern in ("release/zonite", "debug/zonite", "*/release/zonite") for path in target.glob(pattern)]
    if not built:
        raise CannotRun("zonite is not built; run: cargo build --release")
    return max(built, key=lambda path: path.stat().st_mtime)


def read(lab, trap):
    """Reads compose.yaml and the trap's override as Compose merges them."""
    import yaml

    base = yaml.safe_load((lab / "compose.yaml").read_text())
    over = yaml.safe_load((trap / "compose.yaml").read_text()) if trap else {}
    services = {name: normal(lab, service) for name, service in base["services"].items()}
    for name, service in over.get("services", {}).items():
        changed = normal(lab, service)
        targets = {target: source for source, target in services[name]["volumes"].items()}
        targets.update({target: source for source, target in changed.pop("volumes").items()})
        services[name]["volumes"] = {source: target for target, source in targets.items()}
        services[name]["networks"].update(changed.pop("networks"))
        services[name].update(changed)
    networks = {
        name: ipaddress.ip_network(network["ipam"]["config"][0]["subnet"]) for name, network in base["networks"].items()
    }
    return services, networks


def normal(lab, service):
    """Returns a service with its volumes as {source: target}."""
    volumes = {}
    for volume in service.get("volumes", []):
        source, target, *_ = volume.split(":")
        volumes[(lab / source).resolve()] = target
    return {**service, "volumes": volumes, "networks": dict(service.get("networks", {}))}


def in_order(services):
    """Returns the services' names, each after those that it depends on."""
    order = []

    def visit(name):
        for before in services[name].get("depends_on", {}):
            visit(before)
        if name not in order:
            order.append(name)

    for name in services:
        visit(name)
    return order
