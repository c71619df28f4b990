//! A robot learner: it does every activity of a course, by the events a learner has and no others.
//!
//! The rules of a source say what can be seen of an activity as it stands. The robot says what comes of
//! doing it: whether its key can be put together, whether a way leads nowhere, whether a wrong response
//! is told and ends in the key.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::{
    activity::Activity,
    behaviour::Behaviour,
    edition::Edition,
    id::{Id, Lang},
    interaction::{Edit, Exercise, Response, Task, decision},
    outcome::{Outcome, Score, Verdict},
    seed::Seed,
    trial::{Effect, Event, Notice, Status, Trial},
};

/// So many responses are looked at on the way to one: more than any list of an activity needs.
const LOOKED_AT: usize = 20_000;

/// So many things the robot does at random in an activity.
const STEPS: usize = 60;

/// So many responses are put together at random to find a wrong one.
const TRIES: usize = 40;

/// How the robot does what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It puts up the key of every activity.
    Right,
    /// It puts up wrong responses until it is shown the key.
    Wrong,
    /// It does anything, as the seed draws it.
    Chance(String),
}

/// What keeps a learner from going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The key earns less than every point.
    KeyEarnsLess(Option<Score>),
    /// The key can't be put together by what a learner can do.
    KeyOutOfReach,
    /// From this response on, nothing leads to the key.
    DeadEnd(Response),
    /// No way leads to this card.
    CardOutOfReach(Id),
    /// From this card on, no way leads to an ending.
    CardWithoutEnding(Id),
    /// No attempt is left, and the key can't be shown.
    KeyWithheld,
    /// It can't be begun again.
    NoBeginning,
    /// There is nothing a class could vote on.
    NoPoll,
}

/// Where the robot could not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stumble {
    /// The lesson.
    pub lesson: Id,
    /// In which language.
    pub lang: Lang,
    /// The page.
    pub page: Id,
    /// The activity.
    pub activity: Id,
    /// What was in the way.
    pub trouble: Trouble,
}

/// What came of playing a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// How many activities were done, each in every language.
    pub activities: usize,
    /// How many events that took.
    pub events: usize,
    /// Where the robot could not go on.
    pub stumbles: Vec<Stumble>,
}

/// Everything a learner can do in `trial` now, allowed or not.
pub fn events(trial: &Trial) -> Vec<Event> {
    let edits = trial.exercise().edits().into_iter().map(Event::Edit);
    edits
        .chain([Event::Sure(true), Event::Sure(false)])
        .chain([Event::Submit, Event::Hint, Event::Reveal, Event::Restart])
        .collect()
}

/// Plays every activity of every lesson in every language.
pub fn play(edition: &Edition, manner: &Manner) -> Played {
    let mut played = Played::default();
    for lesson in edition.lessons.iter().flatten() {
        for page in &lesson.pages {
            for activity in page.activities() {
                let mut robot = Robot::new(activity, page.behaviour(), manner);
                robot.play();
                played.activities += 1;
                played.events += robot.events;
                let stumble = |trouble| Stumble {
                    lesson: lesson.id.clone(),
                    lang: lesson.lang.clone(),
                    page: page.id.clone(),
                    activity: activity.id.clone(),
                    trouble,
                };
                played
                    .stumbles
                    .extend(robot.troubles.into_iter().map(stumble));
            }
        }
    }
    played
}

/// Plays one activity: what was in the way.
pub fn attempt(activity: &Activity, behaviour: Behaviour, manner: &Manner) -> Vec<Trouble> {
    let mut robot = Robot::new(activity, behaviour, manner);
    robot.play();
    robot.troubles
}

/// The robot at one activity.
struct Robot<'a> {
    activity: &'a Activity,
    behaviour: Behaviour,
    manner: &'a Manner,
    trial: Trial,
    /// How many events there were.
    events: usize,
    /// How many things were drawn by chance.
    drawn: u32,
    troubles: Vec<Trouble>,
}

impl<'a> Robot<'a> {
    fn new(activity: &'a Activity, behaviour: Behaviour, manner: &'a Manner) -> Self {
        let learner = match manner {
            Manner::Right => "right",
            Manner::Wrong => "wrong",
            Manner::Chance(seed) => seed,
        };
        let seed = Seed::of(learner, activity.id.as_str());
        Self {
            activity,
            behaviour,
            manner,
            trial: Trial::new(activity, behaviour, seed),
            events: 0,
            drawn: 0,
            troubles: Vec::new(),
        }
    }

    fn play(&mut self) {
        if let Task::Decision(task) = &self.activity.task {
            self.cards(task);
        }
        if !self.behaviour.is_graded() {
            self.look_on();
            return;
        }
        match self.manner {
            Manner::Right => self.right(),
            Manner::Wrong => self.wrong(),
            Manner::Chance(_) => self.chance(),
        }
    }

