//! The learner's file: everything done, as text that people can read, with a checksum.
//!
//! ```text
//! {
//! "format":"boucle-progress",
//! "version":1,
//! "statements":[
//! {"v":1,"id":"1-k3f9","at":1764309600000,"course":"reuse", …},
//! …
//! ],
//! "aside":[
//! ["s/7-k3f9","what could not be read, to the letter"]
//! ],
//! "sha256":"…"
//! }
//! ```
//!
//! What is read may come from anybody, and may have been cut off, edited or set in another way: each
//! statement is read by itself, and what can't be read is kept as it is.

use crate::{
    digest::Digest,
    journal,
    json::{self, Write as _},
    port::Unread,
    statement::Statement,
};

/// The version of the form of a file. A higher one is not opened.
pub const VERSION: u32 = 1;

/// The name of the form.
const FORMAT: &str = "boucle-progress";
/// The name of what the page of a program that stopped saves: the near store as it is.
const RESCUE: &str = "boucle-rescue";

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The statements that can be read, as they stand.
    pub statements: Vec<Statement>,
    /// What can't be read, to the letter, with the name it is stored under if the file tells one.
    pub aside: Vec<(Option<String>, String)>,
    /// Parts of the file that this program does not know: their names, and their JSON to the letter.
    pub unknown: Vec<(String, String)>,
    /// Whether the file is whole and as it was saved.
    pub sound: bool,
}

/// Why a file is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOurs {
    /// It is no file of a learner's progress.
    Other,
    /// A newer program saved it, in a form that this one does not know.
    Newer,
}

/// The file of `statements`, of what was set `aside` (its name and its text), and of parts that came
/// from a newer program.
pub fn write(
    statements: &[Statement],
    aside: &[(Option<String>, String)],
    unknown: &[(String, String)],
) -> String {
    let mut text = String::new();
    text.push_str("{\n\"format\":");
    json::quote(FORMAT, &mut text);
    text.push_str(",\n\"version\":");
    json::digits(VERSION.into(), &mut text);
    text.push_str(",\n\"statements\":[");
    for (n, statement) in statements.iter().enumerate() {
        text.push_str(if n > 0 { ",\n" } else { "\n" });
        statement.write(&mut text);
    }
    text.push_str("\n],\n\"aside\":[");
    for (n, entry) in aside.iter().enumerate() {
        text.push_str(if n > 0 { ",\n" } else { "\n" });
        entry.write(&mut text);
    }
    text.push_str("\n]");
    for (name, json) in unknown {
        text.push_str(",\n");
        json::quote(name, &mut text);
        text.push(':');
        text.push_str(json);
    }
    let sum = Digest::of(text.as_bytes());
    text.push_str(",\n\"sha256\":");
    json::quote(sum.as_str(), &mut text);
    text.push_str("\n}\n");
    text
}

/// Reads a file.
///
/// # Errors
///
/// [`NotOurs`] where it holds nothing that this program can take over.
pub fn read(text: &str) -> Result<Found, NotOurs> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (members, whole) = members(text).ok_or(NotOurs::Other)?;
    let member = |name: &str| members.iter().find(|it| it.name == name);
    let plain = |name: &str| {
        let value = json::parse(member(name)?.value.as_bytes()).ok()?;
        Some(value)
    };
    let format = plain("format");
    let format = format.as_ref().and_then(json::Value::text);
    if format == Some(RESCUE) {
        let entries = member("entries").map_or("", |it| it.value);
        return Ok(rescued(entries, whole));
    }
    if format != Some(FORMAT) {
        return Err(NotOurs::Other);
    }
    let version = plain("version").and_then(|value| json::read::<u32>(&value));
    if version.is_none_or(|version| version > VERSION) {
        return Err(NotOurs::Newer);
    }
    let mut found = Found::default();
    for held in elements(member("statements").map_or("", |it| it.value)) {
        match journal::decode(held) {
            Ok(statement) => found.statements.push(statement),
            Err(Unread::Newer | Unread::Damaged) => {
                let value = json::parse(held.as_bytes()).ok();
                let id = value.and_then(|value| value.field("id").text().map(str::to_owned));
                let name = id.map(|id| ["s/", &id].concat());
                found.aside.push((name, held.to_owned()));
            }
        }
    }
    for held in elements(member("aside").map_or("", |it| it.value)) {
        let value = json::parse(held.as_bytes()).ok();
        found.aside.push(
            value
                .and_then(|value| json::read(&value))
                .unwrap_or_else(|| (None, held.to_owned())),
        );
    }
    for Member { name, value, .. } in &members {
        let ours = ["format", "version", "statements", "aside", "sha256"];
        if !ours.contains(&name.as_str()) && json::parse(value.as_bytes()).is_ok() {
            found.unknown.push((name.clone(), (*value).to_owned()));
        }
    }
    found.sound = whole
        && member("sha256").is_some_and(|sum| {
            // Mail and editors may change how lines end, and nothing else.
            let before = part(text, 0, sum.begin).unwrap_or("").replace('\r', "");
            let before = before.trim_end().strip_suffix(",").unwrap_or("");
            let told = json::parse(sum.value.as_bytes()).ok();
            told.as_ref().and_then(json::Value::text)
                == Some(Digest::of(before.as_bytes()).as_str())
        });
    Ok(found)
}

