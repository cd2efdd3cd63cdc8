//! Writes `src/catalogue/table.rs` anew from `catalogue/privatelink-zones.tsv`.

mod render;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(root.join("catalogue/privatelink-zones.tsv"))?;
    let table = render::render(&rows).map_err(std::io::Error::other)?;
    std::fs::write(root.join("src/catalogue/table.rs"), table)
}