    /// Does `event`; whether a notice of the sort that `is` names came of it.
    fn does(&mut self, event: &Event, is: impl Fn(&Notice) -> bool) -> bool {
        self.events += 1;
        let (next, effects) = self.trial.on(event);
        self.trial = next;
        effects.iter().any(|effect| match effect {
            Effect::Announce(notice) => is(notice),
            Effect::Record(_) => false,
        })
    }

    /// One of `all`, as the seed draws it; nothing of an empty list.
    fn draw<T>(&mut self, mut all: Vec<T>) -> Option<T> {
        self.drawn += 1;
        let seed = match self.manner {
            Manner::Chance(seed) => seed,
            Manner::Right | Manner::Wrong => "",
        };
        let seed = Seed::of(&format!("{seed} {}", self.drawn), self.activity.id.as_str());
        let places = seed.shuffle((0..all.len()).collect());
        let place = *places.first()?;
        Some(all.swap_remove(place))
    }

    /// A class votes, or it is done on paper: nobody responds, and the key can be shown and put away.
    fn look_on(&mut self) {
        if self.behaviour == Behaviour::Vote {
            let polls = self.activity.task.ballot();
            if polls.is_empty() || polls.iter().any(|poll| poll.choices.is_empty()) {
                self.troubles.push(Trouble::NoPoll);
            }
        }
        self.reveal();
        self.again();
    }

    fn right(&mut self) {
        let solved = self.trial.exercise().solved();
        let score = solved.ok().and_then(|solved| score(&solved));
        if score.is_none_or(|score| score.verdict() != Verdict::Correct) {
            self.troubles.push(Trouble::KeyEarnsLess(score));
            return;
        }
        if !self.solve() {
            self.troubles.push(Trouble::KeyOutOfReach);
            return;
        }
        self.again();
    }

    /// Puts the key together and puts it up; whether that can be done.
    fn solve(&mut self) -> bool {
        let way = match toward(self.trial.exercise(), &self.activity.task.key()) {
            Way::Found(way) => way,
            Way::Missing => return false,
            Way::TooLong => return true,
        };
        for edit in way {
            self.does(&Event::Edit(edit), |_| false);
        }
        self.does(&Event::Submit, |_| false);
        self.trial.status() != Status::Open
    }

    fn wrong(&mut self) {
        while self.trial.takes_responses() && self.trial.attempts() < 3 {
            let Some(wrong) = self.amiss() else { break };
            for event in wrong {
                self.does(&event, |_| false);
            }
            self.does(&Event::Submit, |_| false);
        }
        self.finish();
    }

    /// Edits that make a response other than the last one, which is worth as little as can be found.
    fn amiss(&mut self) -> Option<Vec<Event>> {
        let mut found: Option<(u32, Vec<Event>)> = None;
        for n in 0..TRIES {
            let mut exercise = self.trial.exercise().clone();
            let mut way = Vec::new();
            // Short ways first: a few edits are enough for most kinds.
            for _ in 0..=n {
                let Some(edit) = self.draw(exercise.edits()) else {
                    break;
                };
                if let Ok(next) = exercise.edited(&edit) {
                    exercise = next;
                    way.push(Event::Edit(edit));
                }
            }
            let same = self
                .trial
                .graded()
                .is_some_and(|(done, _)| done.same(&exercise));
            let points = score(&exercise).filter(|it| it.verdict() != Verdict::Correct);
            let points = points.filter(|_| !same).map(|score| score.points);
            let better = |least: u32| found.as_ref().is_none_or(|(points, _)| least < *points);
            if let Some(points) = points.filter(|points| better(*points)) {
                found = Some((points, way));
            }
            if found.as_ref().is_some_and(|(points, _)| *points == 0) {
                break;
            }
        }
        found.map(|(_, way)| way)
    }

    fn chance(&mut self) {
        for _ in 0..STEPS {
            let Some(event) = self.draw(events(&self.trial)) else {
                break;
            };
            self.does(&event, |_| false);
        }
        self.finish();
    }

    /// From wherever the robot has come to, there is a way to the end and to a new beginning.
    fn finish(&mut self) {
        match self.trial.status() {
            Status::Open => {
                let response = self.trial.exercise().response();
                if !self.solve() {
                    self.troubles.push(Trouble::DeadEnd(response));
                    return;
                }
            }
            Status::Spent => self.reveal(),
            Status::Solved | Status::Revealed => {}
        }
        self.again();
    }

    fn reveal(&mut self) {
        if !self.does(&Event::Reveal, |notice| *notice == Notice::Key) {
            self.troubles.push(Trouble::KeyWithheld);
        }
    }

    fn again(&mut self) {
        self.does(&Event::Restart, |_| false);
        let fresh = self.trial.exercise().is_blank() && self.trial.status() == Status::Open;
        if !fresh {
            self.troubles.push(Trouble::NoBeginning);
        }
    }

