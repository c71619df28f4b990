//! One log in two stores that fail in different ways: what either of them has counts.
//!
//! A store that writes at once reaches the disk late; one that is on disk when it is done can come
//! back empty as a whole. So every statement goes into both, both are read at the start, and what one
//! of them lacks is put back from the other. Neither is ever the only truth.

use std::{cell::Cell, rc::Rc};

use crate::{
    journal::{Log, twin},
    port::{Durability, Press, Reading, StorageError, Texts},
    statement::{Stamp, Statement},
};

/// A log in two stores: one that is near (it is done at once), and one that is deep (on disk when it
/// is done).
#[derive(Clone, Debug)]
pub struct Pair<N, D, P> {
    near: Log<N, P>,
    deep: Log<D, P>,
    /// Whether one of them had no room when something was last put into both.
    full: Rc<Cell<bool>>,
}

/// What two stores have together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct United {
    /// All that is in either.
    pub reading: Reading,
    /// What the deep store lacked and was given back from the near one.
    pub restored: Vec<Stamp>,
    /// How safe all of it is now.
    pub durability: Durability,
}

impl<N: Texts, D: Texts, P: Press> Pair<N, D, P> {
    /// The log in `near` and in `deep`.
    pub fn new(near: Log<N, P>, deep: Log<D, P>) -> Self {
        let full = Rc::default();
        Self { near, deep, full }
    }

    /// Whether one of the stores had no room when something was last put into both: the other one may have
    /// it alone.
    pub fn is_full(&self) -> bool {
        self.full.get()
    }

    /// The log in the near store.
    pub fn near(&self) -> &Log<N, P> {
        &self.near
    }

    /// The log in the deep store.
    pub fn deep(&self) -> &Log<D, P> {
        &self.deep
    }

    /// Reads both stores, and gives each what only the other has.
    ///
    /// # Errors
    ///
    /// What the deep store says, where neither can be read.
    pub async fn read(&self) -> Result<United, StorageError> {
        let near = self.near.store().all().await;
        match (near, self.deep.store().all().await) {
            (Ok(near), Ok(deep)) => Ok(self.unite(near, deep).await),
            (Ok(near), Err(_)) => {
                let durability = self.near.keep(&[]).await.unwrap_or(Durability::Page);
                Ok(United {
                    reading: self.near.read_texts(near).await,
                    restored: Vec::new(),
                    durability,
                })
            }
            (Err(_), Ok(deep)) => Ok(United {
                reading: self.deep.read_texts(deep).await,
                restored: Vec::new(),
                durability: Durability::Durable,
            }),
            (Err(_), Err(error)) => Err(error),
        }
    }

    async fn unite(&self, near: Vec<(String, String)>, deep: Vec<(String, String)>) -> United {
        // What stands in both to the letter is read once: mostly, that is all there is.
        let (both, near, deep) = parted(near, deep);
        let both = self.deep.read_texts(both).await;
        let near = self.near.read_texts(near).await;
        let deep = self.deep.read_texts(deep).await;
        let mut durability = Durability::Durable;
        let mut restored = Vec::new();
        let mut aside = both.aside;
        aside.extend(deep.aside);
        aside.extend(near.aside);
        let mut statements = both.statements;
        if !near.statements.is_empty() || !deep.statements.is_empty() {
            let shared = Ids::of(&statements);
            let (here, there) = (Ids::of(&near.statements), Ids::of(&deep.statements));
            let missing = |some: Vec<Statement>, other: &Ids| -> (Vec<Statement>, Vec<Statement>) {
                let lacks = |it: &Statement| !shared.has(&it.id) && !other.has(&it.id);
                some.into_iter().partition(lacks)
            };
            let (only_near, twice) = missing(near.statements, &there);
            let (only_deep, known) = missing(deep.statements, &here);
            restored.extend(only_near.iter().map(|it| it.id.clone()));
            let kept = self.deep.keep(&only_near).await;
            durability = kept.unwrap_or(Durability::Written);
            // The near store may have no room for all: the deep one has it.
            let _ = self.near.keep(&only_deep).await;
            statements.extend(only_deep);
            let in_both = Ids::of(&statements);
            // Those of the deep store that the near one has too, in another text.
            statements.extend(known.into_iter().filter(|it| !in_both.has(&it.id)));
            let all = Ids::of(&statements);
            for statement in &twice {
                let other = all.find(&statement.id);
                let other = other.and_then(|place| statements.get(place));
                if other.is_some_and(|other| other != statement) {
                    aside.push(twin(statement));
                }
            }
            statements.extend(only_near);
        }
        United {
            reading: Reading { statements, aside },
            restored,
            durability,
        }
    }

    /// Packs what each of them holds, if it is much. What one of them says of it changes nothing: then all
    /// of it stays as it is.
    pub async fn pack(&self) {
        let _ = self.near.pack().await;
        let _ = self.deep.pack().await;
    }

    /// Keeps many statements in both, and says how safe they are now.
    ///
    /// # Errors
    ///
    /// Where neither could keep them: that there is no room, if one of them says so.
    pub async fn keep(&self, statements: &[Statement]) -> Result<Durability, StorageError> {
        let near = self.near.keep(statements).await;
        self.either(near, self.deep.keep(statements).await)
    }

    /// Takes away what has one of these names in both ([`Log::erase`]).
    ///
    /// # Errors
    ///
    /// What one of them says that has not done it; the other one may have.
    pub async fn erase(&self, names: &[String]) -> Result<(), StorageError> {
        let near = self.near.erase(names).await;
        self.deep.erase(names).await.and(near)
    }

    /// What the two stores have said, as one.
    fn either(
        &self,
        near: Result<Durability, StorageError>,
        deep: Result<Durability, StorageError>,
    ) -> Result<Durability, StorageError> {
        let full = Err(StorageError::Full);
        self.full.set(near == full || deep == full);
        match (near, deep) {
            (Ok(near), Ok(deep)) => Ok(near.max(deep)),
            (Ok(kept), Err(_)) | (Err(_), Ok(kept)) => Ok(kept),
            (Err(StorageError::Full), Err(_)) => Err(StorageError::Full),
            (Err(_), Err(error)) => Err(error),
        }
    }
}

/// Names with their texts.
type Held = Vec<(String, String)>;

/// What stands in both to the letter, and what stands in one or the other.
fn parted(mut near: Held, mut deep: Held) -> (Held, Held, Held) {
    near.sort_unstable();
    deep.sort_unstable();
    let mut both = Vec::new();
    near.retain(|it| {
        let shared = deep.binary_search(it).is_ok();
        if shared {
            both.push(it.clone());
        }
        !shared
    });
    deep.retain(|it| both.binary_search(it).is_err());
    (both, near, deep)
}

/// Stamps with the places of their statements, to look them up.
struct Ids(Vec<(Stamp, usize)>);

impl Ids {
    fn of(statements: &[Statement]) -> Self {
        let ids = statements.iter().map(|statement| statement.id.clone());
        let mut ids: Vec<_> = ids.zip(0..).collect();
        ids.sort_unstable();
        Self(ids)
    }

    /// The place of the statement of this stamp.
    fn find(&self, stamp: &Stamp) -> Option<usize> {
        let at = self.0.binary_search_by(|(id, _)| id.cmp(stamp)).ok()?;
        self.0.get(at).map(|(_, place)| *place)
    }

    fn has(&self, stamp: &Stamp) -> bool {
        self.find(stamp).is_some()
    }
}
