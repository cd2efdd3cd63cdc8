//! What the image, the labs and the manifests hold, as far as no container is needed: `docker/labs/run` plays the labs.

use std::path::{Path, PathBuf};

use test_support::program::Folder;

use crate::support::{root, zonite};

/// Returns the files of this name below a folder, by path.
fn files(folder: &Path, name: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path, name),
            false => vec![path].into_iter().filter(|path| path.ends_with(name)).collect(),
        })
        .collect();
    found.sort();
    found
}

fn word(path: &Path) -> &str {
    path.to_str().expect("a path")
}

#[test]
fn every_configuration_of_the_image_and_the_labs_loads() {
    let configurations = files(&root().join("docker"), "zonite.toml");
    assert!(configurations.len() > 15, "{configurations:?}");
    for path in configurations {
        // Traps have findings; none has an error.
        let (code, out, err) = zonite(&["check", word(&path)]);
        assert!(matches!(code, Some(0 | 1)), "{}: {out}{err}", path.display());
    }
}

#[test]
fn labs_as_they_should_be_have_no_finding() {
    for path in files(&root().join("docker/labs"), "compose.yaml") {
        let lab = path.parent().expect("a folder");
        if lab.parent().is_some_and(|folder| folder.ends_with("traps")) {
            continue;
        }
        let (code, out, err) = zonite(&["check", word(&lab.join("zonite.toml"))]);
        assert_eq!(code, Some(0), "{}: {out}{err}", lab.display());
    }
}

#[test]
fn every_lab_and_trap_expects_something() {
    let plays = files(&root().join("docker/labs"), "compose.yaml");
    assert!(plays.len() > 15, "{plays:?}");
    for path in plays {
        let folder = path.parent().expect("a folder");
        let (code, out, err) = zonite(&["test", "--list", word(&folder.join("expect.toml"))]);
        assert_eq!(code, Some(0), "{}: {out}{err}", folder.display());
        let saw = std::fs::read_to_string(folder.join("saw.txt")).expect("saw.txt");
        assert!(saw.lines().any(|line| !line.starts_with('#')), "{}", folder.display());
    }
}

#[test]
fn the_image_answers_as_the_example_does() {
    let image = root().join("docker/image/zonite.toml");
    for (network, want) in [("myVNet", "10.0.0.7"), ("internet", "20.45.122.144")] {
        let (code, out, err) =
            zonite(&["query", word(&image), "--from", network, "--short", "myregistry.azurecr.io"]);
        assert_eq!((code, out.lines().last()), (Some(0), Some(want)), "{network}: {err}");
    }
}

#[test]
fn the_configuration_inside_the_manifest_loads() {
    let manifest = std::fs::read_to_string(root().join("docker/kubernetes/zonite.yaml")).expect("a manifest");
    let (_, block) = manifest.split_once("zonite.toml: |\n").expect("the configuration");
    let lines = block.lines().take_while(|line| line.is_empty() || line.starts_with("    "));
    let text: String =
        lines.map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or_default())).collect();
    let folder = Folder::new();
    let (code, out, err) = zonite(&["check", word(&folder.file("zonite.toml", &text))]);
    assert_eq!(code, Some(0), "{out}{err}");
}
