//! The last touch on what Trunk has staged.
//!
//! Trunk names the wasm and its glue after the module that the compiler wrote, so two builds
//! can give one name to different bytes, and a browser's cache then holds the wrong ones. Here
//! every file that the page loads is shrunk, named after its own content, and its digest goes
//! into the page, where the starter enforces it.

use crate::{late, pair, split, step, tool};
use sha2::{Digest as _, Sha256, Sha384};
use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// One by one: with all features on, wasm-opt writes modules that browsers refuse.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What nobody calls goes before the wasm is split: afterwards the two halves share a table, and
/// all that stands in it could be called. The names are needed to split it.
const BEFORE: &[&str] = &["--debuginfo", "--remove-unused-module-elements"];
const AFTER: &[&str] = &["-Oz"];

/// What the linker wrote, before wasm-bindgen.
const LINKED: &str = "target/wasm32-unknown-unknown/web/player.wasm";

pub(crate) fn run() -> Result<(), String> {
    let stage = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`finish` works on what Trunk has staged: run `cargo xtask build`")?;
    if stage.join("snippets").exists() {
        return Err(
            "a dependency of the player brings JavaScript of its own (snippets/), \
                    and nothing would enforce the digest of that"
                .to_owned(),
        );
    }
    shrink_pair(&stage)?;
    let index = stage.join("index.html");
    let html = finish(&step::read(&index)?, |address| settle(&stage, address))?;
    check(&html)?;
    step::write(&index, html.as_bytes())?;
    if let Ok(address) = env::var("BOUCLE_ADDRESS") {
        println!("Built: {address}");
    }
    Ok(())
}

/// Where a file of the page has gone, and the digest of what is in it.
#[derive(Clone)]
struct Settled {
    address: String,
    integrity: String,
}

/// Rewrites the page: addresses and digests of what it loads, its version, its white space.
fn finish(
    html: &str,
    mut settle: impl FnMut(&str) -> Result<Settled, String>,
) -> Result<String, String> {
    let mut done = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Comment => {}
            Piece::Text(text) => done.push_str(text),
            Piece::Tag(mut tag) => {
                if let Some(at) = tag.loads() {
                    let settled = settle(&tag.attributes[at].1)?;
                    tag.changed = true;
                    tag.attributes[at].1 = settled.address;
                    // On a preload of the wasm browsers ignore the digest and complain about
                    // it, so it waits there for the starter, whose fetch does enforce it.
                    let wasm = matches!(tag.value("rel"), Some("preload" | "late"));
                    let name = if wasm { "data-integrity" } else { "integrity" };
                    tag.attributes.retain(|(name, _)| name != "integrity");
                    tag.attributes.push((name.to_owned(), settled.integrity));
                } else if tag.name == "meta" && tag.value("name") == Some("version") {
                    tag.changed = true;
                    tag.attributes.retain(|(name, _)| name != "content");
                    let version = env!("CARGO_PKG_VERSION").to_owned();
                    tag.attributes.push(("content".to_owned(), version));
                }
                tag.write(&mut done);
            }
        }
    }
    // No element of the page keeps its white space.
    let lines = done.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.fold(String::new(), |page, line| page + line + "\n"))
}

/// What runs beside the page.
const WORKER: &str = "app/player/start/tail.js";

