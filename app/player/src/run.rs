//! Carries out what the player asks for, and tells it what came of it.

use std::{
    cell::{OnceCell, RefCell},
    pin::Pin,
    rc::Rc,
};

use domain::learner::Learner;
use domain::{
    id::Id,
    journal::{self, Near},
    pair::Pair,
    port::{Durability, KeyValue, Memory, StorageError},
    statement::Statement,
    tail,
};
use wasm_bindgen_futures::spawn_local;

mod who;

use crate::{
    adapter::{
        chance, database::Database, fetch, file, listen, page, press::Streams, shelter, starter,
        storage::Local, tail::Tail,
    },
    hub,
    look::Look,
    play::{Chore, Effect, Event, Light, State},
};

/// Where things are kept: in the browser, or in this page alone.
#[derive(Clone, Debug)]
enum Store {
    Local(Local),
    Memory(Memory),
}

impl KeyValue for Store {
    fn keys(&self) -> Result<Vec<String>, StorageError> {
        match self {
            Self::Local(store) => store.keys(),
            Self::Memory(store) => store.keys(),
        }
    }

    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        match self {
            Self::Local(store) => store.get(key),
            Self::Memory(store) => store.get(key),
        }
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
        match self {
            Self::Local(store) => store.set(key, text),
            Self::Memory(store) => store.set(key, text),
        }
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        match self {
            Self::Local(store) => store.remove(key),
            Self::Memory(store) => store.remove(key),
        }
    }
}

/// What stays the same as long as the page is open.
struct Place {
    store: Store,
    folder: String,
    /// The near store of the journal.
    near: Near<Store>,
}

/// After so many statements it is looked whether the near store holds many under keys of their own.
const PACK_EVERY: u64 = 100;

/// Where what is done is kept.
type Log = Pair<Near<Store>, Database, Streams>;

thread_local! {
    static PLACE: OnceCell<Place> = const { OnceCell::new() };
    static LOG: OnceCell<Log> = const { OnceCell::new() };
}

/// Looks where things can be kept, and begins.
pub(crate) fn start() {
    let (store, durability) = match Local::open() {
        Ok(store) => (Store::Local(store), Durability::Written),
        Err(StorageError::Forbidden | StorageError::Full | StorageError::Unreadable) => {
            (Store::Memory(Memory::default()), Durability::Page)
        }
    };
    // Who has a name of their own on this machine has a place of their own.
    let folder = page::folder();
    let now = who::now(&store, &folder);
    let folder = Learner::place(&folder, now.as_deref());
    let writer = chance::writer();
    let first = Look::first(&page::languages(), writer.as_str());
    // Safe mode starts as if nothing had been chosen; the choice itself stays where it is.
    let look = if page::is_safe_mode() {
        first
    } else {
        first.recall(&store, &folder)
    };
    let near = Near::new(store.clone(), &folder, durability);
    let returning = near.any();
    let place = Place {
        store,
        folder,
        near,
    };
    if !page::is_safe_mode() {
        look.remember(&place.store, &place.folder);
    }
    PLACE.with(|cell| {
        // The program starts once.
        let _ = cell.set(place);
    });
    dress(&look);
    let light = match durability {
        Durability::Page => Light::InTab,
        Durability::Written | Durability::Durable => Light::Kept,
    };
    hub::begin(State::new(look, writer, light, returning));
    listen::address(move || send(Event::Went(domain::address::Address::read(&page::hash()))));
    send(Event::Went(domain::address::Address::read(&page::hash())));
}

/// Hands `event` to the state and carries out what it asks for.
pub(crate) fn send(event: Event) {
    for effect in hub::take(event) {
        perform(effect);
    }
}

fn perform(effect: Effect) {
    match effect {
        Effect::Fetch(what, path, limit) => spawn(async move {
            let bytes = fetch::bytes(&path, limit).await;
            send(Event::Arrived(what, bytes));
        }),
        Effect::Replace(address) => page::replace(&address.write()),
        Effect::Begin => page::begin(),
        Effect::Announce(sentence) => page::announce(&sentence),
        Effect::Apart(chore) => apart(chore),
        Effect::FocusIn(activity) => page::focus_in(&element(&activity)),
        Effect::Dress(look) => {
            dress(&look);
            with_place(|place| look.remember(&place.store, &place.folder));
        }
        Effect::Name(title, tongue) => page::name(&title, tongue.code()),
        Effect::Late => spawn(async {
            let come = starter::fetch_late().await;
            if come.is_ok() {
                begin_late();
            }
            send(Event::Late(come));
        }),
    }
}

// What the second half does (`app/player/late.toml`).

