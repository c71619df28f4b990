//! Which half has which function and which piece of data.

use std::collections::BTreeMap;

use super::{
    links::{Held, Links},
    whole::Whole,
};

/// Whether a function of this name is of one of `modules`: its own path is there, not that of a
/// type it is made for. (The compiler makes one function of two that are alike, and the dropping
/// of a late value may be that of an early one.)
fn is_of(name: &str, modules: &[String]) -> bool {
    module_of(name, modules).is_some()
}

/// The one of `modules` that a function of this name is of, and its path in there; empty where the
/// function itself is named.
fn module_of<'m>(name: &str, modules: &'m [String]) -> Option<(&'m str, String)> {
    let path = name.trim_start_matches(['<', '&']);
    // What the kinds have in common is made once for each of them.
    let path = path
        .strip_prefix("domain::interaction::Work<")
        .unwrap_or(path);
    // `<player::play::State>::elsewhere` is written `player::play::State::elsewhere`.
    let path = path.replacen(">::", "::", 1);
    modules.iter().find_map(|module| {
        let rest = path.strip_prefix(module.as_str())?;
        let own = rest.is_empty() || rest.starts_with("::");
        own.then(|| (module.as_str(), rest.to_owned()))
    })
}

/// What the enums over all kinds pass on to each of them (`kinds!` in the domain).
const PASSED: [&str; 14] = [
    "begun",
    "key_of",
    "feedbacks_of",
    "labels_of",
    "is_sound",
    "is_shown",
    "wiped",
    "stored",
    "says",
    "restored",
    "after",
    "graded",
    "explained",
    "done",
];

/// Whether an early function may call a late one. Where the compiler made one function of two that are
/// alike, an early one can have the name of a late one: then it is called from where no door is.
fn is_door(caller: &str, callee: &str, modules: &[String]) -> bool {
    let Some((module, rest)) = module_of(callee, modules) else {
        return true;
    };
    let passed = callee.rsplit("::").next().unwrap_or_default();
    let kind = callee.starts_with("<domain::interaction::Work<") && PASSED.contains(&passed);
    let reader = callee.ends_with("::Task as domain::json::Read>::read");
    let view = callee.starts_with("player::") && rest.matches("::").count() <= 1;
    // What is not ours has doors of its own, made for the types they are about.
    let foreign = !callee.contains("player::") && rest.starts_with("::<");
    // A function that is made for a type of the module, or by it.
    foreign || kind || reader || view || rest.is_empty() || caller.contains(module)
}

/// Which of the two modules has a function or a piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Late,
    /// Nobody can come to it.
    Neither,
}

/// What each module has.
pub(super) struct Parts {
    pub(super) functions: Vec<Part>,
    /// A function through which each is come to.
    pub(super) from: Vec<Option<u32>>,
    /// What each module writes to memory before it starts, by address.
    pub(super) first: Written,
    pub(super) late: Written,
}

impl Parts {
    pub(super) fn is_late(&self, function: u32) -> bool {
        self.functions[function as usize] == Part::Late
    }

    pub(super) fn is_first(&self, function: u32) -> bool {
        self.functions[function as usize] == Part::First
    }
}

/// Who has what, as far as the way has been gone.
struct Walk<'w> {
    whole: &'w Whole<'w>,
    links: &'w Links,
    /// By name, to find whose address is held.
    named: BTreeMap<&'w str, Vec<u32>>,
    functions: Vec<Part>,
    /// From where each function was come to first.
    from: Vec<Option<u32>>,
    data: Vec<Part>,
}

impl<'w> Walk<'w> {
    fn new(whole: &'w Whole<'w>, links: &'w Links) -> Self {
        let mut named: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (function, name) in &whole.names {
            named.entry(name).or_default().push(*function);
        }
        let data = links.data.iter();
        Self {
            whole,
            links,
            named,
            functions: vec![Part::Neither; whole.functions.len()],
            from: vec![None; whole.functions.len()],
            // What is written to is in place before anything runs.
            data: data
                .map(|piece| match piece.constant {
                    true => Part::Neither,
                    false => Part::First,
                })
                .collect(),
        }
    }