/// Shrinks a staged file and gives it the name of its content.
fn settle(stage: &Path, address: &str) -> Result<Settled, String> {
    let name = address.trim_start_matches("./");
    let path = stage.join(name);
    let mut bytes = fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    if name == "crash.js" {
        // The worker rides on it: a file of its own would be a line of the page, which is waited for.
        bytes.extend(step::read(&step::root().join(WORKER))?.bytes());
    }
    let bytes = match name.rsplit_once('.') {
        Some((_, "js")) => tool::minify("js", &bytes).unwrap_or_else(|| shrink(bytes)),
        Some((_, "css")) => tool::minify("css", &bytes).unwrap_or(bytes),
        _ => bytes,
    };
    let fresh = name_by_content(name, &bytes);
    if fresh != name {
        fs::remove_file(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    step::write(&stage.join(&fresh), &bytes)?;
    Ok(Settled {
        address: format!("./{fresh}"),
        integrity: format!("sha384-{}", base64(&Sha384::digest(&bytes))),
    })
}

/// `player-1a2b_bg.wasm` → `player-<content>.wasm`: Trunk's own mark is dropped.
fn name_by_content(name: &str, bytes: &[u8]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.split('-').next().unwrap_or(stem);
    format!("{stem}-{}.{ending}", &hex(&Sha256::digest(bytes))[..16])
}

/// Shrinks the wasm and its glue, where they stand.
fn shrink_pair(stage: &Path) -> Result<(), String> {
    let wrong = |why: std::io::Error| format!("{}: {why}", stage.display());
    let mut module = None;
    for entry in fs::read_dir(stage).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.to_string_lossy().ends_with("_bg.wasm") {
            module = Some(path);
        }
    }
    let module = module.ok_or("Trunk has staged no wasm")?;
    let glue = PathBuf::from(module.to_string_lossy().replace("_bg.wasm", ".js"));
    let odd = || format!("{} is not built as it was", module.display());
    let bytes = fs::read(&module).map_err(wrong)?;
    let bytes = pair::without_unused(&bytes).ok_or_else(odd)?;
    let bytes = optimize("whole", BEFORE, bytes)?;
    let linked = step::root().join(LINKED);
    let linked = fs::read(&linked).map_err(|why| format!("{}: {why}", linked.display()))?;
    let halves = split::split(&bytes, &linked, &late::modules()?)?;
    let held = halves.held.iter();
    let held = held.map(|(size, name, from)| format!("{size:>6} {name}\n       by {from}\n"));
    for (name, list) in [
        ("doors", halves.doors.join("\n")),
        ("first", held.collect()),
    ] {
        let path = step::root().join("target/halves").join(name);
        step::write(&path.with_extension("txt"), list.as_bytes())?;
    }
    let first = optimize("first", AFTER, halves.first)?;
    let late = optimize("late", AFTER, halves.late)?;
    let (modules, script) =
        pair::shortened([&first, &late], &step::read(&glue)?).ok_or_else(odd)?;
    let [first, late] = modules;
    step::write(&module, &first)?;
    step::write(&stage.join("late.wasm"), &late)?;
    step::write(&glue, script.as_bytes())
}

/// Runs wasm-opt where it is. It takes seconds, so what it wrote last is kept.
fn optimize(name: &str, passes: &[&str], module: Vec<u8>) -> Result<Vec<u8>, String> {
    let Some(mut wasm_opt) = tool::wasm_opt() else {
        println!("Without wasm-opt: the player is about a tenth bigger than it could be.");
        return Ok(module);
    };
    let folder = step::root().join("target/wasm-opt").join(name);
    let mut key = Sha256::new();
    key.update(FEATURES.join(" "));
    key.update(passes.join(" "));
    key.update(&module);
    let kept = folder.join(format!("{}.wasm", &hex(&key.finalize())[..16]));
    if !kept.is_file() {
        let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        }
        step::write(&before, &module)?;
        step::run(
            wasm_opt
                .arg(&before)
                .args(FEATURES)
                .args(passes)
                .arg("--output")
                .arg(&after),
        )?;
        fs::rename(&after, &kept).map_err(|why| format!("{}: {why}", kept.display()))?;
    }
    fs::read(&kept).map_err(|why| format!("{}: {why}", kept.display()))
}

