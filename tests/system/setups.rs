//! The files that README.md shows under "Use it as your resolver", as they stand there, with the software they are for.
//!
//! Every set-up gives a program the private address of the registry, and a real name its real address.

use test_support::page;

use crate::internet::{Internet, RESOLVER};
use crate::namespace::{Daemon, Namespace};
use crate::{ZONITE, root};

/// A machine in front of the Internet, without a resolver yet.
struct Lab {
    namespace: Namespace,
    _internet: Internet,
}

impl Lab {
    fn new() -> Self {
        let namespace = Namespace::new();
        let internet = Internet::new(&namespace);
        namespace.folder.file("lookup.py", include_str!("programs/lookup.py"));
        let laptop = std::fs::read_to_string(root().join("config/laptop.toml")).expect("the configuration");
        namespace.folder.file("laptop.toml", &laptop);
        Self { namespace, _internet: internet }
    }

    /// Writes the only block of the README for a file, or one of several.
    fn write_shown(&self, file: &str, which: usize) {
        self.namespace.write(file, &shown(file, which));
    }

    /// Serves the laptop's configuration.
    fn serve(&self, listen: Option<&str>) -> Daemon {
        let moved: Vec<&str> = listen.iter().flat_map(|address| ["--listen", address]).collect();
        let arguments = [&["serve", "laptop.toml", "--query-log", "queries.json"][..], &moved].concat();
        let mut zonite = self.namespace.start(ZONITE, &arguments);
        let server = listen.unwrap_or("127.0.0.1:5300").replace(':', "#");
        self.namespace.until_it_answers(&server, &mut zonite);
        zonite
    }

