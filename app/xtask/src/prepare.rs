//! What Trunk copies must be there before it looks: the courses and the one style sheet.

use crate::{step, style};
use std::path::Path;

pub(crate) fn run() -> Result<(), String> {
    style::write()?;
    courses()
}

/// Bundles into a fresh folder, so that a course that was taken away does not stay published.
fn courses() -> Result<(), String> {
    let root = step::root();
    let fresh = root.join("target").join("courses.new");
    let published = root.join("target").join("courses");
    remove(&fresh)?;
    step::run(
        step::cargo()
            .args(["run", "--quiet", "--package", "author", "--bin", "boucle"])
            .args(["--", "bundle", "courses", "--out", "target/courses.new"]),
    )?;
    remove(&published)?;
    std::fs::rename(&fresh, &published).map_err(|why| format!("{}: {why}", published.display()))
}

fn remove(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }
    Ok(())
}
