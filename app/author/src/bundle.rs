//! `boucle bundle`: writes the published form of some courses into a folder.
//!
//! The folder is written beside the old one and then put in its place, so that no one ever sees
//! half of it, and nothing of an earlier run is left.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::{
    bundle,
    source::publish::{self, Bundle},
};

use crate::folder::Reading;

/// The file that shows that a folder was written here before.
const CATALOGUE: &str = "catalogue.json";

/// Why nothing was written.
#[derive(Debug)]
pub enum Refused {
    /// The folder holds something that was not written here.
    Foreign(PathBuf),
    /// The folder holds the sources.
    Sources(PathBuf),
    /// A file could not be written or moved.
    Unwritable(PathBuf, io::Error),
}

impl Refused {
    /// The sentence for the author.
    pub fn sentence(&self) -> String {
        match self {
            Self::Foreign(path) => format!(
                "`{}` is not empty and has no {CATALOGUE}, so it was not written by `boucle`; \
                 name a folder of its own.",
                path.display()
            ),
            Self::Sources(path) => {
                format!(
                    "`{}` holds the sources, which would be lost; name another folder.",
                    path.display()
                )
            }
            Self::Unwritable(path, error) => {
                format!("`{}` can't be written: {error}.", path.display())
            }
        }
    }
}

/// The published form of some courses, with the catalogue and the part of it that is about each.
pub fn files(courses: &[Reading]) -> Bundle {
    let mut files = Bundle::new();
    let mut listings = Vec::new();
    let mut shelf: Vec<&Reading> = courses.iter().collect();
    shelf.sort_by_key(|reading| {
        let course = &reading.course;
        (
            course.shelf.unwrap_or(u16::MAX),
            course.id.as_str().to_owned(),
        )
    });
    for reading in shelf {
        let (published, listing) = publish::publish(&reading.course);
        files.extend(published);
        let path = format!("{}/{CATALOGUE}", listing.id);
        files.insert(path, publish::catalogue(vec![listing.clone()]));
        listings.push(listing);
    }
    files.insert(CATALOGUE.to_owned(), publish::catalogue(listings));
    files
}

/// Puts `files` into the folder `out` in place of what an earlier run left there.
pub fn write(files: &Bundle, sources: &[Reading], out: &Path) -> Result<(), Refused> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |error| Refused::Unwritable(path, error)
    };
    if let Ok(whole) = fs::canonicalize(out) {
        for reading in sources {
            if fs::canonicalize(&reading.folder).is_ok_and(|source| source.starts_with(&whole)) {
                return Err(Refused::Sources(out.to_owned()));
            }
        }
        let empty = fs::read_dir(&whole)
            .map_err(unwritable(out))?
            .next()
            .is_none();
        let ours =
            fs::read(whole.join(CATALOGUE)).is_ok_and(|bytes| bundle::catalogue(&bytes).is_ok());
        if !empty && !ours {
            return Err(Refused::Foreign(out.to_owned()));
        }
    }
    let beside = |word: &str| {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{word}-{}", std::process::id()));
        out.with_file_name(name)
    };
    let (fresh, stale) = (beside("new"), beside("old"));
    for (path, bytes) in files {
        debug_assert!(bundle::path(path), "published paths stay in their folder");
        let file = fresh.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(unwritable(folder))?;
        }
        fs::write(&file, bytes).map_err(unwritable(&file))?;
    }
    if out.exists() {
        fs::rename(out, &stale).map_err(unwritable(out))?;
    }
    fs::rename(&fresh, out).map_err(unwritable(out))?;
    if stale.exists() {
        fs::remove_dir_all(&stale).map_err(unwritable(&stale))?;
    }
    Ok(())
}