/// What the `entries` of a near store hold: an object of keys and texts.
fn rescued(entries: &str, whole: bool) -> Found {
    let mut found = Found {
        sound: whole,
        ..Found::default()
    };
    let members = members(entries).map(|(members, _)| members);
    for member in members.unwrap_or_default() {
        let Some((_, name)) = member.name.rsplit_once('#') else {
            continue;
        };
        let value = json::parse(member.value.as_bytes()).ok();
        let text = value.as_ref().and_then(json::Value::text);
        // A pack is longer than any text a course or a learner has, and has nothing that is written in
        // another way.
        let bare = member
            .value
            .strip_prefix('"')
            .and_then(|it| it.strip_suffix("\""));
        let bare = bare.filter(|text| !text.contains('\\'));
        let Some(text) = text.or(bare) else {
            continue;
        };
        match journal::decode(text) {
            Ok(statement) if name.starts_with("s/") => found.statements.push(statement),
            // A pack is read when it is back in its place.
            Ok(_) | Err(_) if name.starts_with("s/") || name.starts_with("p/") => {
                found.aside.push((Some(name.to_owned()), text.to_owned()));
            }
            Ok(_) | Err(_) => {}
        }
    }
    found
}

/// A member of the outermost object: where it begins, its name, its value to the letter.
struct Member<'a> {
    begin: usize,
    name: String,
    value: &'a str,
}

/// The members of the object that `text` is, as far as it goes, and whether it ends as it should; none
/// where it is no object.
fn members(text: &str) -> Option<(Vec<Member<'_>>, bool)> {
    let mut at = past(text, 0);
    if text.as_bytes().get(at) != Some(&b'{') {
        return None;
    }
    let mut members = Vec::new();
    at = past(text, at + 1);
    while text.as_bytes().get(at) == Some(&b'"') {
        let begin = at;
        let end = end_of(text, at);
        // A name that was cut off ends what there is.
        let name = part(text, at, end).and_then(|it| json::parse(it.as_bytes()).ok());
        let Some(name) = name else {
            break;
        };
        at = past(text, end);
        if text.as_bytes().get(at) != Some(&b':') {
            break;
        }
        at = past(text, at + 1);
        let end = end_of(text, at);
        members.push(Member {
            begin,
            name: name.text()?.to_owned(),
            value: part(text, at, end)?,
        });
        at = past(text, end);
        match text.as_bytes().get(at) {
            Some(b',') => at = past(text, at + 1),
            Some(_) | None => break,
        }
    }
    let whole = text.as_bytes().get(at) == Some(&b'}') && past(text, at + 1) == text.len();
    Some((members, whole))
}

/// The elements of the list that `text` is, to the letter; one that was cut off is not among them.
fn elements(text: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    if !text.starts_with('[') {
        return elements;
    }
    let mut at = past(text, 1);
    while let Some(byte) = text.as_bytes().get(at)
        && *byte != b']'
    {
        let end = end_of(text, at);
        let follows = text.as_bytes().get(past(text, end));
        if let (Some(element), Some(b',' | b']')) = (part(text, at, end), follows) {
            elements.push(element);
        }
        at = past(text, end);
        if follows != Some(&b',') {
            break;
        }
        at = past(text, at + 1);
    }
    elements
}

/// The place of the first byte from `at` on that is no space.
fn past(text: &str, mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = text.as_bytes().get(at) {
        at += 1;
    }
    at
}

/// Where the value ends that begins at `at`: brackets closed, texts passed over; the end of `text` where
/// it was cut off.
fn end_of(text: &str, mut at: usize) -> usize {
    let (mut depth, mut quoted) = (0_usize, false);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => {
                quoted = !quoted;
                if !quoted && depth == 0 {
                    return at + 1;
                }
            }
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if depth <= 1 {
                    // A plain value ends before the bracket of what it stands in.
                    return at + depth;
                }
                depth -= 1;
            }
            b',' if depth == 0 => return at,
            b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The part of `text` from `at` to `end`, if both stand between characters.
fn part(text: &str, at: usize, end: usize) -> Option<&str> {
    let (before, _) = text.split_at_checked(end)?;
    let (_, part) = before.split_at_checked(at)?;
    Some(part)
}
