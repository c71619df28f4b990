//! Small activities, lessons and statements, made by hand.

use domain::{
    activity::{Activity, Feedback},
    course::{Block, Lesson, Page},
    decimal::Decimal,
    id::{Id, Lang},
    interaction::{
        Entry, Task, cards, choice, choices, decision, estimate, gap, hotspot, mark, matrix,
        number, open, pairs, sequence, text,
    },
    port::StorageError,
    prose::{self, Inline},
    statement::{Attempt, Deed, Stamp, Statement, VERSION},
    trial::Happening,
};

/// The id written in `text`.
pub fn id(text: &str) -> Id {
    Id::new(text).unwrap_or_else(|_| panic!("{text:?} is not an id"))
}

/// The language with the code `text`.
pub fn lang(text: &str) -> Lang {
    Lang::new(text).unwrap_or_else(|_| panic!("{text:?} is not a language"))
}

/// One paragraph.
pub fn words(text: &str) -> prose::Prose {
    vec![prose::Block::Paragraph(vec![Inline::Text(text.to_owned())])]
}

fn entries(keys: &[&str]) -> Vec<Entry> {
    let entry = |key: &&str| Entry {
        key: id(key),
        text: vec![Inline::Text(format!("The {key}"))],
    };
    keys.iter().map(entry).collect()
}

/// Feedback for each of `keys`.
fn feedback(keys: &[&str]) -> Vec<(Id, prose::Prose)> {
    keys.iter()
        .map(|key| (id(key), words(&format!("About {key}."))))
        .collect()
}

/// A `choice` among `keys`, of which `key` is right.
pub fn choice(keys: &[&str], key: &str) -> Task {
    Task::Choice(
        choice::Task {
            entries: entries(keys),
            shuffle: true,
            secret: choice::Secret {
                key: id(key),
                feedback: feedback(keys),
            },
        }
        .into(),
    )
}

/// A `choices` among `keys`, of which all of `key` are right.
pub fn choices(keys: &[&str], key: &[&str]) -> Task {
    Task::Choices(
        choices::Task {
            entries: entries(keys),
            shuffle: true,
            secret: choices::Secret {
                key: key.iter().map(|key| id(key)).collect(),
                feedback: feedback(keys),
            },
        }
        .into(),
    )
}

/// A `mark` of a text in `keys`, of which all of `key` are to be marked.
pub fn mark(keys: &[&str], key: &[&str]) -> Task {
    Task::Mark(
        mark::Task {
            entries: entries(keys),
            secret: mark::Secret {
                key: key.iter().map(|key| id(key)).collect(),
                feedback: feedback(keys),
            },
        }
        .into(),
    )
}

/// A `hotspot` with a region for each of `keys`, of which all of `key` are right.
pub fn hotspot(keys: &[&str], key: &[&str]) -> Task {
    let region = |(n, key): (usize, &&str)| {
        let at = u8::try_from(n * 10).expect("a few regions");
        let region = hotspot::Region {
            x: at,
            y: at,
            width: 10,
            height: 10,
        };
        (id(key), region)
    };
    Task::Hotspot(
        hotspot::Task {
            picture: vec![prose::Block::Picture(prose::Picture {
                file: "media/0123456789abcdef.svg".into(),
                alt: "A phone, opened".into(),
                caption: String::new(),
                width: 620,
                height: 610,
            })],
            entries: entries(keys),
            regions: keys.iter().enumerate().map(region).collect(),
            shuffle: true,
            secret: hotspot::Secret {
                key: key.iter().map(|key| id(key)).collect(),
                feedback: feedback(keys),
            },
        }
        .into(),
    )
}

/// What is said of the first entry where it stands too late, and of the last where it stands too early.
fn first_astray(keys: &[&str]) -> Vec<(Id, bool, prose::Prose)> {
    let said = |key: Option<&&str>, early, why: &str| {
        key.map(|key| (id(key), early, words(&format!("Why {key} not {why}."))))
    };
    let all = [
        said(keys.first(), false, "later"),
        said(keys.last(), true, "earlier"),
    ];
    all.into_iter().flatten().collect()
}

