//! The nearest word, for "did you mean".

/// The word of `known` that is so near to `word` that it was probably meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word of no sane length has no neighbours, and would cost time.
    if word.is_empty() || word.len() > 80 {
        return None;
    }
    let most = (word.chars().count() / 3).clamp(1, 3);
    let measured = known
        .into_iter()
        .map(|other| (distance(word, other), other));
    measured
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
}

/// `: did you mean …?` or a list of what there is.
pub(crate) fn suggestion<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(near) = nearest(word, known.clone()) {
        return format!("did you mean `{near}`?");
    }
    let all: Vec<&str> = known.into_iter().collect();
    match all.len() {
        0 => "there is none yet.".to_owned(),
        1 => format!("there is only {}.", quoted(&all)),
        2..=12 => format!("there are {}.", quoted(&all)),
        more => format!(
            "there are {}, and {} more.",
            quoted(all.get(..8).unwrap_or(&all)),
            more - 8
        ),
    }
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn quoted<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

/// How many letters are to be put in, taken out, changed or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().take(80).collect();
    let width = other.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
            let above = &rows[i];
            let mut best = (at(above, j) + usize::from(a != b))
                .min(at(above, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                best = best.min(at(&rows[i - 1], j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_found() {
        let known = ["attempts", "shuffle", "competencies"];
        assert_eq!(nearest("atempts", known), Some("attempts"));
        assert_eq!(nearest("shufle", known), Some("shuffle"));
        assert_eq!(nearest("hsuffle", known), Some("shuffle"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(quoted(&["a"]), "`a`");
        assert_eq!(quoted(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