/// Drops the lines of a script that are comments, and the space in front of the others. A
/// script with a template that goes over several lines is left alone.
fn shrink(script: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(script.clone()) else {
        return script;
    };
    let mut out = String::with_capacity(text.len());
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        if comment || line.starts_with("/*") {
            // What follows the end of a comment on its line is code.
            match line.split_once("*/") {
                Some((_, "")) => comment = false,
                Some(_) => return script,
                None => comment = true,
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            if line.matches('`').count() % 2 == 1 {
                return script;
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out.into_bytes()
}

/// Refuses a page that its own policy would break.
fn check(html: &str) -> Result<(), String> {
    let mut policies = 0;
    let mut problems = Vec::new();
    for piece in pieces(html) {
        let Piece::Tag(tag) = piece else { continue };
        if tag.name == "script" && tag.value("src").is_none() {
            problems.push("a script inside the page".to_owned());
        }
        if tag.name == "style" {
            problems.push("a style sheet inside the page".to_owned());
        }
        for (name, _) in &tag.attributes {
            if name == "style" || name.starts_with("on") {
                problems.push(format!("the attribute `{name}` on <{}>", tag.name));
            }
        }
        if tag.value("http-equiv") == Some("Content-Security-Policy") {
            policies += 1;
            let policy = tag.value("content").unwrap_or_default();
            if !policy.starts_with("default-src 'none';") || policy.contains("unsafe-inline") {
                problems.push("a policy that is weaker than it was".to_owned());
            }
        }
    }
    if policies != 1 {
        problems.push(format!(
            "{policies} content security policies instead of one"
        ));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("index.html has {}", problems.join(", ")))
    }
}

/// What a page loads before it shows anything, relative to the page.
pub(crate) fn addresses(html: &str) -> Vec<String> {
    pieces(html)
        .filter_map(|piece| match piece {
            Piece::Tag(tag) => {
                let at = tag.loads().filter(|_| tag.value("rel") != Some("late"))?;
                let address = &tag.attributes[at].1;
                Some(address.trim_start_matches("./").to_owned())
            }
            Piece::Text(_) | Piece::Comment => None,
        })
        .collect()
}

/// A start tag. Its values are kept as they are written.
struct Tag<'a> {
    /// All of it, from `<` to `>`.
    source: &'a str,
    name: &'a str,
    /// Whether the attributes are no longer those of the source.
    changed: bool,
    attributes: Vec<(String, String)>,
}

enum Piece<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
    Comment,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|(this, _)| this == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// Which attribute names a script, a style sheet or a module that the page loads.
    fn loads(&self) -> Option<usize> {
        let name = match self.name {
            "script" => "src",
            "link" => "href",
            _ => return None,
        };
        let at = self.attributes.iter().position(|(this, _)| this == name)?;
        let address = &self.attributes[at].1;
        let ours = [".js", ".css", ".wasm"]
            .iter()
            .any(|ending| address.ends_with(ending));
        (ours && address.starts_with("./")).then_some(at)
    }

    /// What has not changed is written as it was: `/>` means something in a drawing.
    fn write(&self, out: &mut String) {
        if !self.changed {
            out.push_str(self.source);
            return;
        }
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            if !value.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(out, "=\"{value}\"");
            }
        }
        out.push('>');
    }
}

/// Takes a page apart. The page is our own: lower case, values in double quotes.
fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            return Some(Piece::Comment);
        }
        let opens = rest.starts_with('<')
            && rest[1..].starts_with(|first: char| first.is_ascii_lowercase());
        if opens {
            let (tag, after) = tag(rest);
            rest = after;
            return Some(Piece::Tag(tag));
        }
        let mut later = rest.char_indices().skip(1);
        let end = later
            .find(|(_, char)| *char == '<')
            .map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(text))
    })
}

fn tag(html: &str) -> (Tag<'_>, &str) {
    let stops = |char: char| char.is_whitespace() || matches!(char, '>' | '/' | '=');
    let inside = &html[1..];
    let (name, mut rest) = inside.split_at(inside.find(stops).unwrap_or(inside.len()));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '/');
        let end = rest.find(stops).unwrap_or(rest.len());
        if end == 0 {
            // A `>`, or the end of a page that is cut off.
            let after = rest.get(1..).unwrap_or("");
            let tag = Tag {
                source: &html[..html.len() - after.len()],
                name,
                changed: false,
                attributes,
            };
            return (tag, after);
        }
        let (attribute, after) = rest.split_at(end);
        rest = after;
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|char: char| char.is_whitespace() || char == '>');
            (value, rest) = bare.split_at(end.unwrap_or(bare.len()));
        }
        attributes.push((attribute.to_owned(), value.to_owned()));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().enumerate().fold(0_u32, |bits, (at, byte)| {
            bits | u32::from(*byte) << (16 - 8 * at)
        });
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Settled, addresses, base64, check, finish, name_by_content, shrink};

    const PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
    <meta name="version" content="">
    <!-- not for readers -->
    <link rel="icon" href="./icon-12.svg" type="image/svg+xml"/>
    <link rel="stylesheet" href="./boucle-12.css" integrity="sha384-old"/>
    <script src="./start-12.js" integrity="sha384-old" type="module"></script>
  <link rel="preload" href="./player-12_bg.wasm" as="fetch" crossorigin="anonymous"></head>
  <body><p>a &lt; b…</p>É<svg><path d="M0 0"/><path d="M1 1"/></svg></body>
