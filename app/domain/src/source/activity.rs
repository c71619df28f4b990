//! An activity: its opening line, its TOML, and the task its kind makes of the rest.

use std::{cell::RefCell, ops::Range};

use pulldown_cmark::{CodeBlockKind, Tag};

use super::{
    fence::{Fence, Item, first_line, known_key},
    fields::{self, Fields, Given, as_id, short},
    lesson::{self, ActivityMark},
    markdown::{Node, Part},
    near,
    reader::Reader,
    shelf::Shelf,
    words::{self, Words},
};
use crate::{
    activity::Activity,
    behaviour::Behaviour,
    digest::Digest,
    id::Id,
    interaction::{Kind, Task},
    rule,
};

/// The bytes between the lines of backticks; nothing when there is none.
pub(crate) fn body(node: &Node<'_>) -> Option<Range<usize>> {
    let texts = node
        .held
        .iter()
        .filter(|held| matches!(held.part, Part::Text(_)));
    let mut spans = texts.map(|held| held.span.clone());
    let first = spans.next()?;
    let end = spans.next_back().map_or(first.end, |last| last.end);
    Some(first.start..end)
}

/// Reads the activity in the fence `node`: where it stands, and what it is if it can be done.
pub(crate) fn read(
    reader: &Reader<'_>,
    node: &Node<'_>,
    behaviour: Behaviour,
    competencies: &[Id],
) -> (Option<ActivityMark>, Option<Activity>) {
    let span = first_line(reader.text, &node.span);
    let Part::Held(Tag::CodeBlock(CodeBlockKind::Fenced(words))) = &node.part else {
        return (None, None);
    };
    let mut words = words.split_whitespace().skip(1);
    let (kind, id) = (words.next(), words.next());
    let id = name(reader, id, words.next(), &span);
    let kind = match kind.map(|word| (word, Kind::ALL.iter().find(|kind| kind.name() == word))) {
        Some((_, Some(kind))) => Some(*kind),
        Some((word, None)) => {
            let names = Kind::ALL.iter().map(|kind| kind.name());
            reader.add(
                &rule::UNKNOWN_KIND,
                span.clone(),
                format!("there is no kind of activity called `{}`.", short(word)),
                near::suggestion(word, names),
            );
            None
        }
        None => None,
    };
    // Footnotes belong to the page; in an activity there are none.
    let footnotes = reader.footnotes.take();
    let body = body(node).unwrap_or(node.span.end..node.span.end);
    let source = reader.source(body.clone());
    let (toml, start) = match lesson::head(source) {
        Some((toml, rest)) => (
            body.start + toml.start..body.start + toml.end,
            body.start + rest,
        ),
        None => (body.start..body.start, body.start),
    };
    if toml.is_empty() && source.starts_with("+++") && lesson::head(source).is_none() {
        reader.add(
            &rule::BROKEN_TOML,
            first_line(reader.text, &body),
            "the line `+++` that ends the TOML of this activity is missing.",
            "write `+++` on a line of its own below the TOML.",
        );
    }
    let tables = kind.is_some_and(Kind::has_table);
    let inner_keys = kind.is_none_or(Kind::has_inner_keys);
    let words = words::words(reader, start..body.end, tables, inner_keys);
    reader.footnotes.replace(footnotes);
    look_over(
        reader,
        &words,
        behaviour,
        &span,
        kind.map_or(2, Kind::least),
    );
    let in_list = words.list.iter().flat_map(|list| &list.items);
    let in_table = words.table.iter().flat_map(|table| {
        let rows = table.rows.iter().map(|(row, _)| row);
        rows.chain(&table.columns)
    });
    let keys = in_list
        .chain(in_table)
        .flat_map(Item::with_inner)
        .filter(|item| item.keyed);
    let keys = keys
        .map(|item| (item.key.clone(), item.span.clone()))
        .collect();
    let head = reader.source(toml.clone());
    let made = fields::parse(reader.report, reader.file, head, toml.start, |fields| {
        let kind = kind?;
        make(reader, fields, kind, id.clone(), &span, words, competencies)
    });
    (
        id.map(|id| ActivityMark {
            id,
            made: made.is_some(),
            span,
            keys,
        }),
        made,
    )
}

fn name(
    reader: &Reader<'_>,
    id: Option<&str>,
    more: Option<&str>,
    span: &Range<usize>,
) -> Option<Id> {
    let Some(id) = id else {
        reader.add(
            &rule::ACTIVITY_WITHOUT_ID,
            span.clone(),
            "this activity has no kind or no id.",
            "write both after the backticks: ```` ```activity choice its-id ````.",
        );
        return None;
    };
    if let Some(more) = more {
        reader.add(
            &rule::ACTIVITY_WITHOUT_ID,
            span.clone(),
            format!("`{}` stands after the id of this activity.", short(more)),
            "an id is one word; join its parts by hyphens.",
        );
    }
    let at = reader
        .source(span.clone())
        .find(id)
        .map_or(span.start, |at| span.start + at);
    let given = Given {
        value: id.to_owned(),
        span: at..(at + id.len()).min(span.end),
    };
    as_id(reader.report, reader.file, given).map(|given| given.value)
}

