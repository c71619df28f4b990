//! The wasm and its glue, made smaller together.
//!
//! wasm-bindgen writes both, and neither knows what the other no longer needs: leptos brings
//! streams that nothing here uses and exports them, which keeps their code alive, and every
//! import has a name of forty letters that is there twice.

/// What the exports that nobody calls begin with.
const UNUSED: [&str; 5] = [
    "intounderlying",
    "__wbg_intounderlying",
    "__abort_handler",
    "__instance_terminated",
    "_WASM_SPLIT_MARKER",
];

/// What the glue is called by the module; it gets a shorter name as well.
const GLUE: &str = "./player_bg.js";

/// What the glue exports, and what it exports here.
const ENTRANCE: &str = "export { initSync, __wbg_init as default };";
const DOORS: &str = "export { __wbg_get_imports as imports, __wbg_finalize_init as begin };";

const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// `module` without the exports that the player does not use, and without what the linker says of
/// addresses, which no longer holds when others have rewritten the code.
pub(crate) fn without_unused(module: &[u8]) -> Option<Vec<u8>> {
    rewrite(module, |id, section| {
        if id == CUSTOM {
            let name = text(&mut &*section)?;
            if name == "linking" || name.starts_with("reloc.") {
                return Some(Vec::new());
            }
        }
        if id != EXPORTS {
            return Some(section.to_vec());
        }
        let mut rest = section;
        let (count, mut left, mut held) = (number(&mut rest)?, 0, Vec::new());
        for _ in 0..count {
            let before = rest;
            let name = text(&mut rest)?;
            rest = rest.get(1..)?;
            number(&mut rest)?;
            if !UNUSED.iter().any(|unused| name.starts_with(unused)) {
                left += 1;
                held.extend_from_slice(&before[..before.len() - rest.len()]);
            }
        }
        let mut section = leb(left);
        section.extend(held);
        Some(section)
    })
}

/// The two modules and their `glue` with short names for what one has from the other, and `glue`
/// without what neither of them imports.
pub(crate) fn shortened([first, late]: [&[u8]; 2], glue: &str) -> Option<([Vec<u8>; 2], String)> {
    let mut names = Vec::new();
    let first = with_short_imports(first, &mut names)?;
    let late = with_short_imports(late, &mut names)?;
    let glue = trimmed(glue, &names)?;
    // The starter makes the instance; how the glue would do it goes with what only that needs.
    if !glue.contains(ENTRANCE) {
        return None;
    }
    let glue = glue.replace(ENTRANCE, DOORS);
    let glue = glue.replace(&["\"", GLUE, "\""].concat(), "\".\"");
    let (first, glue) = with_short_exports(&first, glue)?;
    Some(([first, late], glue))
}

/// `module` with short names for what it imports from the glue; `names` are those met so far.
fn with_short_imports(module: &[u8], names: &mut Vec<String>) -> Option<Vec<u8>> {
    rewrite(module, |id, section| {
        if id != IMPORTS {
            return Some(section.to_vec());
        }
        let mut rest = section;
        let count = number(&mut rest)?;
        let mut held = leb(count);
        for _ in 0..count {
            let from = text(&mut rest)?.to_owned();
            let mut name = text(&mut rest)?.to_owned();
            let before = rest;
            let (kind, after) = rest.split_first()?;
            rest = after;
            match kind {
                // A function, with its type.
                0 => {
                    number(&mut rest)?;
                    let place = names.iter().position(|have| *have == name);
                    let place = place.unwrap_or_else(|| {
                        names.push(name.clone());
                        names.len() - 1
                    });
                    name = short(place);
                }
                // A table: what it holds, and its limits.
                1 => {
                    rest = rest.get(1..)?;
                    limits(&mut rest)?;
                }
                2 => limits(&mut rest)?,
                // A global: its type, and whether it changes.
                3 => rest = rest.get(2..)?,
                _ => return None,
            }
            let from = if from == GLUE { "." } else { &from };
            for text in [from, &name] {
                held.extend(leb(text.len()));
                held.extend_from_slice(text.as_bytes());
            }
            held.extend_from_slice(&before[..before.len() - rest.len()]);
        }
        Some(held)
    })
}

fn limits(bytes: &mut &[u8]) -> Option<()> {
    let bounded = number(bytes)? & 1 == 1;
    number(bytes)?;
    if bounded {
        number(bytes)?;
    }
    Some(())
}

/// `module` and `glue` with short names for the exports that the compiler named. One that the
/// glue no longer calls goes.
fn with_short_exports(module: &[u8], mut glue: String) -> Option<(Vec<u8>, String)> {
    let mut shortened = 0;
    let module = rewrite(module, |id, section| {
        if id != EXPORTS {
            return Some(section.to_vec());
        }
        let mut rest = section;
        let (count, mut left, mut held) = (number(&mut rest)?, 0, Vec::new());
        for _ in 0..count {
            let mut name = text(&mut rest)?.to_owned();
            let before = rest;
            rest = rest.get(1..)?;
            number(&mut rest)?;
            if name.starts_with("_R") {
                // With the bracket: one name can begin like another.
                let call = ["wasm.", &name, "("].concat();
                if !glue.contains(&call) {
                    continue;
                }
                name = short(shortened);
                shortened += 1;
                glue = glue.replace(&call, &["wasm.", &name, "("].concat());
            }
            left += 1;
            held.extend(leb(name.len()));
            held.extend_from_slice(name.as_bytes());
            held.extend_from_slice(&before[..before.len() - rest.len()]);
        }
        let mut section = leb(left);
        section.extend(held);
        Some(section)
    })?;
    Some((module, glue))
}