/// Does what only the second half asks for.
#[inline(never)]
fn apart(chore: Chore) {
    match chore {
        Chore::Read => read(),
        Chore::Keep(statements) => keep(statements),
        Chore::Erase(names) => erase(names),
        Chore::Jot(name, text) => jot(name, text),
        Chore::Shelter(ask) => shelter_of_store(ask),
        Chore::Focus(id) => page::focus(id),
        Chore::Who(deal) => who::deal(deal),
    }
}

/// Begins what could not begin without the second half.
#[inline(never)]
fn begin_late() {
    starter::report_panics();
    who::find();
    crate::view::icons::add();
    listen::prints(page::printed);
    listen::returns(read_again);
    listen::other_tabs(|key, text| {
        if with_place(|place| key == jot_key(place, ERASED)) == Some(true) {
            return send(Event::ErasedElsewhere(
                text.lines().map(str::to_owned).collect(),
            ));
        }
        let name = with_place(|place| place.near.name(&key).map(str::to_owned));
        match name.flatten() {
            Some(name) if name.starts_with("p/") => heard_pack(name, text),
            Some(_) => {
                if let Ok(statement) = journal::decode(&text) {
                    heard(vec![statement]);
                }
            }
            None => {}
        }
    });
}

/// The journal. It needs the second half.
fn log() -> Option<Log> {
    let new = |place: &Place| {
        let near = journal::Log::pressed(place.near.clone(), Streams);
        let deep = journal::Log::pressed(Database::new(&place.folder), Streams);
        Pair::new(near, deep)
    };
    LOG.with(|cell| {
        if let Some(log) = cell.get() {
            return Some(log.clone());
        }
        let log = with_place(new)?;
        // Nobody else sets it in between.
        let _ = cell.set(log.clone());
        Some(log)
    })
}

/// Keeps `statements`.
fn keep(statements: Vec<Statement>) {
    spawn(async move {
        let Some(log) = log() else {
            return;
        };
        let kept = log.keep(&statements).await;
        let in_tail = add_to_tail(&statements).await;
        let kept = if in_tail {
            Ok(Durability::Durable)
        } else {
            kept
        };
        let much = statements.len() as u64 >= PACK_EVERY;
        let count = statements.last().map_or(0, |last| last.id.count());
        send(Event::Kept(statements, kept));
        if log.is_full() != hub::state().safe.shelter.full {
            shelter_of_store(false);
        }
        if much || count.is_multiple_of(PACK_EVERY) {
            log.pack().await;
        }
        if log.deep().store().was_emptied() {
            // The data of the site was cleared under the running page, which still has all of it.
            let all = hub::state().log().to_vec();
            if log.keep(&all).await.is_ok() {
                send(Event::GivenBack(all.len()));
            }
        }
    });
}

thread_local! {
    /// Statements of other tabs that the state has not heard of yet.
    static HEARD: RefCell<Vec<Statement>> = const { RefCell::new(Vec::new()) };
}

/// Takes in a pack of another tab: it took over a file, or made one of what it had.
fn heard_pack(name: String, text: String) {
    spawn(async move {
        if let Some(log) = log()
            && let Some(held) = log.near().unpack(&name, &text).await
        {
            heard(held.statements);
        }
    });
}

/// Takes in statements of another tab, together with those that come at the same time.
fn heard(statements: Vec<Statement>) {
    let first = HEARD.with_borrow_mut(|heard| {
        let first = heard.is_empty();
        heard.extend(statements);
        first && !heard.is_empty()
    });
    if first {
        spawn(async {
            page::soon().await;
            send(Event::Elsewhere(HEARD.take()));
        });
    }
}

/// Takes away what has these names.
fn erase(names: Vec<String>) {
    spawn(async move {
        if let Some(log) = log() {
            // What can't be taken away now is shown again at the next start.
            let _ = log.erase(&names).await;
            // Other tabs hear of it. Where there is no room for so much they do when they are reloaded.
            jot(ERASED.to_owned(), Some(names.join("\n")));
            jot(ERASED.to_owned(), None);
            let folder = folder();
            if let Some(text) = TAIL.with(Rc::clone).read(&folder).await {
                let left = tail::without(&text, &names);
                TAIL.with(Rc::clone).replace(&folder, &left).await;
            }
        }
    });
}

/// What other tabs hear of when something is erased: it stands there for a moment.
const ERASED: &str = "e/";

/// Looks what other tabs did while this page was put away.
fn read_again() {
    spawn(async {
        if let Some(log) = log()
            && let Ok(united) = log.read().await
        {
            heard(united.reading.statements);
        }
    });
}

/// Tells what the browser makes of its store; asks it first to promise that it will not clear it.
fn shelter_of_store(ask: bool) {
    spawn(async move {
        let full = log().is_some_and(|log| log.is_full());
        let shelter = shelter::of_store(ask, full).await;
        send(Event::Sheltered(shelter));
    });
}

