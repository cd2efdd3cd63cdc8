//! Writes `src/catalogue/table.rs` and `src/members/table.rs` anew from the files of `catalogue`.

mod render;
mod render_members;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(root.join("catalogue/privatelink-zones.tsv"))?;
    let table = render::render(&rows).map_err(std::io::Error::other)?;
    std::fs::write(root.join("src/catalogue/table.rs"), table)?;
    let rows = std::fs::read_to_string(root.join("catalogue/privatelink-members.tsv"))?;
    let table = render_members::render(&rows).map_err(std::io::Error::other)?;
    std::fs::write(root.join("src/members/table.rs"), table)
}
