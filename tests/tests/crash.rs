//! Browsers that are killed in the middle: what was said to be saved is there when they start again.
//!
//! And stores that are spoilt between two starts: what the other ones have is enough.
//!
//! A short form of it runs with the other tests. `BOUCLE_KILLS=300` and `BOUCLE_SPOILS=200` make it a long
//! one; what it counted is printed with `--nocapture`.

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use tests::browser::{
    Browser, Engine, Published, Setup, Site,
    engine::{Folder, PATIENCE},
    published::dist,
};

/// How often each browser is killed.
fn kills() -> usize {
    times("BOUCLE_KILLS", 3)
}

/// How often a store of each browser is spoilt.
fn spoils() -> usize {
    times("BOUCLE_SPOILS", 4)
}

fn times(name: &str, few: usize) -> usize {
    let told = env::var(name).ok();
    told.and_then(|told| told.parse().ok()).unwrap_or(few)
}

/// After so many kills the next learner comes, with a fresh profile.
const LEARNER: usize = 10;

/// Answers the first activity of the page as fast as it can, and tells the site the stamps of all
/// statements that are stored whenever the light says that everything is saved.
const WORK: &str = "
    const told = new Set();
    const stored = () => Object.keys(localStorage).filter(key => key.includes('#s/')).map(key => key.split('#s/')[1]);
    const soon = () => new Promise(done => setTimeout(done));
    const light = () => document.querySelector('details.lit > summary').className;
    (async () => {
        for (let n = 0; ; n++) {
            // The screen is made anew when what was kept is read late.
            const act = document.querySelector('section.act');
            const inputs = act.querySelectorAll('input');
            inputs[n % inputs.length].click();
            act.querySelector('.acts .main').click();
            await soon();
            const over = document.querySelector('section.act .acts > .btn.quiet:last-of-type:not([hidden])');
            over?.click();
            await soon();
            await soon();
            for (let i = 0; i < 200 && light() !== 'light'; i++) await soon();
            if (light() !== 'light') continue;
            const fresh = stored().filter(stamp => !told.has(stamp));
            fresh.forEach(stamp => told.add(stamp));
            if (fresh.length) fetch('ack?' + fresh.join('+')).catch(() => {});
        }
    })();";

/// The stamps that IndexedDB holds. Where the program has not made its database yet, none is made in its
/// place.
const DEEP: &str = "
    const done = arguments[arguments.length - 1];
    const nothing = () => done([]);
    try {
        const request = indexedDB.open('boucle/');
        request.onupgradeneeded = () => request.transaction.abort();
        request.onerror = event => { event.preventDefault(); nothing(); };
        request.onsuccess = () => {
            try {
                const db = request.result;
                const keys = db.transaction('statements').objectStore('statements').getAllKeys();
                keys.onsuccess = () => { db.close(); done(keys.result); };
                keys.onerror = event => { event.preventDefault(); nothing(); };
            } catch { nothing(); }
        };
    } catch { nothing(); }";

/// What a browser that was killed came back with.
#[derive(Debug, Default)]
struct Count {
    kills: usize,
    acknowledged: usize,
    lost: Vec<String>,
    /// How often the deep store came back without something that the near one had.
    poorer: usize,
    /// How often the deep store came back with nothing.
    emptied: usize,
}

fn deep(browser: &Browser) -> BTreeSet<String> {
    let keys = browser.run(browser.driver().execute_async(DEEP, vec![]));
    let keys = keys.json().as_array().cloned().unwrap_or_default();
    let text = |key: serde_json::Value| key.as_str().unwrap_or_default().to_owned();
    keys.into_iter().map(text).collect()
}

/// Takes in what the page said to be saved, and tells whether that was anything new.
fn hears(site: &Site, acknowledged: &mut BTreeSet<String>) -> bool {
    let before = acknowledged.len();
    for told in site.told() {
        acknowledged.extend(told.split('+').map(str::to_owned));
    }
    acknowledged.len() > before
}

/// Opens the page and waits for the activity.
fn open(browser: &Browser, site: &Site, route: &str) {
    browser.run(browser.driver().goto(site.page(route)));
    browser.until("the activity", || {
        let there = browser.ask("return !!document.querySelector('section.act');", vec![]);
        there.as_bool().filter(|there| *there)
    });
}

/// What of `acknowledged` does not come back: the program reads both stores at its start, and repairs
/// the poorer one.
fn missing(browser: &Browser, acknowledged: &BTreeSet<String>) -> Vec<String> {
    let left = || -> Vec<String> { acknowledged.difference(&deep(browser)).cloned().collect() };
    let all = browser.within(PATIENCE, || left().is_empty().then_some(()));
    all.map_or_else(left, |()| Vec::new())
}