/// A `sequence`, right in each of `orders`.
pub fn sequence(orders: &[&[&str]]) -> Task {
    let first = orders.first().copied().unwrap_or_default();
    Task::Sequence(
        sequence::Task {
            entries: entries(first),
            ends: (String::new(), String::new()),
            secret: sequence::Secret {
                orders: orders
                    .iter()
                    .map(|order| order.iter().map(|key| id(key)).collect())
                    .collect(),
                feedback: feedback(first),
                astray: Some(first_astray(first)),
            },
        }
        .into(),
    )
}

/// What a `categorise` or `match` holds: `entries` with the place of each, and the `places`. For the
/// first entry something particular is said in each place.
fn pairs(entries: &[(&str, &str)], places: &[&str]) -> pairs::Task {
    let keys: Vec<&str> = entries.iter().map(|(key, _)| *key).collect();
    let first = keys.first().copied().unwrap_or_default();
    let mut key: pairs::Pairs = entries
        .iter()
        .map(|(key, place)| (id(key), id(place)))
        .collect();
    key.sort();
    pairs::Task {
        entries: self::entries(&keys),
        places: self::entries(places),
        secret: pairs::Secret {
            key,
            feedback: feedback(&keys),
            particular: places
                .iter()
                .map(|place| (id(first), id(place), words(&format!("In {place}."))))
                .collect(),
        },
    }
}

/// A `categorise` of items, each with its group, into `groups`.
pub fn categorise(items: &[(&str, &str)], groups: &[&str]) -> Task {
    Task::Categorise(pairs(items, groups).into())
}

/// An `estimate` from `min` to `max` by `step`, of which `key` is right and `near` is still near.
pub fn estimate([min, max, step, start]: [i64; 4], [key, near]: [i64; 2]) -> Task {
    Task::Estimate(
        estimate::Task {
            entries: vec![Entry {
                key: id(estimate::VALUE),
                text: Vec::new(),
            }],
            min,
            max,
            step,
            start,
            digits: 0,
            unit: "%".into(),
            secret: estimate::Secret {
                key,
                near,
                figure: None,
                low: words("More than that."),
                high: words("Less than that."),
            },
        }
        .into(),
    )
}
/// A `match` of entries, each with its partner, and all `partners`.
pub fn matching(entries: &[(&str, &str)], partners: &[&str]) -> Task {
    Task::Match(pairs(entries, partners).into())
}

/// A `matrix` on the scale `columns`: each row with the column that is right.
pub fn matrix(columns: &[&str], rows: &[(&str, &str)]) -> Task {
    let keys: Vec<&str> = rows.iter().map(|(row, _)| *row).collect();
    let feedback = keys.iter().map(|row| {
        let about = words(&format!("About {row}."));
        (id(row), None, about)
    });
    let key = rows.iter().map(|(row, column)| (id(row), id(column)));
    let key: std::collections::BTreeSet<_> = key.collect();
    Task::Matrix(
        matrix::Task {
            rows: entries(&keys),
            columns: entries(columns),
            shuffle: true,
            secret: matrix::Secret {
                key: key.into_iter().collect(),
                feedback: feedback.collect(),
            },
        }
        .into(),
    )
}

/// The decimal number written in `text`.
pub fn decimal(text: &str) -> Decimal {
    Decimal::new(text).unwrap_or_else(|_| panic!("{text:?} is not a decimal number"))
}

/// A `number`: the key with its tolerance, its unit, further units with their factors, and the
/// wrong numbers that were foreseen.
pub fn number(
    key: (&str, &str),
    unit: &str,
    units: &[(&str, &str)],
    wrong: &[(&str, &str)],
) -> Task {
    let keys: Vec<&str> = wrong.iter().map(|(key, _)| *key).collect();
    Task::Number(
        number::Task {
            unit: unit.to_owned(),
            units: units
                .iter()
                .map(|(name, factor)| ((*name).to_owned(), decimal(factor)))
                .collect(),
            secret: number::Secret {
                key: decimal(key.0),
                tolerance: decimal(key.1),
                wrong: wrong
                    .iter()
                    .map(|(key, number)| (id(key), decimal(number)))
                    .collect(),
                feedback: feedback(&keys),
            },
        }
        .into(),
    )
}

