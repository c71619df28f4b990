//! The bytes of `dist/`, and whether they stay within the budget.

use crate::{finish, step};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
};

/// One file, as it is and as servers send it.
struct Weight {
    path: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

pub(crate) fn run() -> Result<(), String> {
    let dist = step::root().join("dist");
    let text = step::read(&step::root().join("app/xtask/budget.toml"))?;
    let (budget, course) = budget(&text)?;
    let needed = first_lesson(&dist, &course)?;
    let mut files = Vec::new();
    walk(&dist, &dist, &mut files)?;
    files.sort();
    let weights: Vec<Weight> = files
        .iter()
        .map(|path| weigh(&dist, path))
        .collect::<Result<_, _>>()?;

    let wide = files.iter().map(String::len).max().unwrap_or(0).max(20);
    println!(
        "{:wide$}  {:>9}  {:>9}  {:>9}",
        "bytes of", "raw", "gzip 9", "brotli 11"
    );
    for weight in &weights {
        let mark = if needed.contains(&weight.path) {
            "*"
        } else {
            ""
        };
        row(
            wide,
            &weight.path,
            weight.raw,
            weight.gzip,
            weight.brotli,
            mark,
        );
    }
    let sum = |of: fn(&Weight) -> usize, all: bool| -> usize {
        weights
            .iter()
            .filter(|weight| all || needed.contains(&weight.path))
            .map(of)
            .sum()
    };
    let total = |name, all| {
        let brotli = sum(|weight| weight.brotli, all);
        row(
            wide,
            name,
            sum(|weight| weight.raw, all),
            sum(|weight| weight.gzip, all),
            brotli,
            "",
        );
        brotli
    };
    println!();
    total("everything", true);
    let first = total("* first lesson", false);

    within(first, budget)?;
    println!(
        "The first lesson has {} bytes left of its {budget}.",
        budget - first
    );
    Ok(())
}

fn row(wide: usize, name: &str, raw: usize, gzip: usize, brotli: usize, mark: &str) {
    println!("{name:wide$}  {raw:>9}  {gzip:>9}  {brotli:>9} {mark}");
}

fn within(first: usize, budget: usize) -> Result<(), String> {
    if first > budget {
        return Err(format!(
            "the first lesson takes {first} bytes in brotli, {} over its budget of {budget}",
            first - budget
        ));
    }
    Ok(())
}

/// The budget, and the course whose first lesson it is for.
fn budget(text: &str) -> Result<(usize, String), String> {
    let table: toml::Table = text.parse().map_err(|why| format!("budget.toml: {why}"))?;
    let bytes = table
        .get("first_lesson")
        .and_then(toml::Value::as_integer)
        .and_then(|bytes| usize::try_from(bytes).ok());
    let course = table.get("course").and_then(toml::Value::as_str);
    bytes.zip(course.map(str::to_owned)).ok_or_else(|| {
        "budget.toml wants a number of bytes under `first_lesson` and a `course`".to_owned()
    })
}

/// The files that must arrive before the first lesson of `course` can be shown to who comes by its
/// address.
fn first_lesson(dist: &Path, course: &str) -> Result<BTreeSet<String>, String> {
    let index = step::read(&dist.join("index.html"))
        .map_err(|why| format!("{why}: run `cargo xtask build` first"))?;
    let mut needed: BTreeSet<String> = finish::addresses(&index).into_iter().collect();
    needed.insert("index.html".to_owned());

    let catalogue_path = format!("courses/{course}/catalogue.json");
    let catalogue = json(dist, &catalogue_path)?;
    needed.insert(catalogue_path);
    let course = first(&catalogue, "courses").ok_or("the catalogue has no course")?;
    let manifest_path = course
        .get("manifest")
        .and_then(|file| file.as_str().or_else(|| path(file)))
        .map(|path| format!("courses/{path}"))
        .ok_or("the first course of the catalogue has no manifest")?;
    let manifest = json(dist, &manifest_path)?;
    let folder = manifest_path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let path = first(&manifest, "modules")
        .and_then(|module| first(module, "lessons"))
        .and_then(|lesson| path(lesson.get("files")?))
        .ok_or("the first course has no lesson with a file")?;
    let lesson = [format!("{folder}/{path}"), format!("courses/{path}")]
        .into_iter()
        .find(|candidate| dist.join(candidate).is_file())
        .ok_or_else(|| format!("the first lesson should be at {folder}/{path}, and is not"))?;
    needed.extend([manifest_path, lesson]);
    Ok(needed)
}

fn json(dist: &Path, path: &str) -> Result<Value, String> {
    serde_json::from_str(&step::read(&dist.join(path))?).map_err(|why| format!("{path}: {why}"))
}

fn first<'a>(value: &'a Value, list: &str) -> Option<&'a Value> {
    value.get(list)?.as_array()?.first()
}

/// The first file named anywhere in a value, whatever it is wrapped in.
fn path(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) => fields
            .get("path")
            .and_then(Value::as_str)
            .or_else(|| fields.values().find_map(path)),
        Value::Array(items) => items.iter().find_map(path),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn walk(dist: &Path, folder: &Path, files: &mut Vec<String>) -> Result<(), String> {
    let entries =
        std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries.filter_map(Result::ok) {
        let path: PathBuf = entry.path();
        if path.is_dir() {
            walk(dist, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(dist) {
            files.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

fn weigh(dist: &Path, path: &str) -> Result<Weight, String> {
    let bytes = std::fs::read(dist.join(path)).map_err(|why| format!("{path}: {why}"))?;
    let broken = |why: std::io::Error| format!("{path}: {why}");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes).map_err(broken)?;
    let gzip = gzip.finish().map_err(broken)?.len();
    let mut brotli = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut brotli, 1 << 16, 11, 22);
        writer.write_all(&bytes).map_err(broken)?;
    }
    Ok(Weight {
        path: path.to_owned(),
        raw: bytes.len(),
        gzip,
        brotli: brotli.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::{budget, path, within};
    use serde_json::json;

    #[test]
    fn a_first_lesson_on_the_budget_passes_and_one_byte_more_does_not() {
        assert!(within(75_000, 75_000).is_ok());
        let why = within(75_001, 75_000).expect_err("one byte over");
        assert!(why.contains("1 over its budget of 75000"), "{why}");
    }

    #[test]
    fn the_budget_in_the_repository_can_be_read() {
        assert!(budget(include_str!("../budget.toml")).is_ok());
        assert!(budget("first_lesson = -1\ncourse = \"a\"").is_err());
        assert!(budget("first_lesson = 1").is_err());
        assert!(budget("").is_err());
    }

    #[test]
    fn the_file_of_a_lesson_is_found_in_every_form_of_the_list() {
        let pairs = json!({"id": "a", "files": [["en", {"path": "a.en.json", "size": 1}]]});
        let named = json!({"id": "a", "files": {"fr": {"path": "a.fr.json"}}});
        assert_eq!(path(&pairs), Some("a.en.json"));
        assert_eq!(path(&named), Some("a.fr.json"));
        assert_eq!(path(&json!({"files": []})), None);
    }
}