/// The name of the import at a place. No digit first: the glue writes it without quotes.
fn short(place: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let letter = |n: usize| char::from(LETTERS[n % 26]);
    [letter(place / 26), letter(place)].iter().collect()
}

/// The glue, line by line as wasm-bindgen writes it: its table of imports has one entry after
/// the other, each eight spaces in, and a class or a constant begins where its line begins.
fn trimmed(glue: &str, names: &[String]) -> Option<String> {
    let mut met = 0;
    let mut out = String::with_capacity(glue.len());
    let mut lines = glue.lines();
    while let Some(line) = lines.next() {
        let mut skip = |end: &str| {
            for line in lines.by_ref() {
                // An entry can end in `}, arguments); },` as well.
                if line.starts_with(end) {
                    break;
                }
            }
        };
        if line.starts_with("export class IntoUnderlying") {
            skip("}");
        } else if line.starts_with("const IntoUnderlying") {
            // On two lines: the second one says what it is.
            skip_to_semicolon(line, &mut lines);
        } else if line.starts_with("if (Symbol.dispose) IntoUnderlying") {
            // On one line.
        } else if let Some((name, what)) = entry(line) {
            match names.iter().position(|have| have == name) {
                Some(place) => {
                    met += 1;
                    out.push_str("        ");
                    out.push_str(&short(place));
                    out.push(':');
                    out.push_str(what);
                    out.push('\n');
                }
                None if line.ends_with('{') => skip("        }"),
                None => {}
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    // An import that the glue does not have would be a page that does not start.
    (met == names.len()).then_some(out)
}

fn skip_to_semicolon<'a>(first: &str, lines: &mut impl Iterator<Item = &'a str>) {
    if !first.ends_with(';') {
        for line in lines {
            if line.ends_with(';') {
                break;
            }
        }
    }
}

/// The name and the beginning of an entry in the table of imports.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (name, what) = line.strip_prefix("        ")?.split_once(':')?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (plain && name.starts_with("__wb")).then_some((name, what))
}

/// `module` with each section as `change` makes it, and without those that it makes empty.
fn rewrite(module: &[u8], mut change: impl FnMut(u8, &[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (module.get(..8)?.to_vec(), module.get(8..)?);
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        let (section, after) = rest.split_at_checked(length)?;
        rest = after;
        let section = change(*id, section)?;
        if !section.is_empty() {
            out.push(*id);
            out.extend(leb(section.len()));
            out.extend(section);
        }
    }
    Some(out)
}

fn number(bytes: &mut &[u8]) -> Option<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 127) << shift;
        if *byte < 128 {
            return Some(number);
        }
        shift += 7;
        if shift > 28 {
            return None;
        }
    }
}

fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(bytes)?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    std::str::from_utf8(text).ok()
}

fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (number & 127) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 128);
    }
}

#[cfg(test)]
mod tests {
    use super::{leb, number, shortened, without_unused};

    fn module(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, section) in sections {
            module.push(*id);
            module.extend(leb(section.len()));
            module.extend_from_slice(section);
        }
        module
    }

    #[test]
    fn exports_that_nobody_calls_go_and_the_others_stay() {
        let whole = module(&[
            (7, b"\x02\x04main\0\x05\x13intounderlyingsink_\0\x81\x02"),
            (10, b"\0"),
        ]);
        let left = module(&[(7, b"\x01\x04main\0\x05"), (10, b"\0")]);
        assert_eq!(without_unused(&whole), Some(left));
        assert_eq!(without_unused(&whole[..20]), None, "cut short");
    }

    #[test]
    fn an_import_has_the_same_short_name_on_both_sides() {
        let whole = module(&[(2, b"\x01\x04./bg\x08__wbg_ab\0\x07")]);
        let glue = "    const import0 = {\n        __proto__: null,\n        __wbg_no: function() {\n            \
                    return 1;\n        },\n        __wbg_ab: function(arg0) {\n            return arg0;\n        },\n    };\n\
                    export class IntoUnderlyingSink {\n    free() {\n    }\n}\nexport { initSync, __wbg_init as default };\n";
        let late = module(&[(
            2,
            b"\x02\x05first\x06memory\x02\0\x01\x04./bg\x08__wbg_ab\0\x07",
        )]);
        let ([first, late], glue_now) = shortened([&whole, &late], glue).expect("a module");
        assert_eq!(first, module(&[(2, b"\x01\x04./bg\x02aa\0\x07")]));
        let shared = b"\x02\x05first\x06memory\x02\0\x01\x04./bg\x02aa\0\x07";
        assert_eq!(late, module(&[(2, shared)]), "and so in the second half");
        assert_eq!(
            glue_now,
            "    const import0 = {\n        __proto__: null,\n        aa: function(arg0) {\n            return arg0;\n        },\n    };\nexport { __wbg_get_imports as imports, __wbg_finalize_init as begin };\n"
        );
    }

    #[test]
    fn a_number_survives_being_written() {
        for value in [0, 1, 127, 128, 300, 1 << 20] {
            assert_eq!(number(&mut &*leb(value)), Some(value));
        }
    }
}
