//! Plays: what a learner does at one activity and what comes of it, as a text.
//!
//! ```text
//! choice refit* shred             the activity: its kind, its keys, the right ones starred
//! attempts 2                      (2 when left out; 0 for no limit)
//! hints 1                         (0 when left out)
//!
//! pick shred                      an edit says nothing
//! check -> incorrect 0/1, 1 left  everything else says what the learner is told
//! response -> shred               a question says how it stands
//! ```
//!
//! A number, a text and a text with gaps take several lines:
//!
//! ```text
//! number 0.5 within 0.05 kg       the key, how far from it, its unit
//! further g 0.001                 a further unit with its factor
//! foreseen grams 500              a wrong number and its key
//!
//! text reuse re-use               an accepted text and its key; a further one in a further line
//! foreseen recycling recycling    a wrong one
//!
//! open opened part                the criteria of a rubric; write TEXT, compare, tick KEY
//!
//! gap rate half* all              a gap with a menu: its key, its options, the right ones starred
//! typed word reuse re-use         a gap to type in: its key, a text that is accepted, and its words
//! foreseen word again recycling   a wrong one
//! fill rate half                  (`fill rate` takes it out; `fill word re-use` types)
//!
//! write 0.5                       where the point is the decimal sign; `écrire` where it is the comma
//! ```
//!
//! A decision takes several lines:
//!
//! ```text
//! decision start second           the cards, in their order; it begins at the first
//! ending kept 2                   an ending and what it is worth
//! way mend start kept             a way on: its card, and where it leads
//! way-out second                  where the way out leads
//!
//! take mend                       takes a way on; `back` goes a step back, `stuck` takes the way out
//! ```
//!
//! A line that begins with `#` is a remark. [`render`] plays the text and writes it again with
//! what really came; a play holds when nothing changed.

use domain::{
    activity::Activity,
    decimal::Sign,
    interaction::{
        Edit, Exercise, Kind, Response, cards, choice, choices, decision, estimate, gap, hotspot,
        mark, matrix, number, open, pairs, sequence, text,
    },
    mastery,
    outcome::{Mark, Missing, Score, Verdict},
    trial::{Event, Notice, Status},
};

use crate::{
    sample::{self, id},
    walk::Walk,
};

/// The play `text` as it really goes, or the number of the line that can't be read, and why.
pub fn render(text: &str) -> Result<String, String> {
    let mut lines = text.lines().enumerate().peekable();
    let mut out = Vec::new();
    let mut head = Vec::new();
    for (_, line) in lines.by_ref() {
        out.push(line.to_owned());
        match line.trim() {
            "" if head.is_empty() => {}
            "" => break,
            remark if remark.starts_with('#') => {}
            line => head.push(line),
        }
    }
    let mut walk = Walk::new(activity(&head)?);
    for (n, line) in lines {
        let event = line.split(" -> ").next().unwrap_or_default().trim();
        if event.is_empty() || event.starts_with('#') {
            out.push(line.to_owned());
            continue;
        }
        let at = |why: String| format!("line {}: {why}", n + 1);
        let (next, result) = step(&walk, event).map_err(at)?;
        walk = next;
        out.push(if result.is_empty() {
            event.to_owned()
        } else {
            format!("{event} -> {result}")
        });
    }
    Ok(out.join("\n") + "\n")
}