</html>
"#;

    fn finished() -> String {
        let settle = |address: &str| {
            Ok(Settled {
                address: address.replace("12", "34"),
                integrity: "sha384-new".to_owned(),
            })
        };
        finish(PAGE, settle).expect("every file settles")
    }

    #[test]
    fn everything_the_page_loads_gets_a_new_name_and_its_digest() {
        let page = finished();
        assert!(!page.contains("old"), "{page}");
        assert!(
            page.contains(
                r#"<link rel="stylesheet" href="./boucle-34.css" integrity="sha384-new">"#
            )
        );
        assert!(page.contains(
            r#"<script src="./start-34.js" type="module" integrity="sha384-new"></script>"#
        ));
        assert!(
            page.contains(r#"href="./icon-12.svg""#),
            "a picture keeps its name"
        );
    }

    #[test]
    fn the_digest_of_the_wasm_waits_for_the_starter() {
        assert!(finished().contains(
            r#"<link rel="preload" href="./player-34_bg.wasm" as="fetch" crossorigin="anonymous" data-integrity="sha384-new">"#
        ));
    }

    #[test]
    fn the_page_says_its_version_and_no_comments() {
        let page = finished();
        assert!(page.contains(&format!(
            r#"<meta name="version" content="{}">"#,
            env!("CARGO_PKG_VERSION")
        )));
        assert!(!page.contains("readers"));
        assert!(
            page.contains(r#"<p>a &lt; b…</p>É<svg><path d="M0 0"/><path d="M1 1"/></svg></body>"#)
        );
    }

    #[test]
    fn the_page_in_the_repository_keeps_its_policy() {
        assert_eq!(check(PAGE), Ok(()));
        assert_eq!(check(include_str!("../../../index.html")), Ok(()));
        let inline = PAGE.replace("<body>", "<body onload=\"x()\"><script>x()</script>");
        let why = check(&inline).expect_err("an inline script");
        assert!(
            why.contains("a script inside the page") && why.contains("`onload`"),
            "{why}"
        );
        assert!(check("<html></html>").is_err());
    }

    #[test]
    fn the_first_visit_loads_scripts_sheets_and_wasm() {
        assert_eq!(
            addresses(PAGE),
            ["boucle-12.css", "start-12.js", "player-12_bg.wasm"]
        );
    }

    #[test]
    fn equal_names_mean_equal_bytes() {
        let name = name_by_content("player-1a2b_bg.wasm", b"a");
        assert_eq!(name, "player-ca978112ca1bbdca.wasm");
        assert_eq!(name, name_by_content(&name, b"a"));
        assert_ne!(name, name_by_content("player-1a2b_bg.wasm", b"b"));
    }

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let script = "// Why.\n/**\n * @param {x}\n */\nlet a = 1; // kept\n\n  f(`${a}`);\n";
        assert_eq!(shrink(script.into()), b"let a = 1; // kept\nf(`${a}`);\n");
        let template = "let a = `\n  // not a comment\n`;\n";
        assert_eq!(shrink(template.into()), template.as_bytes());
    }

    #[test]
    fn digests_are_written_as_browsers_read_them() {
        let written: Vec<_> = ["", "f", "fo", "foo", "foob"]
            .map(|text| base64(text.as_bytes()))
            .into();
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
