//! A machine of its own: network, mounts and processes that nobody outside sees and that end with the value.
//!
//! Nothing that runs in one can reach the outside: its cable ends in a second network namespace, the street, where
//! 198.51.100.1 and 198.51.100.53 are. Its `/etc` can be written to, its `/run` is empty.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use test_support::program::Folder;

use crate::root;

/// Makes the machine, says so, and stays until nobody holds its standard input any more.
const SET_UP: &str = r#"
set -e
mount -t tmpfs tmpfs /run
mkdir /run/changes /run/work /run/lock
mount -t overlay overlay -o "lowerdir=$0/etc:/etc,upperdir=/run/changes,workdir=/run/work" /etc
mount -t overlay overlay -o "lowerdir=$0/usr:/usr" /usr
rm -f /etc/resolv.conf /etc/hosts
printf '127.0.0.1 localhost\n' >/etc/hosts
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >/etc/nsswitch.conf
mount -t sysfs -o ro sysfs /sys
ip link set lo up
ip netns add street
ip link add eth0 type veth peer name eth0 netns street
ip link set eth0 up
ip address add 192.0.2.2/24 dev eth0
ip -n street link set lo up
ip -n street link set eth0 up
ip -n street address add 192.0.2.1/24 dev eth0
ip -n street address add 198.51.100.1/32 dev lo
ip -n street address add 198.51.100.53/32 dev lo
ip route add default via 192.0.2.1
echo made
read -r _ || true
"#;

/// How long a condition is looked at before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);
/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// A machine of its own.
pub(crate) struct Namespace {
    holder: Child,
    /// Its first process, by the number that it has outside.
    first: String,
    _stdin: ChildStdin,
    _stdout: BufReader<ChildStdout>,
    /// For files, seen from inside and outside.
    pub(crate) folder: Folder,
}

impl Namespace {
    /// Makes one. Without the right to, the test fails and says what it needs.
    pub(crate) fn new() -> Self {
        let mut holder = Command::new("unshare")
            .args(["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", SET_UP])
            .arg(unpacked())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare of util-linux");
        let stdin = holder.stdin.take().expect("a pipe");
        let mut stdout = BufReader::new(holder.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        assert_eq!(
            line, "made\n",
            "these tests make network namespaces, which takes root and the right to mount (what failed stands above); \
             run them as root, in a container with --privileged"
        );
        let children = format!("/proc/{0}/task/{0}/children", holder.id());
        let first = std::fs::read_to_string(children).expect("its children").trim().to_owned();
        Self { holder, first, _stdin: stdin, _stdout: stdout, folder: Folder::new() }
    }

    /// Returns a command that runs inside, in the namespace's folder.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new("nsenter");
        command
            .args(["--target", &self.first, "--net", "--mount", "--pid"])
            .arg(format!("--wd={}", self.folder.path.display()));
        command.arg("--").arg(program.as_ref()).env_remove("ZONITE_CONFIG").stdin(Stdio::null());
        command
    }

    /// Runs a program to its end; it must be there.
    pub(crate) fn output(&self, program: &str, args: &[&str]) -> Output {
        let output = self.command(program).args(args).output();
        output.unwrap_or_else(|error| panic!("{program}: {error}; tests/run installs what is missing"))
    }

    /// Runs a program that must succeed; returns what it printed.
    pub(crate) fn run(&self, program: &str, args: &[&str]) -> String {
        let output = self.output(program, args);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {args:?}: {}\n{text}{errors}", output.status);
        text
    }