/// The activity that the first lines of a play describe.
fn activity(head: &[&str]) -> Result<Activity, String> {
    let (mut attempts, mut hints, mut task) = (2, 0, None);
    let mut orders: Vec<Vec<&str>> = Vec::new();
    let mut misconceptions = Vec::new();
    let (mut columns, mut rows) = (Vec::new(), Vec::new());
    let (mut number, mut further) = (None, Vec::new());
    let (mut accepted, mut foreseen) = (Vec::new(), Vec::new());
    let (mut cards, mut ways, mut out) = (Vec::new(), Vec::new(), None);
    let (mut menus, mut fields) = (Vec::new(), Vec::new());
    let mut right: Vec<&str> = Vec::new();
    for line in head {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let keys: Vec<&str> = rest
            .split_whitespace()
            .map(|key| key.trim_end_matches('*'))
            .collect();
        let starred: Vec<&str> = rest
            .split_whitespace()
            .filter_map(|key| key.strip_suffix('*'))
            .collect();
        let count = || {
            rest.trim()
                .parse()
                .map_err(|_| format!("{rest:?} is not a number"))
        };
        match word {
            "attempts" => attempts = count()?,
            "hints" => hints = count()?,
            "shows" => {
                let pair = rest
                    .split_once(" = ")
                    .ok_or("`shows` needs KEY = MISCONCEPTION")?;
                misconceptions.push((id(pair.0), id(pair.1)));
            }
            "choice" => {
                task = Some(sample::choice(
                    &keys,
                    starred.first().ok_or("no right entry")?,
                ))
            }
            "choices" => task = Some(sample::choices(&keys, &starred)),
            "mark" => task = Some(sample::mark(&keys, &starred)),
            "open" => task = Some(sample::open(&keys, "I would use screws.")),
            "hotspot" => task = Some(sample::hotspot(&keys, &starred)),
            "cards" => task = Some(sample::cards(&keys)),
            "sequence" | "or" => orders.push(keys),
            // `tin=mine wool=farm sea`: what belongs where, and places where nothing does.
            "categorise" => {
                let (pairs, places) = pairs(&keys);
                task = Some(sample::categorise(&pairs, &places));
            }
            "matrix" => columns = keys,
            "row" => rows.push(rest.split_once(' ').ok_or("`row` needs ROW COLUMN")?),
            // MIN MAX STEP START KEY NEAR
            "estimate" => {
                let numbers: Vec<i64> = keys.iter().filter_map(|key| key.parse().ok()).collect();
                let [min, max, step, start, key, near] = numbers[..] else {
                    return Err("`estimate` needs six numbers".to_owned());
                };
                task = Some(sample::estimate([min, max, step, start], [key, near]));
            }
            "match" => {
                let (pairs, places) = pairs(&keys);
                task = Some(sample::matching(&pairs, &places));
            }
            "decision" => cards.extend(keys.into_iter().map(|key| (key, None))),
            "ending" => {
                let (key, points) = rest.split_once(' ').ok_or("an ending needs its points")?;
                let points = points.parse().map_err(|_| "points are a number")?;
                cards.push((key, Some(points)));
            }
            "way" => {
                let [key, from, to] = keys[..] else {
                    return Err("`way` needs KEY CARD TO".to_owned());
                };
                ways.push((key, from, to));
            }
            "way-out" => out = Some(rest),
            "number" => number = Some(keys),
            "further" => further.push(rest.split_once(' ').ok_or("a unit needs a factor")?),
            "text" => accepted.push(rest.split_once(' ').ok_or("a text needs a key")?),
            "foreseen" => {
                foreseen.push(rest.split_once(' ').ok_or("what is foreseen needs a key")?)
            }
            "gap" => {
                right.extend(starred);
                menus.push(keys);
            }
            "typed" => {
                let (gap, rest) = rest.split_once(' ').ok_or("a gap needs a text")?;
                let text = rest.split_once(' ').ok_or("a text needs words")?;
                right.push(text.0);
                fields.push((gap, text));
            }
            other => return Err(format!("no kind and no setting is called {other:?}")),
        }
    }
    if !orders.is_empty() {
        let orders: Vec<&[&str]> = orders.iter().map(Vec::as_slice).collect();
        task = Some(sample::sequence(&orders));
    }
    if !columns.is_empty() {
        task = Some(sample::matrix(&columns, &rows));
    }
    if !ways.is_empty() {
        task = Some(sample::decision(&cards, &ways, out));
    }
    if !menus.is_empty() {
        let menus: Option<Vec<(&str, &[&str])>> = menus
            .iter()
            .map(|keys| keys.split_first().map(|(gap, options)| (*gap, options)))
            .collect();
        task = Some(sample::menus(&menus.ok_or("a gap needs a key")?, &right));
    }
    if !fields.is_empty() {
        let foreseen = foreseen.drain(..).filter_map(|(gap, rest): (&str, &str)| {
            let text = rest.split_once(' ')?;
            Some((gap, text))
        });
        let mut gaps: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for (gap, text) in fields.into_iter().chain(foreseen) {
            match gaps.iter_mut().find(|(key, _)| *key == gap) {
                Some((_, texts)) => texts.push(text),
                None => gaps.push((gap, vec![text])),
            }
        }
        task = Some(sample::fields(&gaps, &right));
    }
    match number.as_deref() {
        Some([key, "within", tolerance, unit @ ..]) => {
            let unit = unit.first().copied().unwrap_or_default();
            task = Some(sample::number((key, tolerance), unit, &further, &foreseen));
        }
        Some(_) => return Err("`number` needs KEY within TOLERANCE UNIT".to_owned()),
        None if accepted.is_empty() => {}
        None => task = Some(sample::text(&accepted, &foreseen)),
    }
    let mut activity = sample::activity(task.ok_or("no activity")?, attempts, hints);
    activity.misconceptions = misconceptions;
    Ok(activity)
}