thread_local! {
    /// The third place.
    static TAIL: Rc<Tail> = Rc::default();
}

fn folder() -> String {
    with_place(|place| place.folder.clone()).unwrap_or_default()
}

/// Adds `statements` to the third place, and tells whether they are on disk there.
async fn add_to_tail(statements: &[Statement]) -> bool {
    // A file that was taken over is still there.
    if statements.len() > tail::MOST {
        return false;
    }
    let lines = tail::lines(statements);
    TAIL.with(Rc::clone).add(&folder(), &lines).await
}

/// Looks what the third place has that both stores lack, and cuts it where it has become long. Where the
/// deep store can't be used it gets what it lacks itself.
async fn look_into_tail(log: &Log) {
    let folder = folder();
    // Keeping nothing tells whether it could.
    let deep = log.deep().keep(&[]).await.is_ok();
    let Some(text) = TAIL.with(Rc::clone).read(&folder).await else {
        return;
    };
    let (missing, lacking) = {
        let state = hub::state();
        let lacking = match deep {
            true => Vec::new(),
            false => tail::lacking(&text, state.log()),
        };
        (tail::missing(&text, state.log()), lacking)
    };
    if !lacking.is_empty() {
        add_to_tail(&lacking).await;
    }
    if !missing.is_empty() {
        send(Event::Found(missing));
    } else if let Some(short) = tail::cut(&text).filter(|_| deep) {
        TAIL.with(Rc::clone).replace(&folder, &short).await;
    }
}

/// What is jotted down beside the journal: drafts, what is known of courses, when a copy was made,
/// snapshots, unknown parts of files. Statements and their packs have other names.
const JOTTED: [&str; 5] = ["d/", "k/", "c/", "r/", "u/"];

/// The key of what is jotted down under `name`.
fn jot_key(place: &Place, name: &str) -> String {
    ["boucle", &place.folder, "#", name].concat()
}

/// Jots `text` down under `name`, or forgets it. Where there is no room it is not kept: nobody was told
/// so. What the journal has under a name of its own stays.
fn jot(name: String, text: Option<String>) {
    with_place(|place| {
        let key = jot_key(place, &name);
        let _ = match text {
            Some(_) if place.near.name(&key).is_some() && place.store.get(&key) != Ok(None) => {
                Ok(())
            }
            Some(text) => place.store.set(&key, &text),
            None => place.store.remove(&key),
        };
    });
}

/// What was jotted down, by name.
fn jotted() -> Vec<(String, String)> {
    let read = |place: &Place| {
        let begin = jot_key(place, "");
        let mut jotted = Vec::new();
        for key in place.store.keys().unwrap_or_default() {
            let Some(name) = key.strip_prefix(&begin) else {
                continue;
            };
            let ours = JOTTED.iter().any(|begin| name.starts_with(begin));
            if let Some(text) = place.store.get(&key).ok().flatten().filter(|_| ours) {
                jotted.push((name.to_owned(), text));
            }
        }
        jotted
    };
    with_place(read).unwrap_or_default()
}

/// Reads what was kept.
fn read() {
    spawn(async {
        let Some(log) = log() else {
            return;
        };
        let read = log.read().await;
        send(Event::Read(read, jotted()));
        // Nobody waits for the third place: it has something of its own after a disaster alone.
        look_into_tail(&log).await;
        log.pack().await;
    });
}

/// Runs `future` beside the page. Boxed, so that the machinery below it is there once.
fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}

/// The id of the element that shows the activity. No other element's id begins like it.
pub(crate) fn element(activity: &Id) -> String {
    ["activity-", activity.as_str()].concat()
}

/// Saves everything the learner did as a file: the statements, and what could not be read.
#[inline(never)]
pub(crate) fn save_file() {
    let (text, words) = (hub::state().file(), hub::words());
    let name = [words.file_name, "-", &chance::day(), ".boucle-progress"].concat();
    if file::save(&name, &text) {
        send(Event::Copied);
    }
}

/// Reads the file that was chosen in the field of `event`.
#[inline(never)]
pub(crate) fn open_file(event: &web_sys::Event) {
    if let Some(text) = file::chosen(event) {
        spawn(async move { send(Event::Opened(text.await)) });
    }
}

fn dress(look: &Look) {
    page::dress("data-theme", look.theme.word());
    page::dress("data-size", look.size.word());
    page::dress("data-letters", (!look.letters).then_some("off"));
    page::dress("lang", Some(look.tongue.code()));
}

fn with_place<T>(with: impl FnOnce(&Place) -> T) -> Option<T> {
    PLACE.with(|cell| cell.get().map(with))
}
