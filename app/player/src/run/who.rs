//! Whose record it is: learners of this machine in the browser's store.

use std::rc::Rc;

use domain::{id::Id, learner::Learner, port::KeyValue};

use super::{Store, TAIL, folder, log, page, send, spawn, with_place};
use crate::{
    adapter::{chance, session},
    hub,
    play::{
        Event,
        who::{Deal, Who},
    },
};

/// The name of the key that tells who learns now.
const NOW: &str = "now";
/// What the names of learners begin with.
const LEARNERS: &str = "l/";
/// The name, in what lasts as long as the tab, of who opened the curtain.
const OPEN: &str = "boucle-open";

/// The key of `name` that all learners of the machine share.
fn key(name: &str) -> String {
    ["boucle", &page::folder(), "#", name].concat()
}

/// Who learns now, by what `store` says; the program is served from `folder`.
pub(super) fn now(store: &Store, folder: &str) -> Option<String> {
    let key = ["boucle", folder, "#now"].concat();
    store.get(&key).ok().flatten()
}

/// Tells who there is.
pub(super) fn find() {
    let found = with_place(|place| {
        let begin = key(LEARNERS);
        let mut all = Vec::new();
        for key in place.store.keys().unwrap_or_default() {
            if let Some(id) = key.strip_prefix(&begin) {
                let text = place.store.get(&key).ok().flatten();
                all.extend(text.and_then(|text| Learner::decode(id, &text)));
            }
        }
        all.sort_by(|one: &Learner, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        let now = now(&place.store, &page::folder());
        (all, now.and_then(|now| Id::new(&now).ok()))
    });
    let Some((all, now)) = found else {
        return;
    };
    let learner = now
        .as_ref()
        .and_then(|id| all.iter().find(|it| it.id == *id));
    let opened = session::get(OPEN);
    let has_pin = learner.is_some_and(|it| it.pin.is_some());
    let locked = has_pin && opened.as_deref() != now.as_ref().map(Id::as_str);
    send(Event::Who(Who::Found(all, now, locked)));
}

/// Does what has to be done about learners.
pub(super) fn deal(deal: Deal) {
    match deal {
        Deal::Put(learner) => {
            with_place(|place| {
                let name = [LEARNERS, learner.id.as_str()].concat();
                // Where it can't be kept, the next start finds nobody.
                let _ = place.store.set(&key(&name), &learner.encode());
                // The look goes along, but orders are drawn anew.
                let mut look = hub::state().look.clone();
                look.learner = chance::writer().as_str().to_owned();
                let own = Learner::place(&page::folder(), Some(learner.id.as_str()));
                look.remember(&place.store, &own);
            });
        }
        Deal::Become(id) => turn_into(id),
        Deal::Open(id) => {
            session::set(OPEN, id.as_ref().map_or("", Id::as_str));
            page::reload();
        }
        Deal::Clear(id) => spawn(async move {
            clear(id).await;
            turn_into(None);
        }),
    }
}

/// Begins anew as the learner `id`, before all courses.
fn turn_into(id: Option<Id>) {
    with_place(|place| {
        let _ = match &id {
            Some(id) => place.store.set(&key(NOW), id.as_str()),
            None => place.store.remove(&key(NOW)),
        };
    });
    session::set(OPEN, id.as_ref().map_or("", Id::as_str));
    page::replace("#/");
    page::reload();
}

/// Takes away all that is kept of who learns now, from all three places, and who they are.
async fn clear(id: Option<Id>) {
    if let Some(log) = log() {
        log.deep().store().destroy().await;
    }
    TAIL.with(Rc::clone).replace(&folder(), "").await;
    with_place(|place| {
        let begin = ["boucle", &place.folder, "#"].concat();
        for key in place.store.keys().unwrap_or_default() {
            let shared = [LEARNERS, NOW].map(self::key);
            let is_shared = shared.iter().any(|shared| key.starts_with(shared.as_str()));
            if key.starts_with(&begin) && !is_shared {
                let _ = place.store.remove(&key);
            }
        }
        if let Some(id) = id {
            let _ = place.store.remove(&key(&[LEARNERS, id.as_str()].concat()));
        }
    });
}