/// Says what any kind would miss whose list has at least so many entries.
fn look_over(
    reader: &Reader<'_>,
    words: &Words,
    behaviour: Behaviour,
    span: &Range<usize>,
    least: usize,
) {
    if words.prompt.is_empty() {
        reader.add(
            &rule::ACTIVITY_WITHOUT_PROMPT,
            span.clone(),
            "nothing is asked in this activity.",
            "write what the learner is to do, above the list.",
        );
    }
    if words.list.is_none() && least > 0 {
        reader.add(
            &rule::ACTIVITY_WITHOUT_LIST,
            span.clone(),
            "this activity has no list.",
            "write its entries below the prompt, each with its key: `- [x] Words {#key}`.",
        );
    }
    if let Some([item]) = words.list.as_ref().map(|list| &list.items[..])
        && least > 1
    {
        reader.add(
            &rule::LIST_OF_ONE,
            item.span.clone(),
            "this list has a single entry.",
            "write at least two.",
        );
    }
    if words.hints.is_empty() && behaviour.hints(1) > 0 {
        reader.add(
            &rule::ACTIVITY_WITHOUT_HINT,
            span.clone(),
            "this activity has no hint.",
            "add a line that starts with `?`.",
        );
    }
}

fn make(
    reader: &Reader<'_>,
    fields: &Fields<'_>,
    kind: Kind,
    id: Option<Id>,
    span: &Range<usize>,
    words: Words,
    competencies: &[Id],
) -> Option<Activity> {
    let attempts = attempts(fields);
    let sure = fields.flag("sure").map(|given| given.value);
    let own = self::competencies(fields, reader.shelf);
    let fence = Fence {
        head: fields,
        lang: reader.lang,
        span: span.clone(),
        reader,
        prompt: words.prompt.into(),
        list: words.list,
        table: words.table,
        hints: words.hints,
        feedback: words.feedback,
        partly: words.partly,
        tagged: words.tagged,
        asked: RefCell::default(),
    };
    let task = kind.read(&fence);
    fence.finish();
    let shown = misconceptions(fields, reader.shelf, &fence, kind, task.as_ref());
    let task = task.filter(Task::sound)?;
    let mut activity = Activity {
        id: id?,
        prompt: fence.prompt.into_inner(),
        hints: fence.hints,
        feedback: fence.feedback,
        attempts,
        sure,
        competencies: own.unwrap_or_else(|| competencies.to_vec()),
        misconceptions: shown,
        grading: Digest::of(task.grading().as_bytes()).short().to_owned(),
        wording: String::new(),
        task,
    };
    activity.wording = wording(&activity);
    Some(activity)
}

/// The fingerprint of all that people read in the activity.
fn wording(activity: &Activity) -> String {
    let task = &activity.task;
    let (entries, feedback) = (task.entries(), task.feedbacks());
    let around = (task.labels(), task.names());
    let Activity {
        prompt,
        hints,
        feedback: verdicts,
        ..
    } = activity;
    let json = serde_json::to_vec(&(prompt, hints, verdicts, entries, feedback, around))
        .unwrap_or_default();
    Digest::of(&json).short().to_owned()
}

fn attempts(fields: &Fields<'_>) -> u8 {
    let Some(given) = fields.number("attempts") else {
        return 2;
    };
    match u8::try_from(given.value) {
        Ok(attempts @ 0..=99) => attempts,
        Ok(_) | Err(_) => {
            fields.out_of_range("attempts", &given, "a number from 0 to 99; 0 sets no limit");
            2
        }
    }
}

/// The field `competencies`, if it is there.
pub(crate) fn competencies(fields: &Fields<'_>, shelf: &Shelf) -> Option<Vec<Id>> {
    let given = fields.texts("competencies")?;
    let mut known: Vec<Id> = Vec::new();
    for name in given.value {
        match shelf
            .competencies
            .iter()
            .find(|id| id.as_str() == name.value)
        {
            Some(id) if known.contains(id) => {}
            Some(id) => known.push(id.clone()),
            None => fields.report.add(
                &rule::UNKNOWN_COMPETENCY,
                fields.at(name.span.clone()),
                format!("course.toml has no competency `{}`.", short(&name.value)),
                near::suggestion(&name.value, shelf.competencies.iter().map(Id::as_str)),
            ),
        }
    }
    Some(known)
}

fn misconceptions(
    fields: &Fields<'_>,
    shelf: &Shelf,
    fence: &Fence<'_>,
    kind: Kind,
    task: Option<&Task>,
) -> Vec<(Id, Id)> {
    let showing = task.map(Task::showing).unwrap_or_default();
    let items = fence.list.as_ref().map_or(&[][..], |list| &list.items);
    let mut shown = Vec::new();
    for (key, name) in fields.pairs("misconceptions") {
        let misconception = shelf
            .misconceptions
            .iter()
            .find(|id| id.as_str() == name.value);
        if misconception.is_none() {
            fields.report.add(
                &rule::UNKNOWN_MISCONCEPTION,
                fields.at(name.span.clone()),
                format!("course.toml has no misconception `{}`.", short(&name.value)),
                near::suggestion(&name.value, shelf.misconceptions.iter().map(Id::as_str)),
            );
        }
        let entry = showing.iter().find(|other| other.as_str() == key.value);
        let entry = match entry {
            Some(entry) => Some(entry.clone()),
            None if kind.least() > 0 => known_key(fields, items, &key),
            None => {
                // Without a task there is nothing yet that a key could name.
                if task.is_some() {
                    fields.report.add(
                        &rule::UNKNOWN_KEY,
                        fields.at(key.span.clone()),
                        format!("nothing here has the key `{}`.", short(&key.value)),
                        near::suggestion(&key.value, showing.iter().map(Id::as_str)),
                    );
                }
                None
            }
        };
        let Some(entry) = entry else { continue };
        if task.is_some_and(|task| task.shows(&task.key(), &entry)) {
            fields.report.add(
                &rule::MISCONCEPTION_ON_RIGHT_ENTRY,
                fields.at(key.span.clone()),
                format!("`{entry}` is right here, so it shows no misconception."),
                "name a wrong entry.",
            );
            continue;
        }
        shown.extend(misconception.map(|id| (entry, id.clone())));
    }
    shown
}