/// Starts the browser, works for a while, kills it.
fn killed(
    engine: Engine,
    route: &str,
    site: &Site,
    profile: &Path,
    acknowledged: &mut BTreeSet<String>,
    count: &mut Count,
) {
    let browser = Browser::start_in(engine, &Setup::default(), profile);
    open(&browser, site, route);
    let lost = missing(&browser, acknowledged);
    // What the sheet of the light says: the deep store lacked something.
    let restored = browser.ask(
        "const light = document.querySelector('details.lit');
        light.open = true;
        const said = light.querySelector('.sheet').textContent.match(/(One|[0-9]+) entr/);
        light.open = false;
        return said ? (said[1] === 'One' ? 1 : +said[1]) : 0;",
        vec![],
    );
    let restored = restored.as_u64().unwrap_or(0) as usize;
    count.poorer += usize::from(restored > 0);
    count.emptied += usize::from(restored > 1 && restored >= acknowledged.len());
    count.lost.extend(lost.iter().cloned());
    for stamp in lost {
        acknowledged.remove(&stamp);
    }
    browser.ask(WORK, vec![]);
    browser.until("something saved", || {
        hears(site, acknowledged).then_some(())
    });
    // At no moment in particular.
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let chance = clock.map_or(0, |clock| u64::from(clock.subsec_nanos()) / 1000 % 700);
    browser.within(Duration::from_millis(chance), || None::<()>);
    browser.kill();
    hears(site, acknowledged);
    count.kills += 1;
}

fn killed_again_and_again(engine: Engine) {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let route = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let mut count = Count::default();
    while count.kills < kills() {
        // One address for a learner: what is kept belongs to it.
        let site = Site::serve(dist(), "/");
        let profile = Folder::new("crash");
        let mut acknowledged = BTreeSet::new();
        for _ in 0..LEARNER.min(kills() - count.kills) {
            killed(
                engine,
                &route,
                &site,
                profile.path(),
                &mut acknowledged,
                &mut count,
            );
        }
        // What the last one left is looked at too.
        let browser = Browser::start_in(engine, &Setup::default(), profile.path());
        open(&browser, &site, &route);
        count.lost.extend(missing(&browser, &acknowledged));
        count.acknowledged += acknowledged.len();
    }
    let told = format!(
        "{engine:?}: {} kills, {} acknowledged statements, {} lost; IndexedDB came back poorer than localStorage {} times, empty {} times\n",
        count.kills,
        count.acknowledged,
        count.lost.len(),
        count.poorer,
        count.emptied,
    );
    std::io::stdout()
        .write_all(told.as_bytes())
        .expect("an output");
    assert!(count.acknowledged > count.kills, "hardly anything was done");
    assert_eq!(count.lost, Vec::<String>::new());
}

#[test]
fn what_was_saved_is_there_after_chromium_was_killed() {
    killed_again_and_again(Engine::Chromium);
}

#[test]
fn what_was_saved_is_there_after_firefox_was_killed() {
    killed_again_and_again(Engine::Firefox);
}

/// Sound statements in localStorage, by their stamps.
const NEAR: &str = "
    const sound = key => { try { return JSON.parse(localStorage.getItem(key)).id === key.split('#s/')[1]; } catch { return false; } };
    try { return Object.keys(localStorage).filter(key => key.includes('#s/') && sound(key)).map(key => key.split('#s/')[1]); }
    catch { return []; }";

/// How a store is spoilt.
#[derive(Clone, Copy, Debug)]
enum Spoil {
    Deleted,
    /// Some bytes of its files are others.
    Flipped,
}

/// The files of localStorage, or of IndexedDB, in the profile of `engine`.
fn store(engine: Engine, profile: &Path, deep: bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![profile.join("profile")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let text = path.to_string_lossy().replace('\\', "/");
            let ours = match (engine, deep) {
                (Engine::Chromium, true) => text.contains("/IndexedDB/"),
                (Engine::Chromium, false) => text.contains("/Local Storage/"),
                (Engine::Firefox, true) => text.contains("+127.0.0.1+") && text.contains("/idb/"),
                (Engine::Firefox, false) => text.contains("+127.0.0.1+") && text.contains("/ls/"),
            };
            // Firefox keeps a sum beside each store; when that is damaged it lets nobody into any of them.
            let sum = engine == Engine::Firefox && !text.ends_with(".sqlite");
            if path.is_dir() {
                folders.push(path);
            } else if ours && !sum {
                found.push(path);
            }
        }
    }
    found
}