/// What `words` say of what belongs where, and every place there is.
fn pairs<'a>(words: &[&'a str]) -> (Vec<(&'a str, &'a str)>, Vec<&'a str>) {
    let pairs = words.iter().filter_map(|word| word.split_once('='));
    let mut places: Vec<&str> = Vec::new();
    for word in words {
        let place = word.split_once('=').map_or(*word, |(_, place)| place);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    (pairs.collect(), places)
}

/// What comes of one line.
fn step(walk: &Walk, line: &str) -> Result<(Walk, String), String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let edit = match word {
        "pick" => Some(Edit::Choice(choice::Edit::Pick(id(rest)))),
        "tick" if matches!(walk.trial.exercise(), Exercise::Open(_)) => {
            Some(Edit::Open(open::Edit::Toggle(id(rest))))
        }
        "tick" => Some(Edit::Choices(choices::Edit::Toggle(id(rest)))),
        "mark" => Some(Edit::Mark(mark::Edit::Toggle(id(rest)))),
        "say" => {
            let value = rest
                .parse()
                .map_err(|_| format!("{rest:?} is not a number"))?;
            Some(Edit::Estimate(estimate::Edit::Set(value)))
        }
        // `rate tin good`
        "rate" => {
            let (key, word) = rest.split_once(' ').ok_or("`rate` needs KEY RATING")?;
            Some(Edit::Cards(cards::Edit::Rate(id(key), rating(word)?)))
        }
        "choose" => Some(Edit::Hotspot(hotspot::Edit::Choose(id(rest)))),
        "place" => {
            let (row, column) = rest.split_once(' ').ok_or("`place` needs ROW COLUMN")?;
            Some(Edit::Matrix(matrix::Edit::Place(id(row), id(column))))
        }
        "up" | "down" => {
            let order = order(walk);
            let from = order.iter().position(|key| key == rest);
            let from = from.ok_or_else(|| format!("nothing is called {rest:?}"))?;
            let to = if word == "up" {
                from.checked_sub(1)
            } else {
                Some(from + 1)
            };
            let to = to.ok_or_else(|| format!("{rest:?} is first"))?;
            Some(Edit::Sequence(sequence::Edit::Move(id(rest), to)))
        }
        // `put tin mine`, and `put tin` to take it out.
        "put" => {
            let (key, to) = rest.split_once(' ').unwrap_or((rest, ""));
            let to = (!to.is_empty()).then(|| id(to));
            let put = pairs::Edit::Put(id(key), to);
            let pairs = walk.activity.task.kind() == Kind::Match;
            Some(if pairs {
                Edit::Match(put)
            } else {
                Edit::Categorise(put)
            })
        }
        "fill" => {
            let (gap, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let Exercise::Gap(work) = walk.trial.exercise() else {
                return Err("there is no gap".to_owned());
            };
            Some(Edit::Gap(if work.task().is_typed() {
                gap::Edit::Write(id(gap), rest.to_owned())
            } else {
                gap::Edit::Choose(id(gap), (!rest.is_empty()).then(|| id(rest)))
            }))
        }
        "write" if matches!(walk.trial.exercise(), Exercise::Text(_)) => {
            Some(Edit::Text(text::Edit::Write(rest.to_owned())))
        }
        "write" if matches!(walk.trial.exercise(), Exercise::Open(_)) => {
            Some(Edit::Open(open::Edit::Write(rest.to_owned())))
        }
        "compare" => Some(Edit::Open(open::Edit::Compare)),
        "write" => Some(Edit::Number(number::Edit::Write(
            rest.to_owned(),
            Sign::Point,
        ))),
        "écrire" => Some(Edit::Number(number::Edit::Write(
            rest.to_owned(),
            Sign::Comma,
        ))),
        "take" => Some(Edit::Decision(decision::Edit::Choose(id(rest)))),
        "back" => Some(Edit::Decision(decision::Edit::Back)),
        "stuck" => Some(Edit::Decision(decision::Edit::Stuck)),
        "unit" => {
            let unit = Some(rest.to_owned()).filter(|unit| !unit.is_empty());
            Some(Edit::Number(number::Edit::Unit(unit)))
        }
        // The order as a whole, as if every entry had been moved to its place in turn.
        "order" => {
            let mut next = walk.clone();
            for (to, key) in rest.split_whitespace().enumerate() {
                let edit = Edit::Sequence(sequence::Edit::Move(id(key), to));
                next = next.on(&Event::Edit(edit)).0;
            }
            return Ok((next, String::new()));
        }
        _ => None,
    };
    if let Some(edit) = edit {
        let (next, told) = walk.on(&Event::Edit(edit));
        let same = next.visible() == walk.visible();
        let result = if same {
            "nothing".to_owned()
        } else {
            sentence(&told)
        };
        return Ok((next, result));
    }
    let event = match line {
        "sure" => Some(Event::Sure(true)),
        "unsure" => Some(Event::Sure(false)),
        "check" => Some(Event::Submit),
        "hint" => Some(Event::Hint),
        "key" => Some(Event::Reveal),
        "again" => Some(Event::Restart),
        _ => None,
    };
    if let Some(event) = event {
        let (next, told) = walk.on(&event);
        let quiet = told.is_empty() && next.visible() == walk.visible();
        let result = if quiet {
            "nothing".to_owned()
        } else {
            sentence(&told)
        };
        return Ok((next, result));
    }
    let trial = &walk.trial;
    let result = match line {
        "reload" => return Ok((walk.reloaded(), String::new())),
        "in French" => return Ok((walk.translated(), String::new())),
        "status" => match trial.status() {
            Status::Open => "open",
            Status::Solved => "solved",
            Status::Spent => "spent",
            Status::Revealed => "revealed",
        }
        .to_owned(),
        "response" => response(&trial.exercise().response()),
        "solution" => response(&trial.exercise().solved().map_err(|_| "no key")?.response()),
        "best" => trial.best().map_or("none".to_owned(), points),
        "marks" => trial
            .graded()
            .map_or("none".to_owned(), |(_, scored)| marks(&scored.marks)),
        "log" => format!("{} statements", walk.log.len()),
        "competency" => standing(walk),
        "misconceptions" => list(review(walk).misconceptions.iter().map(|(id, sure)| {
            if *sure {
                format!("{id}, sure")
            } else {
                id.to_string()
            }
        })),
        "feedback" => feedback(walk),
        other => return Err(format!("nobody does {other:?}")),
    };
    Ok((walk.clone(), result))
}

/// The words for the ratings of cards, from 1 on.
const RATINGS: [&str; 4] = ["again", "hard", "good", "easy"];

fn rating(word: &str) -> Result<cards::Rating, String> {
    let found = cards::Rating::ALL
        .into_iter()
        .zip(RATINGS)
        .find(|(_, known)| *known == word);
    let found = found.ok_or_else(|| format!("{word:?} is not a rating"))?;
    Ok(found.0)
}

fn order(walk: &Walk) -> Vec<String> {
    if let domain::interaction::Exercise::Sequence(work) = walk.trial.exercise() {
        sequence::Sequence::standing(work)
            .iter()
            .map(|key| key.as_str().to_owned())
            .collect()
    } else {
        Vec::new()
    }
}

fn list(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(" ")
    }
}

