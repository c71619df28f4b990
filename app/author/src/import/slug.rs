//! Ids and keys out of words.

use std::collections::BTreeMap;

use domain::fold;

/// So long an id that is made of words becomes at most.
const LENGTH: usize = 40;

/// The first `most` of `words` as an id: small letters without accents, joined by hyphens. Empty when
/// nothing of them can stand in one.
pub(crate) fn of(words: &str, most: usize) -> String {
    let mut id = String::new();
    let mut left = most;
    for word in words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let folded = fold::fold(word);
        let letters: String = folded
            .chars()
            .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            .take(LENGTH)
            .collect();
        if letters.is_empty() {
            continue;
        }
        if left == 0 || id.len() + letters.len() + 1 > LENGTH {
            break;
        }
        left -= 1;
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&letters);
    }
    id
}

/// `wanted`, or with the first number behind it that `take` has free. `counts` remembers where to go on,
/// so that a thousand of the same name are not tried a thousand times each.
pub(crate) fn free(
    wanted: &str,
    counts: &mut BTreeMap<String, usize>,
    mut take: impl FnMut(&str) -> bool,
) -> String {
    if take(wanted) {
        return wanted.to_owned();
    }
    let count = counts.entry(wanted.to_owned()).or_insert(1);
    loop {
        *count += 1;
        let cut = wanted.len().min(56);
        let id = format!("{}-{count}", wanted.get(..cut).unwrap_or(wanted));
        if take(&id) {
            return id;
        }
    }
}

/// `text` as a text of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_an_id() {
        assert_eq!(of("L’œuvre déjà réemployée (2)", 3), "l-oeuvre-deja");
        assert_eq!(of("45 %", 3), "45");
        assert_eq!(of("再利用", 3), "");
        assert!(of(&"word ".repeat(100), 100).len() <= LENGTH);
    }

    #[test]
    fn what_is_taken_gets_a_number() {
        let mut taken = std::collections::BTreeSet::from(["a".to_owned(), "a-2".to_owned()]);
        let mut counts = BTreeMap::new();
        let mut free = |wanted| free(wanted, &mut counts, |id| taken.insert(id.to_owned()));
        assert_eq!([free("a"), free("a"), free("b")], ["a-3", "a-4", "b"]);
    }
}
