//! Writes `docs/reference.md` anew from the registry of keys, `reference/template.md` and the examples beside it; and
//! `docs/refusals.md` from the registry of reasons.

mod refusals;
mod render;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = render::Sources::read(&root.join("reference"))?;
    let page = render::render(&sources).map_err(std::io::Error::other)?;
    std::fs::write(root.join("../../docs/reference.md"), page)?;
    std::fs::write(root.join("../../docs/refusals.md"), refusals::render())
}