    /// Asks as programs do, through the C library.
    fn look_up(&self, name: &str) -> String {
        let output = self.namespace.output("python3", &["lookup.py", name]);
        String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Checks that the machine's programs see the private address, and the real world.
    #[track_caller]
    fn check(&self) {
        for (name, want) in [
            ("myregistry.azurecr.io", "10.0.0.7"),
            ("fabrikam.azurecr.io", "198.51.100.90"),
            ("www.example.com", "198.51.100.80"),
            ("no.example.com", "EAI_NONAME"),
        ] {
            assert_eq!(self.look_up(name), want, "{name}");
        }
    }

    /// Returns the names that came to the program so far.
    fn asked(&self) -> String {
        std::fs::read_to_string(self.namespace.folder.path.join("queries.json")).unwrap_or_default()
    }
}

/// Returns a block of the README that names a file, counted from 0.
#[track_caller]
fn shown(file: &str, which: usize) -> String {
    let blocks = page::blocks(&root().join("README.md"));
    let mut of_file = blocks.iter().filter(|block| block.file() == Some(file));
    of_file.nth(which).unwrap_or_else(|| panic!("README.md shows no {file} number {which}")).text()
}

#[test]
fn resolv_conf_alone() {
    let lab = Lab::new();
    let laptop = std::fs::read_to_string(root().join("config/laptop.toml")).expect("the configuration");
    let upstream = format!("upstream = [\"{RESOLVER}\"]");
    assert!(laptop.contains("upstream = [\"system\"]"), "{laptop}");
    lab.namespace.folder.file("laptop.toml", &laptop.replace("upstream = [\"system\"]", &upstream));
    let _zonite = lab.serve(Some("127.0.0.1:53"));
    // The last one is for this alone; the one before it is the same.
    assert_eq!(shown("/etc/resolv.conf", 0), shown("/etc/resolv.conf", 1));
    lab.write_shown("/etc/resolv.conf", 1);
    lab.check();
    let online = ["query", "laptop.toml", "--from", "myVNet", "--online", "--short", "www.example.com"];
    assert_eq!(lab.namespace.run(ZONITE, &online), "198.51.100.80\n");
}

#[test]
fn the_system_s_resolvers_stay_known_when_resolv_conf_is_replaced_under_the_program() {
    let lab = Lab::new();
    lab.namespace.write("/etc/resolv.conf", &format!("nameserver {RESOLVER}\n"));
    let _zonite = lab.serve(Some("127.0.0.1:53"));
    lab.write_shown("/etc/resolv.conf", 1);
    lab.check();
}

#[test]
fn without_any_resolver_nothing_is_served_and_the_message_says_what_to_write() {
    let lab = Lab::new();
    for text in ["", "nameserver 127.0.0.1\n"] {
        lab.namespace.write("/etc/resolv.conf", text);
        let output = lab.namespace.output(ZONITE, &["serve", "laptop.toml", "--listen", "127.0.0.1:53"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("upstream = [\"192.0.2.53\"]"), "{told}");
    }
}

#[test]
fn a_reload_that_begins_to_want_the_system_s_resolvers_finds_them() {
    let lab = Lab::new();
    let laptop = lab.namespace.folder.path.join("laptop.toml");
    let open = std::fs::read_to_string(&laptop).expect("the configuration");
    std::fs::write(&laptop, open.replace("upstream = [\"system\"]", "")).expect("a file");
    lab.namespace.write("/etc/resolv.conf", "");
    let mut zonite = lab.serve(Some("127.0.0.1:53"));
    let ask = || lab.namespace.dig("127.0.0.1", &["www.example.com"]).unwrap_or_default();
    assert!(ask().contains("NXDOMAIN"), "a closed world");
    std::fs::write(&laptop, &open).expect("a file");
    let told = "has none that can be asked";
    let log = zonite.log_file();
    lab.namespace.until("it is refused", &mut zonite, || log.text().contains(told));
    assert!(log.text().contains("the old configuration is still served"), "{}", log.text());
    assert!(ask().contains("NXDOMAIN"), "still closed");
    lab.namespace.write("/etc/resolv.conf", &format!("nameserver {RESOLVER}\n"));
    std::fs::write(&laptop, format!("{open}\n")).expect("a file");
    lab.namespace.until("it is open", &mut zonite, || ask().contains("198.51.100.80"));
    std::fs::write(&laptop, open.replace("upstream = [\"system\"]", "")).expect("a file");
    lab.namespace.until("it is closed again", &mut zonite, || ask().contains("NXDOMAIN"));
}

/// Puts systemd-resolved in front of a network that has the provider's resolver, as systemd-networkd would tell it.
fn systemd_resolved(lab: &Lab, drop_in: usize) -> Daemon {
    lab.write_shown("/etc/systemd/resolved.conf.d/zonite.conf", drop_in);
    lab.namespace.write("/etc/resolv.conf", "nameserver 127.0.0.53\n");
    let index = lab.namespace.run("cat", &["/sys/class/net/eth0/ifindex"]);
    let link = format!("ADMIN_STATE=configured\nOPER_STATE=routable\nDNS={RESOLVER}\nLLMNR=no\nMDNS=no\n");
    lab.namespace.write(&format!("/run/systemd/netif/links/{}", index.trim()), &link);
    lab.namespace.write("/run/systemd/netif/state", "OPER_STATE=routable\n");
    lab.namespace.start_systemd_resolved()
}

#[test]
fn systemd_resolved_asks_for_everything() {
    let lab = Lab::new();
    let _resolved = systemd_resolved(&lab, 0);
    let _zonite = lab.serve(None);
    lab.check();
    assert!(lab.asked().contains("www.example.com"), "{}", lab.asked());
}

#[test]
fn systemd_resolved_asks_for_the_registries() {
    let lab = Lab::new();
    let _resolved = systemd_resolved(&lab, 1);
    let _zonite = lab.serve(None);
    lab.check();
    // Other names come too: it asks all its servers at once where no domain says which.
    for name in ["myregistry.azurecr.io", "www.example.com"] {
        assert!(lab.asked().contains(name), "{name}: {}", lab.asked());
    }
}

/// What every machine with D-Bus has, but anybody may do anything.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>"#;

/// Puts NetworkManager in charge of a network that has the provider's resolver; the README's files are there already.
fn network_manager(lab: &Lab) -> [Daemon; 2] {
    let machine = &lab.namespace;
    machine.write("/run/bus.conf", BUS);
    machine.run("mkdir", &["-p", "/run/dbus", "/run/NetworkManager"]);
    machine.run("mount", &["-t", "tmpfs", "tmpfs", "/var/lib"]);
    // It would not touch an interface that somebody else has set up.
    machine.run("ip", &["address", "flush", "dev", "eth0"]);
    machine.run("ip", &["link", "set", "eth0", "down"]);
    let mut bus = machine.start("dbus-daemon", &["--config-file=/run/bus.conf", "--nofork", "--nopidfile"]);
    machine.until("D-Bus", &mut bus, || {
        machine.output("test", &["-S", "/run/dbus/system_bus_socket"]).status.success()
    });
    // There is no udev that would tell it about the interface, and no polkit.
    let settings = "[main]\nauth-polkit=false\nno-auto-default=*\nrc-manager=symlink\n[device]\nmatch-device=interface-name:eth0\nmanaged=1\n";
    machine.write("/etc/NetworkManager/NetworkManager.conf", settings);
    let network = format!(
        "[connection]\nid=home\ntype=ethernet\ninterface-name=eth0\n[ethernet]\n[ipv4]\nmethod=manual\n\
         address1=192.0.2.2/24,192.0.2.1\ndns={RESOLVER};\n[ipv6]\nmethod=disabled\n"
    );
    machine.write("/etc/NetworkManager/system-connections/home.nmconnection", &network);
    machine.run("chmod", &["600", "/etc/NetworkManager/system-connections/home.nmconnection"]);
    let manager = start_manager(lab);
    [bus, manager]
}

/// Starts NetworkManager, and waits until it has the network's servers.
fn start_manager(lab: &Lab) -> Daemon {
    let machine = &lab.namespace;
    let mut manager = machine.start("NetworkManager", &["--debug"]);
    machine.until("NetworkManager", &mut manager, || {
        machine.read("/run/NetworkManager/no-stub-resolv.conf").contains(RESOLVER)
    });
    manager
}

/// Undoes a set-up as the README says; afterwards the machine asks the provider's resolver again.
fn undo(lab: &Lab, mut manager: Daemon) {
    let machine = &lab.namespace;
    machine.run("sh", &["-c", "rm /etc/NetworkManager/*/zonite.conf && kill $(pidof NetworkManager)"]);
    manager.wait();
    let mut manager = start_manager(lab);
    machine.until("resolv.conf", &mut manager, || machine.read("/etc/resolv.conf").contains(RESOLVER));
    assert_eq!(lab.look_up("www.example.com"), "198.51.100.80");
    assert_eq!(lab.look_up("myregistry.azurecr.io"), "EAI_NONAME", "nothing is simulated any more");
}

#[test]
fn networkmanagers_dnsmasq_asks_for_the_registries() {
    let lab = Lab::new();
    lab.write_shown("/etc/NetworkManager/conf.d/zonite.conf", 0);
    lab.write_shown("/etc/NetworkManager/dnsmasq.d/zonite.conf", 0);
    let [_bus, mut manager] = network_manager(&lab);
    lab.namespace.until("its dnsmasq", &mut manager, || {
        lab.namespace.read("/etc/resolv.conf").contains("nameserver 127.0.0.1")
            && lab.namespace.dig("127.0.0.1", &["+time=1", "."]).is_some()
    });
    let zonite = lab.serve(None);
    lab.check();
    assert!(
        lab.asked().contains("myregistry.azurecr.io") && !lab.asked().contains("www.example.com"),
        "{}",
        lab.asked()
    );
    // Behind the stub, it has found what NetworkManager itself goes by.
    assert!(zonite.log().contains("no-stub-resolv.conf"), "{}", zonite.log());
    undo(&lab, manager);
}

#[test]
fn networkmanager_leaves_resolv_conf_alone() {
    let lab = Lab::new();
    lab.write_shown("/etc/NetworkManager/conf.d/zonite.conf", 1);
    lab.write_shown("/etc/resolv.conf", 0);
    let [_bus, manager] = network_manager(&lab);
    let zonite = lab.serve(Some("127.0.0.1:53"));
    lab.check();
    assert_eq!(lab.namespace.read("/etc/resolv.conf"), shown("/etc/resolv.conf", 0), "{}", zonite.log());
    assert!(lab.asked().contains("www.example.com"), "{}", lab.asked());
    undo(&lab, manager);
}

/// A Docker engine of its own, with an image that can ask. It has the network 172.17.0.0/16.
struct Docker {
    _engine: Daemon,
    _zonite: Daemon,
}

impl Docker {
    fn new(lab: &Lab) -> Self {
        let machine = &lab.namespace;
        // No rules for packets: containers reach the bridge's address without any, and nothing else is there.
        let data = machine.folder.path.join("docker");
        // Where the kernel has control groups of version 2 only, the engine wants to see them.
        machine.run(
            "sh",
            &["-c", "mount -o remount,rw /sys; mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null || true"],
        );
        let mut engine = machine.start(
            "dockerd",
            &[
                "--data-root",
                data.to_str().expect("a path"),
                "--exec-root=/run/docker",
                "--pidfile=/run/docker.pid",
                "--host=unix:///run/docker.sock",
                "--iptables=false",
                "--ip6tables=false",
                "--ip-masq=false",
                "--storage-driver=vfs",
            ],
        );
        machine.until("Docker", &mut engine, || machine.output("docker", &["version"]).status.success());
        machine.run(
            "sh",
            &[
                "-c",
                "mkdir -p image/bin && cp \"$(command -v busybox)\" image/bin/ && cd image/bin && \
            ln -s busybox nslookup && ln -s busybox cat && tar -C .. -c . | docker import - busybox",
            ],
        );
        let resolver = format!("upstream = [\"{RESOLVER}\"]");
        let laptop = std::fs::read_to_string(root().join("config/laptop.toml")).expect("the configuration");
        machine.folder.file("laptop.toml", &laptop.replace("upstream = [\"system\"]", &resolver));
        let _zonite = lab.serve(Some("172.17.0.1:53"));
        Self { _engine: engine, _zonite }
    }
}

/// Checks what `nslookup` printed.
#[track_caller]
fn check_nslookup(text: &str) {
    assert!(text.contains("10.0.0.7"), "{text}");
}

const ASK: [&str; 3] = ["busybox", "nslookup", "myregistry.azurecr.io"];

#[test]
fn docker_run_and_compose_and_a_dev_container() {
    let lab = Lab::new();
    lab.namespace.write("/etc/docker/daemon.json", "{}");
    let _docker = Docker::new(&lab);
    let machine = &lab.namespace;
    check_nslookup(&machine.run("docker", &[&["run", "--rm", "--dns", "172.17.0.1"][..], &ASK].concat()));
    let real = machine
        .run("docker", &["run", "--rm", "--dns", "172.17.0.1", "busybox", "nslookup", "www.example.com"]);
    assert!(real.contains("198.51.100.80"), "{real}");
    machine.folder.file("compose.yaml", &shown("compose.yaml", 0));
    check_nslookup(&machine.run("docker-compose", &["up", "--no-color"]));
    let container: serde_json::Value =
        serde_json::from_str(&shown(".devcontainer/devcontainer.json", 0)).expect("JSON");
    let arguments: Vec<&str> =
        container["runArgs"].as_array().expect("a list").iter().filter_map(|word| word.as_str()).collect();
    assert_eq!(container["image"], ASK[0]);
    check_nslookup(&machine.run("docker", &[&["run", "--rm"][..], &arguments, &ASK].concat()));
}

#[test]
fn docker_for_all_containers() {
    let lab = Lab::new();
    lab.write_shown("/etc/docker/daemon.json", 0);
    let _docker = Docker::new(&lab);
    check_nslookup(&lab.namespace.run("docker", &[&["run", "--rm"][..], &ASK].concat()));
    check_nslookup(
        &lab.namespace.run("docker", &[&["run", "--rm", "--network", "bridge"][..], &ASK].concat()),
    );
}
