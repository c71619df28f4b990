//! What a learner does over weeks as a text, and what comes up for review on each day.
//!
//! ```text
//! course reuse: loop ladder part*9    a course with its activities, part-1 to part-9 among them
//! on 2026-03-02 18:30                 the clock says so; `at 0` says it in milliseconds since 1970
//! zone 60                             minutes that the learner's midnight is earlier than in Greenwich
//! reuse/loop choice 1/1               an attempt: kind and points; then `hints 1`, `attempt 2`, `sure`, `unsure`
//! reuse/terms cards a:good b:again    an attempt at cards
//! reuse/loop looked                   was shown the key; `again` begins it again
//! clear one                           sets the lesson back; `take back` takes that back
//! go back 3                           the last three statements do not count
//! move reuse/loop two                 stands in another lesson now; `rekey`, `drop` are edits as well
//! close reuse                         is not there any more
//! review 1/1                          does all that comes up, so well; `days 5 1/1` on each of five days
//! today, memory reuse/loop            what comes up; how an activity is remembered
//! ```
//!
//! Lines that begin with `>` say what comes of the line above.

use domain::{
    bundle::{ActivityEntry, Appendix},
    id::Id,
    interaction::{Response, cards::Rating},
    outcome::Score,
    progress::Progress,
    review::{Calendar, Due, Held, Schedule},
    statement::{Attempt, Deed, Statement},
};

use crate::sample::{id, statement};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The response that says nothing but how much there is to put up: so many entries of `kind`.
pub fn response(kind: &str, entries: usize) -> Option<Response> {
    let names = || (0..entries).map(|n| id(&format!("k{n}")));
    let pairs = || names().map(|key| (key, id("there"))).collect();
    Some(match kind {
        "choice" => Response::Choice(names().next()),
        "choices" => Response::Choices(names().collect()),
        "sequence" => Response::Sequence(names().collect()),
        "mark" => Response::Mark(names().collect()),
        "categorise" => Response::Categorise(pairs()),
        "estimate" => Response::Estimate(Some((7, 0))),
        "match" => Response::Match(pairs()),
        "hotspot" => Response::Hotspot(names().collect()),
        "matrix" => Response::Matrix(pairs()),
        "number" => Response::Number(("7".into(), None, None)),
        "text" => Response::Text(("reuse".into(), None, None)),
        "open" => Response::Open(("I think so.".into(), true, names().collect())),
        "decision" => Response::Decision(names().collect()),
        "gap" => Response::Gap(names().map(|key| (key, "x".into(), None, None)).collect()),
        "cards" => Response::Cards(names().map(|key| (key, 3)).collect()),
        _ => return None,
    })
}

/// The attempt at `activity` with `response`, worth `score`.
pub fn attempt(activity: &Id, response: Response, score: Score) -> Attempt {
    Attempt {
        activity: activity.clone(),
        response,
        score,
        attempt: 1,
        hints: 0,
        grading: "aaaa".into(),
        wording: String::new(),
        sure: None,
    }
}

/// The appendix of a course in which `activities` stand: each with its lesson and its fingerprint.
pub fn appendix<'a>(activities: impl IntoIterator<Item = (&'a Id, &'a Id, &'a str)>) -> Appendix {
    let entry = |(lesson, activity, grading): (&Id, &Id, &str)| {
        let entry = ActivityEntry {
            id: activity.clone(),
            page: id("start"),
            grading: grading.to_owned(),
            wording: Vec::new(),
            asks: None,
        };
        (lesson.clone(), vec![entry])
    };
    Appendix {
        activities: activities.into_iter().map(entry).collect(),
        ..Appendix::default()
    }
}

/// An activity of a course: its lesson, its id, its fingerprint of grading.
type Stands = (Id, Id, String);

struct Story {
    courses: Vec<(Id, Vec<Stands>)>,
    log: Vec<Statement>,
    progress: Progress,
    schedule: Schedule,
    calendar: Calendar,
    east: i64,
    now: i64,
}

