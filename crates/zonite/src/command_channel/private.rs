//! Files and folders that nobody but the user can read.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, and those above it, if it is not there yet.
///
/// # Errors
/// As the system says; or if others can look into it.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    system::restrict_folder(&mut builder);
    builder.recursive(true).create(path)?;
    system::check_folder(path)
}

/// Checks that a folder belongs to the user, and that nobody else can look into it.
///
/// # Errors
/// As the system says; or if others can look into it.
pub(super) fn check_folder(path: &Path) -> io::Result<()> {
    system::check_folder(path)
}

/// Makes a file that was not there before.
///
/// # Errors
/// As the system says.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    system::restrict_file(&mut options);
    options.write(true).create_new(true).open(path)
}

/// Returns the user's number; `None` where users have none.
pub(super) fn user() -> Option<u32> {
    system::user()
}

#[cfg(unix)]
mod system {
    use std::fs::{DirBuilder, OpenOptions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
    use std::path::Path;

    use nix::unistd::geteuid;

    pub(super) fn restrict_folder(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    pub(super) fn restrict_file(options: &mut OpenOptions) {
        options.mode(0o600);
    }

    pub(super) fn check_folder(path: &Path) -> io::Result<()> {
        // A link may lead to a folder of somebody else.
        let metadata = path.symlink_metadata()?;
        if metadata.is_dir() && metadata.uid() == geteuid().as_raw() && metadata.mode() & 0o077 == 0 {
            return Ok(());
        }
        let text = format!("it is not a folder of this user only (chmod 700 {})", path.display());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, text))
    }

    #[expect(clippy::unnecessary_wraps, reason = "users of Windows have no number")]
    pub(super) fn user() -> Option<u32> {
        Some(geteuid().as_raw())
    }
}

/// Folders below `%LOCALAPPDATA%` belong to the user, and what is made in them inherits that.
#[cfg(not(unix))]
mod system {
    use std::fs::{DirBuilder, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn restrict_folder(_: &mut DirBuilder) {}

    pub(super) fn restrict_file(_: &mut OpenOptions) {}

    pub(super) fn check_folder(path: &Path) -> io::Result<()> {
        path.metadata().map(drop)
    }

    pub(super) fn user() -> Option<u32> {
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt, symlink};

    use test_support::program::Folder;

    use super::*;

    #[test]
    fn what_is_made_is_the_users_only() {
        let folder = Folder::new();
        let inner = folder.path.join("a/b");
        make_folder(&inner).expect("a folder");
        make_folder(&inner).expect("it is there already");
        create_file(&inner.join("file")).expect("a file");
        assert_eq!(inner.metadata().expect("a folder").mode() & 0o777, 0o700);
        assert_eq!(inner.join("file").metadata().expect("a file").mode() & 0o777, 0o600);
        assert!(create_file(&inner.join("file")).is_err(), "it is there already");
    }

    #[test]
    fn folders_that_others_can_look_into_are_not_used() {
        let folder = Folder::new();
        std::fs::set_permissions(&folder.path, PermissionsExt::from_mode(0o755)).expect("permissions");
        let error = make_folder(&folder.path).expect_err("others can read it").to_string();
        assert!(error.contains("chmod 700"), "{error}");
        std::fs::set_permissions(&folder.path, PermissionsExt::from_mode(0o700)).expect("permissions");
        make_folder(&folder.path).expect("it is the user's only");
        let link = folder.path.join("link");
        symlink(&folder.path, &link).expect("a link");
        assert!(check_folder(&link).is_err());
    }
}
