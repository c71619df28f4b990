//! What the kinds have in common in which words are typed: which entry they say. This is no kind itself,
//! and knows none.

use super::Entry;
use crate::{
    ballot::{Choice, Poll, Wording},
    fold,
    id::Id,
    prose,
};

/// So many characters an entry has at most.
const ENTRY_CHARACTERS: usize = 200;

/// The words of `entry` as they are compared.
fn folded(entry: &Entry) -> String {
    fold::fold(&prose::plain(&entry.text))
}

/// How many steps away a text is still near one that compares as `accepted`.
fn near(accepted: &str) -> usize {
    match accepted.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The one of `entries` that `typed` says; if it says none, the first of the `accepted` ones that it
/// nearly says.
#[inline(never)]
pub(super) fn heard(entries: &[Entry], accepted: &[Id], typed: &str) -> (Option<Id>, Option<Id>) {
    let said = fold::fold(typed);
    let mut near_one = None;
    for entry in entries {
        let words = folded(entry);
        if words == said {
            return (Some(entry.key.clone()), None);
        }
        let close = near_one.is_none()
            && accepted.contains(&entry.key)
            && fold::within(&said, &words, near(&words));
        if close {
            near_one = Some(entry.key.clone());
        }
    }
    (None, near_one)
}

/// The poll on which of `entries` are the `accepted` ones, about `about` if it is given. They stand by
/// their words as compared, so that their place shows nothing. Where no wrong one was foreseen, the key
/// would stand alone: there is nothing to vote for but how well it was known.
#[inline(never)]
pub(super) fn poll(about: Option<&Id>, entries: &[Entry], accepted: &[Id]) -> Poll {
    // Put in one by one: the sort of the standard library is a large thing.
    let mut sorted: Vec<(String, &Entry)> = Vec::with_capacity(entries.len());
    let mut foreseen = false;
    for entry in entries {
        let words = folded(entry);
        let at = sorted.partition_point(|(before, _)| *before < words);
        sorted.insert(at, (words, entry));
        foreseen |= !accepted.contains(&entry.key);
    }
    if !foreseen {
        return Poll::rated(about);
    }
    let mut choices = Vec::with_capacity(sorted.len() + 1);
    for (_, Entry { key, text }) in sorted {
        choices.push(Choice {
            wording: Wording::Typed(prose::plain(text)),
            right: accepted.contains(key),
            key: Some(key.clone()),
        });
    }
    choices.push(Choice::apart(Wording::Other, false));
    Poll {
        about: about.cloned(),
        choices,
    }
}

/// Whether each of `entries` has words that are short, and compare like those of no other.
#[inline(never)]
pub(super) fn told_apart(entries: &[Entry]) -> bool {
    let words: Vec<String> = entries.iter().map(folded).collect();
    let once = |(n, word): (usize, &String)| !words.iter().take(n).any(|before| before == word);
    let short = |entry: &Entry| prose::plain(&entry.text).chars().count() <= ENTRY_CHARACTERS;
    words.iter().all(|word| !word.is_empty())
        && words.iter().enumerate().all(once)
        && entries.iter().all(short)
}

/// Says which entries compare like one before them, compare as nothing, or are too long.
#[cfg(feature = "source")]
pub(super) fn look_over(
    fence: &crate::source::fence::Fence<'_>,
    items: &[crate::source::fence::Item],
) {
    use crate::rule;
    let mut before: Vec<(String, String)> = Vec::new();
    for item in items {
        let words = prose::plain(&item.text).trim().to_lowercase();
        let folded = fold::fold(&words);
        if folded.is_empty() && !words.is_empty() {
            fence.add(
                &rule::ENTRY_WITHOUT_WORDS,
                item.span.clone(),
                "nothing is left of this entry when it is compared.",
                "write letters or digits: spaces, hyphens and marks of a sentence do not count.",
            );
        }
        if words.chars().count() > ENTRY_CHARACTERS {
            fence.add(
                &rule::TEXT_TOO_LONG,
                item.span.clone(),
                format!("this entry has more than {ENTRY_CHARACTERS} characters."),
                "ask for a word or a few; nobody writes more in the same words.",
            );
        }
        // Words that are the very same are said to be where the list is read.
        let alike = |(said, other): &(String, String)| *other == folded && *said != words;
        if !folded.is_empty() && before.iter().any(alike) {
            fence.add(
                &rule::REPEATED_ENTRY,
                item.span.clone(),
                "this entry compares like one before it.",
                "take it out: case, accents, apostrophes, hyphens and spaces make no difference.",
            );
        }
        before.push((words, folded));
    }
}