/// `text` with what really comes of each line.
pub fn render(text: &str) -> Result<String, String> {
    let calendar = Calendar::east(0);
    let progress = Progress::default();
    let mut story = Story {
        courses: Vec::new(),
        log: Vec::new(),
        schedule: Schedule::of(&progress, calendar),
        progress,
        calendar,
        east: 0,
        now: 0,
    };
    let mut out = String::new();
    for (n, line) in text.lines().enumerate() {
        if line.starts_with('>') {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let said = story
            .does(&words)
            .ok_or_else(|| format!("line {}: nobody understands {line:?}", n + 1))?;
        for said in said {
            out.push_str("> ");
            out.push_str(&said);
            out.push('\n');
        }
    }
    Ok(out)
}

impl Story {
    /// Does what a line says; what is to be said of it, or nothing if nobody understands it.
    fn does(&mut self, words: &[&str]) -> Option<Vec<String>> {
        match *words {
            ["course", name, ref activities @ ..] => {
                let stands = |it: Id| (id("one"), it, "aaaa".to_owned());
                let all = activities.iter().flat_map(|it| several(it));
                let course = id(name.strip_suffix(':')?);
                self.courses.push((course, all.map(stands).collect()));
            }
            ["zone", minutes] => {
                let minutes: i16 = minutes.parse().ok()?;
                self.east = i64::from(minutes) * 60_000;
                self.calendar = Calendar::east(minutes);
                self.schedule = Schedule::of(&self.progress, self.calendar);
            }
            ["at", now] => self.now = now.parse().ok()?,
            ["on", day, time] => {
                let (hours, minutes) = time.split_once(':')?;
                let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
                self.now = number(day)? * DAY + minutes * 60_000 - self.east;
            }
            ["clear", lesson] => self.keep(&self.courses.first()?.0.clone(), lesson, Deed::Cleared),
            ["take", "back"] => {
                let back = |it: &&Statement| {
                    matches!(
                        it.did,
                        Deed::Cleared | Deed::Restarted(_) | Deed::Returned(_)
                    )
                };
                let last = self.log.iter().rev().find(back)?.clone();
                self.keep(&last.course, last.lesson.as_str(), Deed::Voided(last.id));
            }
            ["go", "back", count] => {
                let from = self.log.len().checked_sub(count.parse().ok()?)?;
                let first = self.log.get(from)?.clone();
                let spans = vec![(id("ada"), first.id.count(), self.progress.count())];
                self.keep(&first.course, first.lesson.as_str(), Deed::Returned(spans));
            }
            ["move", it, lesson] => self.stands(it)?.0 = id(lesson),
            ["rekey", it] => self.stands(it)?.2 = "bbbb".to_owned(),
            ["drop", it] => {
                let dropped = self.stands(it)?.1.clone();
                for (_, activities) in &mut self.courses {
                    activities.retain(|(_, activity, _)| *activity != dropped);
                }
            }
            ["close", name] => self.courses.retain(|(course, _)| course.as_str() != name),
            ["today"] => return Some(self.told()),
            ["memory", it] => return self.remembered(it),
            ["review", score] => {
                let done = self.review(points(score)?)?;
                return Some(vec![format!("{done} reviewed")]);
            }
            ["days", count, score] => {
                let mut said = Vec::new();
                for _ in 0..count.parse::<usize>().ok()? {
                    self.now += DAY;
                    let seconds: u32 = self.today().iter().map(|due| due.seconds).sum();
                    let done = self.review(points(score)?)?;
                    said.push(format!(
                        "{}: {done} in {seconds} s",
                        date(self.schedule.day(self.now))
                    ));
                }
                return Some(said);
            }
            [it, ref how @ ..] => self.attempts(it, how)?,
            [] => return None,
        }
        Some(Vec::new())
    }

    /// An attempt at `it` (with a star, at each activity of its course), or something else done there.
    fn attempts(&mut self, it: &str, how: &[&str]) -> Option<()> {
        let (course, activity) = it.split_once('/')?;
        let (course, all) = self.courses.iter().find(|(it, _)| it.as_str() == course)?;
        let course = course.clone();
        let all = all.iter();
        let all = all.filter(|(_, it, _)| activity == "*" || it.as_str() == activity);
        let all: Vec<Stands> = all.cloned().collect();
        if all.is_empty() {
            return None;
        }
        for (lesson, activity, grading) in all {
            let deed = match how {
                ["looked"] => Deed::Revealed(activity),
                ["again"] => Deed::Restarted(activity),
                ["cards", ratings @ ..] => {
                    let rated = |it: &&str| {
                        let (card, word) = it.split_once(':')?;
                        let named = Rating::ALL.into_iter();
                        let rating = named
                            .map(|it| (format!("{it:?}").to_lowercase(), it))
                            .find(|(name, _)| name == word)?;
                        Some((id(card), rating.1))
                    };
                    let last = ratings.iter().position(|it| !it.contains(':'));
                    let (ratings, rest) = ratings.split_at(last.unwrap_or(ratings.len()));
                    let rated: Option<Vec<(Id, Rating)>> = ratings.iter().map(rated).collect();
                    let rated = rated?;
                    let good = |it: &&(Id, Rating)| matches!(it.1, Rating::Good | Rating::Easy);
                    let good = u32::try_from(rated.iter().filter(good).count()).ok()?;
                    let of = u32::try_from(rated.len()).ok()?;
                    let numbers = rated.into_iter().map(|(card, it)| (card, it.number()));
                    let response = Response::Cards(numbers.collect());
                    let score = Score::new(good, of);
                    Deed::Answered(with(attempt(&activity, response, score), &grading, rest)?)
                }
                [kind, score, rest @ ..] => {
                    let (kind, entries) = kind.split_once('*').unwrap_or((kind, "1"));
                    let response = response(kind, entries.parse().ok()?)?;
                    let made = attempt(&activity, response, points(score)?);
                    Deed::Answered(with(made, &grading, rest)?)
                }
                _ => return None,
            };
            self.keep(&course, lesson.as_str(), deed);
        }
        Some(())
    }

    /// Does what comes up today, one by one as the queue has it then; how many there were.
    fn review(&mut self, score: Score) -> Option<usize> {
        let mut done = 0;
        while let Some(next) = self.today().into_iter().next() {
            let record = self.progress.record(&next.course, &next.activity)?;
            let response = record.recalls.response.clone()?;
            let made = attempt(&next.activity, response, score);
            self.keep(&next.course, next.lesson.as_str(), Deed::Answered(made));
            done += 1;
            assert!(done < 100, "a day ends");
        }
        Some(done)
    }

    fn keep(&mut self, course: &Id, lesson: &str, did: Deed) {
        let made = Statement {
            at: self.now,
            course: course.clone(),
            lesson: id(lesson),
            ..statement(self.progress.count(), "ada", did)
        };
        self.log.push(made.clone());
        if made.did.takes_back() {
            self.progress = Progress::of(&self.log);
        } else {
            self.progress.add(&made);
        }
        self.schedule.follow(&self.progress, &made);
        // However it arrives, and whether it was followed or not.
        let backwards = Progress::of(self.log.iter().rev());
        assert_eq!(self.schedule, Schedule::of(&backwards, self.calendar));
    }

    fn stands(&mut self, it: &str) -> Option<&mut Stands> {
        let (course, activity) = it.split_once('/')?;
        let mut courses = self.courses.iter_mut();
        let (_, all) = courses.find(|(it, _)| it.as_str() == course)?;
        all.iter_mut().find(|(_, it, _)| it.as_str() == activity)
    }

    fn today(&self) -> Vec<Due> {
        let held = self.courses.iter().map(|(course, activities)| {
            let stands = activities
                .iter()
                .map(|(lesson, it, grading)| (lesson, it, grading.as_str()));
            (course, appendix(stands))
        });
        let held: Vec<(&Id, Appendix)> = held.collect();
        let held = held
            .iter()
            .map(|(course, it)| (*course, Held::Appendix(it)));
        self.schedule.today(&held.collect::<Vec<_>>(), self.now)
    }

    fn told(&self) -> Vec<String> {
        let due = self.today();
        if due.is_empty() {
            return vec!["nothing".to_owned()];
        }
        let line = |it: &Due| {
            format!(
                "{}/{} of {}, since {}, {:.3}, {} s",
                it.course,
                it.activity,
                it.lesson,
                date(it.since),
                it.retrievability,
                it.seconds
            )
        };
        due.iter().map(line).collect()
    }

    fn remembered(&self, it: &str) -> Option<Vec<String>> {
        let (course, activity) = it.split_once('/')?;
        let Some(card) = self.schedule.card(&id(course), &id(activity)) else {
            return Some(vec!["not at all".to_owned()]);
        };
        let (memory, today) = (card.memory(), self.schedule.day(self.now));
        Some(vec![format!(
            "stability {:.3}, difficulty {:.3}, due {}",
            memory.stability,
            memory.difficulty,
            date(card.due(today))
        )])
    }
}

/// The attempt with what else is said of it.
fn with(mut attempt: Attempt, grading: &str, mut rest: &[&str]) -> Option<Attempt> {
    attempt.grading = grading.to_owned();
    loop {
        rest = match rest {
            [] => return Some(attempt),
            ["sure", rest @ ..] => {
                attempt.sure = Some(true);
                rest
            }
            ["unsure", rest @ ..] => {
                attempt.sure = Some(false);
                rest
            }
            ["hints", hints, rest @ ..] => {
                attempt.hints = hints.parse().ok()?;
                rest
            }
            ["attempt", number, rest @ ..] => {
                attempt.attempt = number.parse().ok()?;
                rest
            }
            _ => return None,
        };
    }
}

/// `a*3` is three activities, `a` is one.
fn several(name: &str) -> Vec<Id> {
    match name.split_once('*') {
        Some((name, count)) => {
            let count: u32 = count.parse().unwrap_or(0);
            (1..=count).map(|n| id(&format!("{name}-{n}"))).collect()
        }
        None => vec![id(name)],
    }
}

/// `2/3`.
fn points(text: &str) -> Option<Score> {
    let (points, of) = text.split_once('/')?;
    Some(Score::new(points.parse().ok()?, of.parse().ok()?))
}

/// The number of the day `YYYY-MM-DD`, and back: both count from the first of March, so that a leap day
/// is the last one of a year.
fn number(day: &str) -> Option<i64> {
    let parts: Option<Vec<i64>> = day.split('-').map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts?[..] else {
        return None;
    };
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let years = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(years + (153 * month + 2) / 5 + day - 1 - 719_468)
}

fn date(day: i64) -> String {
    let days = day + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 {
        (year + era * 400, month + 3)
    } else {
        (year + era * 400 + 1, month - 9)
    };
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_a_number_and_the_number_a_day() {
        for (text, day) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2026-03-01", 20_513),
            ("2100-01-01", 47_482),
        ] {
            assert_eq!((number(text), date(day)), (Some(day), text.to_owned()));
        }
    }
}