    /// Goes to every card, and from each one on to an ending, without a step back.
    fn cards(&mut self, task: &decision::Task) {
        let blank = self.trial.exercise().blank();
        let at = |exercise: &Exercise| {
            let Response::Decision(path) = exercise.response() else {
                return None;
            };
            task.walk(&path).map(|walked| walked.at.key.clone())
        };
        let mut reached: BTreeMap<Id, Exercise> = BTreeMap::new();
        let mut leads: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        let mut open: Vec<Exercise> = vec![blank];
        while let Some(exercise) = open.pop() {
            let Some(here) = at(&exercise) else { continue };
            if reached.contains_key(&here) {
                continue;
            }
            let onward = exercise
                .edits()
                .into_iter()
                .filter(|edit| *edit != Edit::Decision(decision::Edit::Back));
            for edit in onward {
                self.events += 1;
                if let Ok(next) = exercise.edited(&edit) {
                    leads.entry(here.clone()).or_default().extend(at(&next));
                    open.push(next);
                }
            }
            reached.insert(here, exercise);
        }
        for entry in &task.entries {
            if !reached.contains_key(&entry.key) {
                let trouble = Trouble::CardOutOfReach(entry.key.clone());
                self.troubles.push(trouble);
            }
        }
        // Backwards from the endings, as far as ways lead there.
        let mut ends: BTreeSet<Id> = reached
            .keys()
            .filter(|key| task.is_ending(key))
            .cloned()
            .collect();
        loop {
            let more: Vec<Id> = leads
                .iter()
                .filter(|(from, to)| !ends.contains(*from) && to.iter().any(|to| ends.contains(to)))
                .map(|(from, _)| from.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            ends.extend(more);
        }
        let stuck = reached.into_keys().filter(|key| !ends.contains(key));
        self.troubles.extend(stuck.map(Trouble::CardWithoutEnding));
    }
}

/// What `exercise` is worth, if it can be graded.
fn score(exercise: &Exercise) -> Option<Score> {
    match exercise.grade() {
        Outcome::Scored(scored) => Some(scored.score),
        Outcome::Unanswered(_) => None,
    }
}

/// A way from one response to another.
enum Way {
    /// These edits.
    Found(Vec<Edit>),
    /// There is none.
    Missing,
    /// There are too many to look at.
    TooLong,
}

/// The edits that lead from `start` to a response which earns every point, by way of those that are ever
/// more like `key`. One that is worth as much on the way is as good.
fn toward(start: &Exercise, key: &Response) -> Way {
    let wanted = parts(key);
    let mut seen: Vec<(Exercise, Option<(usize, Edit)>)> = vec![(start.clone(), None)];
    let mut known = BTreeSet::from([parts(&start.response())]);
    let mut open = BinaryHeap::from([(
        std::cmp::Reverse(distance(&parts(&start.response()), &wanted)),
        std::cmp::Reverse(0_usize),
    )]);
    while let Some((_, std::cmp::Reverse(at))) = open.pop() {
        let Some((exercise, _)) = seen.get(at).cloned() else {
            continue;
        };
        if score(&exercise).is_some_and(|score| score.verdict() == Verdict::Correct) {
            return Way::Found(back(&seen, at));
        }
        if seen.len() > LOOKED_AT {
            return Way::TooLong;
        }
        for edit in exercise.edits() {
            let Ok(next) = exercise.edited(&edit) else {
                continue;
            };
            let now = parts(&next.response());
            let far = distance(&now, &wanted);
            if known.insert(now) {
                open.push((std::cmp::Reverse(far), std::cmp::Reverse(seen.len())));
                seen.push((next, Some((at, edit))));
            }
        }
    }
    Way::Missing
}

/// The edits that led to the place `at` of `seen`.
fn back(seen: &[(Exercise, Option<(usize, Edit)>)], at: usize) -> Vec<Edit> {
    let mut way = Vec::new();
    let mut at = at;
    while let Some((_, Some((before, edit)))) = seen.get(at) {
        way.push(edit.clone());
        at = *before;
    }
    way.reverse();
    way
}

/// What a response of any kind is made of: each of its entries, as it is stored.
fn parts(response: &Response) -> Vec<String> {
    let value = serde_json::to_value(response).unwrap_or_default();
    let held = value.as_object().and_then(|object| object.values().next());
    match held.and_then(serde_json::Value::as_array) {
        Some(list) => list.iter().map(ToString::to_string).collect(),
        None => held.map(ToString::to_string).into_iter().collect(),
    }
}

/// How far `parts` are from `wanted`: what is too much or lacks, and what stands in another order.
fn distance(parts: &[String], wanted: &[String]) -> usize {
    let places: Vec<usize> = parts
        .iter()
        .filter_map(|part| wanted.iter().position(|wanted| wanted == part))
        .collect();
    let apart = parts.len() + wanted.len() - 2 * places.len().min(wanted.len());
    let turned = places
        .iter()
        .enumerate()
        .map(|(n, place)| {
            places
                .iter()
                .skip(n + 1)
                .filter(|later| *later < place)
                .count()
        })
        .sum::<usize>();
    2 * apart + turned
}
