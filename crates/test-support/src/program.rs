//! The running program: started on free ports, asked, ended.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that goes when the value goes.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
}

impl Folder {
    /// Makes an empty folder.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("zonite-test-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self { path }
    }

    /// Writes a file into it and returns its path.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Where servers that run are registered.
const RUNTIME_FOLDER: &str = "ZONITE_RUNTIME_DIR";

/// `zonite serve` on free ports; ended when the value goes.
pub struct RunningServer {
    child: Child,
    /// The listeners.
    pub addresses: BTreeMap<String, SocketAddr>,
    /// What it printed until it was ready.
    pub greeting: String,
    /// Where `zonite reload` finds it.
    pub runtime_folder: PathBuf,
    folder: Folder,
}

/// The folders of a server.
struct ServerFolders {
    /// Nobody else's.
    own: Folder,
    /// Where it is registered.
    runtime: PathBuf,
}

impl RunningServer {
    /// Starts `binary serve ARGS --listen 127.0.0.1:0` in `directory` and waits until it answers.
    pub fn start(binary: &Path, directory: &Path, args: &[&str]) -> Self {
        Self::start_logging(binary, directory, args, Stdio::inherit())
    }

    /// Does the same, its standard error going elsewhere.
    pub fn start_logging(
        binary: &Path,
        directory: &Path,
        args: &[&str],
        standard_error: impl Into<Stdio>,
    ) -> Self {
        let folder = Folder::new();
        let folders = ServerFolders { runtime: folder.path.join("run"), own: folder };
        Self::start_with(binary, directory, args, standard_error.into(), folders)
    }

    /// Starts it with another folder to be registered in.
    pub fn start_registered(
        binary: &Path,
        directory: &Path,
        args: &[&str],
        standard_error: impl Into<Stdio>,
        runtime_folder: &Path,
    ) -> Self {
        let folders = ServerFolders { runtime: runtime_folder.to_owned(), own: Folder::new() };
        Self::start_with(binary, directory, args, standard_error.into(), folders)
    }

    fn start_with(
        binary: &Path,
        directory: &Path,
        args: &[&str],
        standard_error: Stdio,
        folders: ServerFolders,
    ) -> Self {
        let ServerFolders { own: folder, runtime: runtime_folder } = folders;
        let ready = folder.path.join("ready.json");
        let mut child = Command::new(binary)
            .arg("serve")
            .args(args)
            .args(["--listen", "127.0.0.1:0", "--ready-file"])
            .arg(&ready)
            .current_dir(directory)
            .env_remove("ZONITE_CONFIG")
            .env(RUNTIME_FOLDER, &runtime_folder)
            .stdout(Stdio::piped())
            .stderr(standard_error)
            .spawn()
            .expect("the program starts");
        // It writes its greeting after the ready file; the last line begins with "Ready".
        let mut greeting = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        for line in lines.by_ref().map_while(Result::ok) {
            greeting.push_str(&line);
            greeting.push('\n');
            if line.starts_with("Ready") {
                break;
            }
        }
        if !ready.exists() {
            let status = child.wait().expect("it ended");
            panic!("the server did not start: {status}\n{greeting}");
        };
        let addresses = read_ready(&folder);
        Self { child, addresses, greeting, runtime_folder, folder }
    }

    /// Returns the address of a listener.
    pub fn address(&self, name: &str) -> SocketAddr {
        *self.addresses.get(name).unwrap_or_else(|| panic!("no listener {name} in {:?}", self.addresses))
    }

    /// Returns the path of the ready file that it writes itself.
    pub fn own_ready_file(&self) -> PathBuf {
        self.folder.path.join("ready.json")
    }

    /// Runs `binary ARGS` for it: `reload` or `flush`. Returns exit code, standard output and standard error.
    pub fn tell(&self, binary: &Path, args: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(binary);
        command.args(args).env(RUNTIME_FOLDER, &self.runtime_folder);
        output(command)
    }

    /// Reads where the listeners are now, after a reload has changed them.
    pub fn addresses_now(&self) -> BTreeMap<String, SocketAddr> {
        read_ready(&self.folder)
    }

    /// Writes the listeners into a folder as `--ready-file` does, and returns the path.
    pub fn ready_file(&self, folder: &Folder) -> PathBuf {
        let listeners: BTreeMap<&str, String> =
            self.addresses.iter().map(|(name, address)| (&**name, address.to_string())).collect();
        folder.file("ready.json", &serde_json::to_string(&listeners).expect("JSON"))
    }

    /// Returns the process identifier.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end and returns the exit code.
    pub fn wait(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// Tells whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("a process").is_none()
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_ready(folder: &Folder) -> BTreeMap<String, SocketAddr> {
    let text = std::fs::read_to_string(folder.path.join("ready.json")).expect("the ready file");
    serde_json::from_str(&text).expect("the ready file is JSON")
}

/// Runs the program to its end; returns exit code, standard output and standard error.
pub fn run(binary: &Path, folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(binary);
    command.args(args).current_dir(folder).env_remove("ZONITE_CONFIG");
    output(command)
}

/// Runs a program to its end, without input.
fn output(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    let text = |octets: &[u8]| {
        let mut text = String::new();
        let mut reader = octets;
        reader.read_to_string(&mut text).expect("UTF-8");
        text
    };
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