    /// Gives to `part` what can be come to from `roots` without passing a call that `stops`, or the
    /// address of a function that `waits`. Gives back those functions.
    fn go(
        &mut self,
        part: Part,
        roots: Vec<u32>,
        stops: impl Fn(u32, u32) -> bool,
        waits: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut waiting = Vec::new();
        let mut functions: Vec<(u32, Option<u32>)> =
            roots.into_iter().map(|root| (root, None)).collect();
        let mut held: Vec<(&Held, Option<u32>)> = Vec::new();
        if part == Part::First {
            let written = self.links.data.iter().filter(|piece| !piece.constant);
            held.extend(written.map(|piece| (&piece.held, None)));
        }
        loop {
            if let Some((function, from)) = functions.pop() {
                let place = &mut self.functions[function as usize];
                if *place != Part::Neither || self.whole.is_imported(function) {
                    continue;
                }
                *place = part;
                self.from[function as usize] = from;
                let calls = &self.whole.calls[(function - self.whole.imported) as usize];
                let calls = calls.iter().filter(|callee| !stops(function, **callee));
                functions.extend(calls.map(|callee| (*callee, Some(function))));
                let name = self.whole.names.get(&function);
                let of = name.and_then(|name| self.links.of(name));
                held.extend(of.map(|of| (of, Some(function))));
            } else if let Some((next, from)) = held.pop() {
                for name in &next.functions {
                    for function in self.named.get(name.as_str()).into_iter().flatten() {
                        if waits(*function) {
                            waiting.push(*function);
                        } else {
                            functions.push((*function, from));
                        }
                    }
                }
                for piece in &next.data {
                    if self.data[*piece] == Part::Neither {
                        self.data[*piece] = part;
                        held.push((&self.links.data[*piece].held, from));
                    }
                }
            } else {
                return waiting;
            }
        }
    }
}

/// What each module has: the first one what can be come to without passing a door, the second one
/// what else can be come to.
pub(super) fn parts(whole: &Whole<'_>, links: &Links, modules: &[String]) -> Parts {
    let listed: Vec<bool> = (0..whole.functions.len() as u32)
        .map(|function| !whole.is_imported(function) && is_of(&whole.name(function), modules))
        .collect();
    let mut walk = Walk::new(whole, links);
    let known = links.held();
    let unknown = whole.elements.1.iter().copied().filter(|function| {
        let name = whole.names.get(function);
        name.is_none_or(|name| !known.contains(name))
    });
    let exported = whole
        .exports
        .iter()
        .filter(|export| export.kind == wasmparser::ExternalKind::Func)
        .map(|export| export.index);
    let stops = |caller: u32, callee: u32| {
        listed[callee as usize] && is_door(&whole.name(caller), &whole.name(callee), modules)
    };
    // What is in the list by its own name may also stand in the table, if it is not ours: how a value
    // is written in the words of a panic.
    let waits = |function: u32| {
        let of = whole.name(function);
        let of = module_of(&of, modules);
        of.is_some_and(|(module, rest)| rest.is_empty() && module.contains(" as core::fmt::"))
    };
    let roots = exported.chain(whole.start).chain(unknown).collect();
    let mut roots_of_late = walk.go(Part::First, roots, stops, waits);
    let first = (whole.imported..).zip(&whole.calls);
    let first = first.filter(|(function, _)| walk.functions[*function as usize] == Part::First);
    roots_of_late.extend(first.flat_map(|(_, calls)| calls));
    walk.go(Part::Late, roots_of_late, |_, _| false, |_| false);
    let (first, late) = written(links, &walk.data);
    Parts {
        functions: walk.functions,
        from: walk.from,
        first,
        late,
    }
}

/// What a module writes to memory before it starts, by address.
pub(super) type Written = Vec<(u32, Vec<u8>)>;

/// As much of the first module's constants is written again by the second one rather than begin
/// anew, which costs as much.
const GAP: usize = 8;

/// What each module writes. Where the first one writes nothing it has zeros, which wasm-opt drops.
fn written(links: &Links, parts: &[Part]) -> (Written, Written) {
    let (mut first, mut late) = (Written::new(), Written::new());
    for (begin, bytes) in &links.segments {
        // Who has each byte. What has no name belongs to the first module.
        let mut whose = vec![Part::First; bytes.len()];
        for part in [Part::Neither, Part::Late, Part::First] {
            for (piece, _) in links.data.iter().zip(parts).filter(|(_, of)| **of == part) {
                let place = piece.place.start.wrapping_sub(*begin) as usize;
                if let Some(whose) = whose.get_mut(place..place + piece.place.len()) {
                    whose.fill(part);
                }
            }
        }
        let mut own = bytes.clone();
        let mut last: Option<usize> = None;
        for (at, part) in whose.iter().enumerate() {
            if *part != Part::First {
                own[at] = 0;
            }
            if *part == Part::Late {
                match (last, late.last_mut()) {
                    (Some(last), Some((_, run))) if at - last <= GAP => {
                        run.extend_from_slice(&bytes[last + 1..=at]);
                    }
                    _ => late.push((begin + at as u32, vec![bytes[at]])),
                }
                last = Some(at);
            }
        }
        first.push((*begin, own));
    }
    (first, late)
}