fn response(response: &Response) -> String {
    let name = |key: &domain::id::Id| key.as_str().to_owned();
    let text = match response {
        Response::Choice(picked) => list(picked.iter().map(name)),
        Response::Choices(ticked) => list(ticked.iter().map(name)),
        Response::Mark(marked) => list(marked.iter().map(name)),
        Response::Hotspot(chosen) => list(chosen.iter().map(name)),
        Response::Sequence(order) => list(order.iter().map(name)),
        Response::Decision(path) => list(path.iter().map(name)),
        Response::Matrix(placed) => {
            list(placed.iter().map(|(row, column)| format!("{row}:{column}")))
        }
        Response::Estimate(said) => list(said.iter().map(|(number, digits)| match digits {
            0 => number.to_string(),
            digits => format!("{number}e-{digits}"),
        })),
        Response::Categorise(pairs) | Response::Match(pairs) => {
            list(pairs.iter().map(|(key, to)| format!("{key}={to}")))
        }
        Response::Gap(filled) => list(filled.iter().map(|(gap, typed, said, near)| {
            let said = said.iter().map(|key| format!("={key}"));
            let near = near.iter().map(|key| format!("~{key}"));
            let typed = [typed].into_iter().filter(|typed| !typed.is_empty());
            let typed = typed.map(|typed| format!("({typed})"));
            let all: String = said.chain(near).chain(typed).collect();
            format!("{gap}{all}")
        })),
        Response::Cards(ratings) => list(ratings.iter().map(|(key, number)| {
            let word = usize::from(*number)
                .checked_sub(1)
                .and_then(|at| RATINGS.get(at));
            format!("{key}:{}", word.unwrap_or(&"nothing"))
        })),
        Response::Number((typed, number, unit)) => {
            let number = number.iter().map(|number| format!("= {number}"));
            let written = [typed].into_iter().filter(|typed| !typed.is_empty());
            list(written.cloned().chain(number).chain(unit.clone()))
        }
        Response::Text((typed, said, near)) => {
            let said = said.iter().map(|key| format!("= {key}"));
            let near = near.iter().map(|key| format!("~ {key}"));
            let written = [typed].into_iter().filter(|typed| !typed.is_empty());
            list(written.cloned().chain(said).chain(near))
        }
        Response::Open((typed, compared, ticked)) => {
            let written = [typed].into_iter().filter(|typed| !typed.is_empty());
            let compared = compared.then(|| "| compared".to_owned());
            list(
                written
                    .cloned()
                    .chain(compared)
                    .chain(ticked.iter().map(name)),
            )
        }
    };
    if text == "none" {
        "blank".to_owned()
    } else {
        text
    }
}