/// A `text`: what is accepted, and the wrong texts that were foreseen, each with its key.
pub fn text(accepted: &[(&str, &str)], wrong: &[(&str, &str)]) -> Task {
    let all = || accepted.iter().chain(wrong);
    let keys: Vec<&str> = all().map(|(key, _)| *key).collect();
    let entry = |(key, words): &(&str, &str)| Entry {
        key: id(key),
        text: vec![Inline::Text((*words).to_owned())],
    };
    Task::Text(
        text::Task {
            secret: text::Secret {
                entries: all().map(entry).collect(),
                key: accepted.iter().map(|(key, _)| id(key)).collect(),
                feedback: feedback(&keys),
            },
        }
        .into(),
    )
}

/// An `open` with the criteria `keys` and a model text.
pub fn open(keys: &[&str], model: &str) -> Task {
    Task::Open(
        open::Task {
            secret: open::Secret {
                entries: entries(keys),
                model: words(model),
                feedback: feedback(keys),
            },
        }
        .into(),
    )
}

/// A `decision`: the cards and endings in their order, each ending with its points; the ways on, each
/// with its card and where it leads; and where the way out leads.
pub fn decision(
    cards: &[(&str, Option<u8>)],
    ways: &[(&str, &str, &str)],
    stuck: Option<&str>,
) -> Task {
    let keys: Vec<&str> = cards.iter().map(|(key, _)| *key).collect();
    let worth = |(key, points): &(&str, Option<u8>)| Some((id(key), (*points)?));
    let worth: Vec<(Id, u8)> = cards.iter().filter_map(worth).collect();
    let endings: Vec<&str> = worth.iter().map(|(key, _)| key.as_str()).collect();
    let way = |(key, from, to): &(&str, &str, &str)| decision::Way {
        entry: entries(&[*key]).remove(0),
        from: id(from),
        to: id(to),
        then: words(&format!("Then {key}.")),
    };
    Task::Decision(
        decision::Task {
            entries: entries(&keys),
            ways: ways.iter().map(way).collect(),
            stuck: stuck.map(id),
            secret: decision::Secret {
                feedback: feedback(&endings),
                worth,
            },
        }
        .into(),
    )
}

/// A `gap` of a text in which every gap stands after its name. Each of `gaps` has a key, and options
/// with their words; those of `right` are right.
fn gaps(gaps: &[(&str, Vec<(&str, &str)>)], right: &[&str], is_typed: bool) -> Task {
    let named = |(key, words): &(&str, &str)| Entry {
        key: id(key),
        text: vec![Inline::Text((*words).to_owned())],
    };
    let list =
        |(key, options): &(&str, Vec<(&str, &str)>)| (id(key), options.iter().map(named).collect());
    let options: gap::Options = gaps.iter().map(list).collect();
    let keys: Vec<&str> = gaps.iter().map(|(key, _)| *key).collect();
    let all: Vec<&str> = gaps
        .iter()
        .flat_map(|(_, options)| options.iter().map(|(key, _)| *key))
        .collect();
    let part = |key: &&str| {
        let words = vec![Inline::Text(format!(" {key}: "))];
        [gap::Part::Words(words), gap::Part::Gap(id(key))]
    };
    let (menus, words) = if is_typed {
        (Vec::new(), options)
    } else {
        (options, Vec::new())
    };
    Task::Gap(
        gap::Task {
            gaps: entries(&keys),
            body: gap::Body::Paragraphs(vec![keys.iter().flat_map(part).collect()]),
            menus,
            shuffle: !is_typed,
            secret: gap::Secret {
                words,
                key: right.iter().map(|key| id(key)).collect(),
                feedback: feedback(&all),
            },
        }
        .into(),
    )
}

