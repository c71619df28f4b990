//! The style sheets in two files, as the wasm is: what the first lesson needs, and the rest.

use crate::{late, step};
use std::path::Path;

/// In the order in which they may override each other.
const FIRST: &[&str] = &["tokens", "base", "shell", "prose", "activity"];
const LATE: &[&str] = &[
    "told", "sheet", "shelf", "outline", "end", "record", "vote", "paper",
];
const LAST: &[&str] = &["print"];

/// Writes `target/style/boucle.css` and `target/style/late.css`.
pub(crate) fn write() -> Result<(), String> {
    let root = step::root();
    let style = root.join("style");
    let sheets =
        |names: &[&str]| -> Vec<_> { names.iter().map(|name| sheet(&style, name)).collect() };
    let modules = late::modules()?;
    let late_kinds = late::kinds(&modules);
    let (late_ones, first_ones): (Vec<_>, Vec<_>) = interactions(&style.join("interaction"))?
        .into_iter()
        .partition(|sheet| {
            let kind = sheet.file_stem().unwrap_or_default().to_string_lossy();
            late_kinds.iter().any(|late| *late == kind)
        });
    let mut first = sheets(FIRST);
    first.push(root.join("app/player/start/start.css"));
    first.extend(first_ones);
    let mut late = sheets(LATE);
    late.push(root.join("app/player/start/crash.css"));
    late.extend(late_ones);
    late.extend(sheets(LAST));
    put("boucle", &first)?;
    put("late", &late)
}

fn put(name: &str, sheets: &[std::path::PathBuf]) -> Result<(), String> {
    let mut all = String::new();
    for path in sheets {
        let sheet = shrink(&step::read(path)?);
        all.push_str(&sheet);
        all.push('\n');
        // The frame of a page is not on it.
        if path.file_stem().is_some_and(|name| name != "print") {
            all.push_str(&on_paper(&sheet));
        }
    }
    let path = step::root().join("target/style").join(name);
    step::write(&path.with_extension("css"), all.as_bytes())
}

fn sheet(folder: &Path, name: &str) -> std::path::PathBuf {
    folder.join(name).with_extension("css")
}

/// One sheet for each kind of interaction, in the order of their names.
fn interactions(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries =
        std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut sheets: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    sheets.sort();
    Ok(sheets)
}

/// What stands in `sheet` under `@media print`, once more for a page that is done on paper, which is
/// shown as it is printed. (The rules are nested: the build takes them apart for older browsers.)
fn on_paper(sheet: &str) -> String {
    const PRINT: &str = "@media print{";
    let mut out = String::new();
    for block in sheet.split(PRINT).skip(1) {
        let mut depth = 1;
        let end = block.find(|char| {
            depth += i32::from(char == '{') - i32::from(char == '}');
            depth == 0
        });
        if let Some(rules) = end.and_then(|end| block.get(..end)) {
            out.push_str(".worksheet{");
            out.push_str(rules);
            out.push_str("}\n");
        }
    }
    out
}

/// Drops comments, and the spaces that mean nothing: a run becomes one, and those beside
/// `{`, `}`, `;` and `,` go. Strings stay as they are. This knows no more of the language than
/// that, so it can't be wrong about more than that.
fn shrink(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet.chars().peekable();
    let mut space = false;
    while let Some(next) = rest.next() {
        if next == '/' && rest.peek() == Some(&'*') {
            rest.next();
            let mut before = ' ';
            for inside in rest.by_ref() {
                if before == '*' && inside == '/' {
                    break;
                }
                before = inside;
            }
            // A comment parts two words just as a space does.
            space = true;
        } else if next.is_whitespace() {
            space = true;
        } else {
            let meaningless = |char: char| matches!(char, '{' | '}' | ';' | ',');
            let before = out.chars().next_back().unwrap_or('{');
            // `--name: ;` is a value that is empty; `--name:;` is none in older browsers.
            if space && !meaningless(before) && (!meaningless(next) || before == ':') {
                out.push(' ');
            }
            space = false;
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(next);
            if next == '"' || next == '\'' {
                while let Some(inside) = rest.next() {
                    out.push(inside);
                    if inside == '\\' {
                        out.extend(rest.next());
                    } else if inside == next {
                        break;
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{on_paper, shrink};

    #[test]
    fn what_is_printed_is_shown_so_on_a_page_that_is_done_on_paper() {
        let sheet = "a{b:c}@media print{.x{y:z}.p::after{content:\"\"}}d{e:f}@media print{.q{r:s}}";
        assert_eq!(
            on_paper(sheet),
            ".worksheet{.x{y:z}.p::after{content:\"\"}}\n.worksheet{.q{r:s}}\n"
        );
        assert_eq!(on_paper("a{b:c}"), "");
    }

    #[test]
    fn comments_and_spaces_go_and_the_meaning_stays() {
        assert_eq!(
            shrink("/* a */\na :hover,\n b > c {\n  width: calc(1px + 2px);\n  --none: ;\n}\n"),
            "a :hover,b > c{width: calc(1px + 2px);--none: }"
        );
    }

    #[test]
    fn what_stands_in_a_string_is_not_touched() {
        let sheet = r#"a{content: "/* no */  ;} \" x";quotes: '« ' ' »'}"#;
        assert_eq!(shrink(sheet), sheet);
    }

    #[test]
    fn a_comment_that_never_ends_does_not_hang() {
        assert_eq!(shrink("a{}/* oh"), "a{}");
    }
}