/// Spoils one of the stores of a browser that is not running. Which bytes are flipped is drawn from `n`.
fn spoil(engine: Engine, profile: &Path, deep: bool, how: Spoil, n: usize) {
    let files = store(engine, profile, deep);
    assert!(!files.is_empty(), "{engine:?} keeps it elsewhere");
    let mut chance = n as u64 + 1;
    let mut draw = |below: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (chance >> 33) as usize % below.max(1)
    };
    for file in files {
        match how {
            Spoil::Deleted => fs::remove_file(file).expect("a file less"),
            Spoil::Flipped => {
                let mut bytes = fs::read(&file).expect("a file");
                for _ in 0..8 {
                    let at = draw(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << draw(8);
                    }
                }
                fs::write(&file, bytes).expect("a file");
            }
        }
    }
}

/// What of `acknowledged` is in neither store, once the program has read and repaired them, and not in the
/// file it saves either: where both stores can't be used it may still have it from the third place.
fn lost(browser: &Browser, acknowledged: &BTreeSet<String>) -> Vec<String> {
    let left = || -> Vec<String> {
        let mut here = deep(browser);
        let near = browser.ask(NEAR, vec![]);
        let near = near.as_array().cloned().unwrap_or_default();
        here.extend(near.iter().filter_map(|it| it.as_str().map(str::to_owned)));
        acknowledged.difference(&here).cloned().collect()
    };
    let all = browser.within(PATIENCE / 4, || left().is_empty().then_some(()));
    if all.is_some() {
        return Vec::new();
    }
    browser.ask("location.hash = '#/~record';", vec![]);
    let known = || {
        let save = "const save = document.querySelector('.record .acts .btn'); save?.click(); return !!save;";
        let saved = browser.ask(save, vec![]);
        saved.as_bool().filter(|saved| *saved)?;
        let (_, text) = browser.downloaded(".boucle-progress");
        let found = domain::file::read(&text)
            .expect("a file of ours")
            .statements;
        let known: BTreeSet<String> = found.into_iter().map(|it| it.id.into()).collect();
        let left: Vec<String> = acknowledged.difference(&known).cloned().collect();
        left.is_empty().then_some(())
    };
    let all = browser.within(PATIENCE, known);
    browser.ask("history.back();", vec![]);
    browser.until("the activity", || {
        let there = browser.ask("return !!document.querySelector('section.act');", vec![]);
        there.as_bool().filter(|there| *there)
    });
    all.map_or_else(left, |()| Vec::new())
}

fn spoilt_again_and_again(engine: Engine) {
    let course = Published::read();
    let lesson = course.lesson(0, "en");
    let route = course.route(&[lesson.id.as_str(), lesson.pages[0].id.as_str()]);
    let (mut spoilt, mut all, mut gone) = (0, 0, Vec::new());
    while spoilt < spoils() {
        let site = Site::serve(dist(), "/");
        let profile = Folder::new("spoilt");
        let mut acknowledged = BTreeSet::new();
        for _ in 0..LEARNER.min(spoils() - spoilt) {
            let browser = Browser::start_in(engine, &Setup::default(), profile.path());
            open(&browser, &site, &route);
            gone.extend(lost(&browser, &acknowledged));
            browser.ask(WORK, vec![]);
            // Or the light says that nothing can be: a store whose files were flipped can take the others
            // with it.
            browser.until("something saved, or that nothing is", || {
                let more = hears(&site, &mut acknowledged);
                let light = browser.ask(
                    "return document.querySelector('details.lit > summary').className;",
                    vec![],
                );
                (more || light == "light not").then_some(())
            });
            browser.run(browser.driver().goto("about:blank"));
            hears(&site, &mut acknowledged);
            // A browser that is told to quit writes what it has.
            drop(browser);
            let deep = spoilt % 2 == 0;
            // With other bytes in one of them Firefox may let nobody into any store of the site, and make
            // pages wait for each: that is not made good here.
            let flips = spoilt % 4 >= 2 && engine == Engine::Chromium;
            let how = if flips {
                Spoil::Flipped
            } else {
                Spoil::Deleted
            };
            spoil(engine, profile.path(), deep, how, spoilt);
            spoilt += 1;
        }
        let browser = Browser::start_in(engine, &Setup::default(), profile.path());
        open(&browser, &site, &route);
        gone.extend(lost(&browser, &acknowledged));
        all += acknowledged.len();
    }
    let told = format!(
        "{engine:?}: {spoilt} stores spoilt, {all} acknowledged statements, {} lost\n",
        gone.len()
    );
    std::io::stdout()
        .write_all(told.as_bytes())
        .expect("an output");
    assert_eq!(gone, Vec::<String>::new());
}

#[test]
fn a_spoilt_store_of_chromium_is_made_good_from_the_other() {
    spoilt_again_and_again(Engine::Chromium);
}

#[test]
fn a_spoilt_store_of_firefox_is_made_good_from_the_other() {
    spoilt_again_and_again(Engine::Firefox);
}