/// A `gap` with a menu for each of `menus`: its key, and those of its options, `right` among them.
pub fn menus(menus: &[(&str, &[&str])], right: &[&str]) -> Task {
    let all: Vec<(&str, Vec<(&str, &str)>)> = menus
        .iter()
        .map(|(key, options)| (*key, options.iter().map(|key| (*key, *key)).collect()))
        .collect();
    gaps(&all, right, false)
}

/// A `gap` that is typed in: each of `fields` has its key, and texts with their keys and words, of which
/// `right` are accepted.
pub fn fields(fields: &[(&str, Vec<(&str, &str)>)], right: &[&str]) -> Task {
    gaps(fields, right, true)
}

/// A `cards` with a front and a back for each of `keys`, and a remark on the first.
pub fn cards(keys: &[&str]) -> Task {
    let back = |key: &&str| {
        let back = format!("The other side of {key}");
        (id(key), vec![Inline::Text(back)])
    };
    Task::Cards(
        cards::Task {
            entries: entries(keys),
            shuffle: true,
            secret: cards::Secret {
                backs: keys.iter().map(back).collect(),
                feedback: feedback(keys.get(..1).unwrap_or_default()),
            },
        }
        .into(),
    )
}

/// The activity `it` around `task`.
pub fn activity(task: Task, attempts: u8, hints: u8) -> Activity {
    Activity {
        id: id("it"),
        prompt: words("What should be tried first?"),
        hints: (1..=hints).map(|n| words(&format!("Hint {n}."))).collect(),
        feedback: Feedback {
            correct: words("Nothing has to be made again."),
            ..Feedback::default()
        },
        attempts,
        competencies: vec![id("loops.order")],
        sure: None,
        misconceptions: Vec::new(),
        task,
        grading: "0123456789abcdef".into(),
        wording: "fedcba9876543210".into(),
    }
}

/// A lesson of one page for each of `activities`.
pub fn lesson(activities: impl IntoIterator<Item = Activity>) -> Lesson {
    let page = |(n, activity): (usize, Activity)| Page {
        id: id(&format!("page-{n}")),
        title: format!("Page {n}"),
        behaviour: None,
        draw: None,
        steps: vec![
            words("Something to read.")
                .into_iter()
                .map(Block::Prose)
                .collect(),
            vec![Block::Activity(Box::new(activity))],
        ],
        footnotes: vec![words("A footnote.")],
    };
    Lesson {
        id: id("two-words"),
        lang: lang("en"),
        title: "Two words, one part".into(),
        minutes: 8,
        competencies: vec![id("loops.order")],
        pages: activities.into_iter().enumerate().map(page).collect(),
        terms: Vec::new(),
        figures: Vec::new(),
    }
}

/// The statement that `writer` makes of `did` after having seen the count `seen`.
pub fn statement(seen: u64, writer: &str, did: Deed) -> Statement {
    Statement {
        v: VERSION,
        id: Stamp::after(seen, &id(writer)),
        at: 1_766_000_000_000,
        course: id("reuse-or-recycling"),
        version: "0.1.0".into(),
        lesson: id("two-words"),
        did,
    }
}

/// What is stored of something that happened in a trial at `activity`.
pub fn deed(activity: &Activity, happening: &Happening) -> Deed {
    let it = || activity.id.clone();
    match happening {
        Happening::Answered {
            response,
            score,
            attempt,
            hints,
            sure,
        } => Deed::Answered(Attempt {
            activity: it(),
            response: response.clone(),
            score: *score,
            attempt: *attempt,
            hints: *hints,
            grading: activity.grading.clone(),
            wording: activity.wording.clone(),
            sure: *sure,
        }),
        Happening::Hinted(hint) => Deed::Hinted(it(), *hint),
        Happening::Revealed => Deed::Revealed(it()),
        Happening::Restarted => Deed::Restarted(it()),
    }
}

/// The path that the program of the tests is served from.
pub const PLACE: &str = "/boucle/";

/// Every way in which a store can fail.
pub const ERRORS: [StorageError; 3] = [
    StorageError::Forbidden,
    StorageError::Full,
    StorageError::Unreadable,
];