/// What is said of each entry of the last response that was graded.
fn feedback(walk: &Walk) -> String {
    let Some((exercise, scored)) = walk.trial.graded() else {
        return "none".to_owned();
    };
    let said = |(key, _): &(domain::id::Id, Mark)| {
        let first = exercise.feedback(key)?.first()?;
        if let domain::prose::Block::Paragraph(text) = first {
            Some(domain::prose::plain(text))
        } else {
            None
        }
    };
    list(scored.marks.iter().filter_map(said))
}

fn points(score: Score) -> String {
    format!("{}/{}", score.points, score.of)
}

fn marks(marks: &[(domain::id::Id, Mark)]) -> String {
    list(marks.iter().map(|(key, mark)| {
        let word = match mark {
            Mark::Right => "right",
            Mark::Near => "near",
            Mark::Wrong => "wrong",
        };
        format!("{}:{word}", key.as_str())
    }))
}

fn review(walk: &Walk) -> mastery::Review {
    let lesson = sample::lesson([Activity::clone(&walk.activity)]);
    let progress = walk.progress();
    let course = id("reuse-or-recycling");
    mastery::review(&lesson, progress.course(&course))
}

fn standing(walk: &Walk) -> String {
    let review = review(walk);
    let again = match review.again.first() {
        None => "",
        Some((_, _, false)) => ", to be tried",
        Some((_, _, true)) => ", to look at again",
    };
    let one = |standing: &mastery::Standing| {
        let held = if standing.held() { "held" } else { "not held" };
        format!("{held} {}/{}{again}", standing.points, standing.of)
    };
    list(review.standings.iter().map(one))
}

/// What the learner is told.
fn sentence(told: &[Notice]) -> String {
    let one = |notice: &Notice| match notice {
        Notice::Graded {
            verdict,
            score,
            left,
        } => {
            let verdict = match verdict {
                Verdict::Correct => "correct",
                Verdict::Partly => "partly",
                Verdict::Incorrect => "incorrect",
            };
            let left = left.map_or(String::new(), |left| format!(", {left} left"));
            format!("{verdict} {}{left}", points(*score))
        }
        Notice::NotReady(Missing::Pick) => "not ready: pick one".to_owned(),
        Notice::NotReady(Missing::Tick) => "not ready: tick at least one".to_owned(),
        Notice::NotReady(Missing::Move) => "not ready: move one".to_owned(),
        Notice::NotReady(Missing::Mark) => "not ready: mark one".to_owned(),
        Notice::NotReady(Missing::Rest(left)) => format!("not ready: {left} open"),
        Notice::NotReady(Missing::Write) => "not ready: write something".to_owned(),
        Notice::NotReady(Missing::Compare) => "not ready: compare first".to_owned(),
        Notice::NotReady(Missing::Number) => "not ready: no number".to_owned(),
        Notice::NotReady(Missing::Either(one, other)) => {
            format!("not ready: {} or {}", one.text(), other.text())
        }
        Notice::NotReady(Missing::Unit) => "not ready: no unit".to_owned(),
        Notice::NotReady(Missing::Ending) => "not ready: no ending".to_owned(),
        Notice::Hint(hint, of) => format!("hint {hint} of {of}"),
        Notice::Key => "the key".to_owned(),
        Notice::Again => "again".to_owned(),
        Notice::KeyGone => "the key is gone".to_owned(),
    };
    told.iter().map(one).collect::<Vec<_>>().join("; ")
}