    /// Writes a file of the machine: below `/etc` or `/run`.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let shared = self.folder.file("written", text);
        let folder = Path::new(path).parent().expect("a folder").to_string_lossy().into_owned();
        self.run("mkdir", &["-p", &folder]);
        self.run("rm", &["-f", path]);
        self.run("cp", &["--no-preserve=all", shared.to_str().expect("a path"), path]);
    }

    /// Reads a file of the machine; one that is not there is empty.
    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&self.output("cat", &[path]).stdout).into_owned()
    }

    /// Starts a program that stays until the value goes. What it prints goes to a file.
    pub(crate) fn start(&self, program: impl AsRef<Path>, args: &[&str]) -> Daemon {
        let program = program.as_ref();
        let name = program.file_name().expect("a name").to_string_lossy().into_owned();
        let log = (0..).map(|n| self.folder.path.join(format!("{name}-{n}.log"))).find(|path| !path.exists());
        let log = log.expect("a name that nobody has");
        let file = std::fs::File::create(&log).expect("a file");
        let child = self
            .command(program)
            .args(args)
            .stdout(file.try_clone().expect("a handle"))
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{}: {error}; tests/run installs what is missing", program.display())
            });
        Daemon { child, log: Log(log) }
    }

    /// Does the same in the street.
    pub(crate) fn start_outside(&self, program: &str, args: &[&str]) -> Daemon {
        self.start("ip", &[&["netns", "exec", "street", program], args].concat())
    }

    /// Looks until a condition holds.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, daemon: &mut Daemon, mut holds: impl FnMut() -> bool) {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if holds() {
                return;
            }
            if let Some(status) = daemon.child.try_wait().expect("a process") {
                panic!("{what}: it ended with {status}:\n{}", daemon.log());
            }
            std::thread::sleep(PAUSE);
        }
        panic!("{what}: not after {PATIENCE:?}:\n{}", daemon.log());
    }

    /// Asks a server until it answers.
    #[track_caller]
    pub(crate) fn until_it_answers(&self, server: &str, daemon: &mut Daemon) {
        self.until(&format!("{server} answers"), daemon, || {
            self.dig(server, &["+time=1", "+tries=1", ".", "NS"]).is_some()
        });
    }

    /// Starts systemd-resolved with the configuration that the machine has, and waits for its stub.
    pub(crate) fn start_systemd_resolved(&self) -> Daemon {
        // What systemd would do in front of it.
        self.run("sh", &["-c", "id -u systemd-resolve >/dev/null 2>&1 || { \
            echo 'systemd-resolve:x:990:990::/:/usr/sbin/nologin' >>/etc/passwd; echo 'systemd-resolve:x:990:' >>/etc/group; }
            install -d -o systemd-resolve -g systemd-resolve /run/systemd/resolve"]);
        let mut daemon = self.start("/usr/lib/systemd/systemd-resolved", &[]);
        self.until_it_answers("127.0.0.53", &mut daemon);
        daemon
    }

    /// Asks with dig; returns what it printed, or `None` when nobody answered.
    pub(crate) fn dig(&self, server: &str, args: &[&str]) -> Option<String> {
        let (address, port) = server.split_once('#').unwrap_or((server, "53"));
        let output = self.command("dig").arg(format!("@{address}")).args(["-p", port]).args(args).output();
        let output = output.expect("dig; tests/run installs it");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // Its first process goes with it, and with that one everything else inside.
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Returns where `tests/system/fetch` has put servers that are unpacked and not installed.
fn unpacked() -> PathBuf {
    let root = root().join("target/resolvers");
    assert!(
        root.join("complete").exists(),
        "{root:?} is not there; tests/system/fetch, which tests/run calls, makes it"
    );
    root.join("root")
}

/// A program that runs in a namespace; ended when the value goes.
pub(crate) struct Daemon {
    child: Child,
    log: Log,
}

/// What a program prints.
#[derive(Clone)]
pub(crate) struct Log(PathBuf);

impl Daemon {
    /// Returns what it has printed so far.
    pub(crate) fn log(&self) -> String {
        self.log.text()
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) {
        self.child.wait().expect("it ends");
    }

    /// Returns what can be read while something else has the program.
    pub(crate) fn log_file(&self) -> Log {
        self.log.clone()
    }
}

impl Log {
    /// Returns what was printed so far.
    pub(crate) fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap_or_default()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
