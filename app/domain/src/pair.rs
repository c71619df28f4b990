//! One log in two stores that fail in different ways: what either of them has counts.
//!
//! A store that writes at once reaches the disk late; one that is on disk when it is done can come
//! back empty as a whole. So every statement goes into both, both are read at the start, and what one
//! of them lacks is put back from the other. Neither is ever the only truth.

use std::{cell::Cell, rc::Rc};

use crate::{
    journal::twin,
    port::{Durability, Journal, Reading, StorageError},
    statement::{Stamp, Statement},
};

/// A log in two stores: one that is near (it is done at once), and one that is deep (on disk when it
/// is done).
#[derive(Clone, Debug)]
pub struct Pair<N, D> {
    near: N,
    deep: D,
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

impl<N: Journal, D: Journal> Pair<N, D> {
    /// The log in `near` and in `deep`.
    pub fn new(near: N, deep: D) -> Self {
        let full = Rc::default();
        Self { near, deep, full }
    }

    /// Whether one of the stores had no room when something was last put into both: the other one may have
    /// it alone.
    pub fn is_full(&self) -> bool {
        self.full.get()
    }

    /// The near store.
    pub fn near(&self) -> &N {
        &self.near
    }

    /// The deep store.
    pub fn deep(&self) -> &D {
        &self.deep
    }

    /// Reads both stores, and gives each what only the other has.
    ///
    /// # Errors
    ///
    /// What the deep store says, where neither can be read.
    pub async fn read(&self) -> Result<United, StorageError> {
        match (self.near.read().await, self.deep.read().await) {
            (Ok(near), Ok(deep)) => Ok(self.unite(near, deep).await),
            (Ok(reading), Err(_)) => {
                let durability = self.near.keep(&[]).await.unwrap_or(Durability::Page);
                Ok(United {
                    reading,
                    restored: Vec::new(),
                    durability,
                })
            }
            (Err(_), Ok(reading)) => Ok(United {
                reading,
                restored: Vec::new(),
                durability: Durability::Durable,
            }),
            (Err(_), Err(error)) => Err(error),
        }
    }

    async fn unite(&self, near: Reading, deep: Reading) -> United {
        let (here, there) = (Ids::of(&near.statements), Ids::of(&deep.statements));
        let missing = |statements: &[Statement], ids: &Ids| -> Vec<Statement> {
            let lacks = |statement: &&Statement| ids.find(&statement.id).is_none();
            statements.iter().filter(lacks).cloned().collect()
        };
        let only_near = missing(&near.statements, &there);
        let only_deep = missing(&deep.statements, &here);
        let restored = only_near.iter().map(|it| it.id.clone()).collect();
        let kept = self.deep.keep(&only_near).await;
        // The near store may have no room for all: the deep one has it.
        let _ = self.near.keep(&only_deep).await;
        let mut aside = deep.aside;
        aside.extend(near.aside);
        for statement in &near.statements {
            let other = there.find(&statement.id);
            let other = other.and_then(|place| deep.statements.get(place));
            if other.is_some_and(|other| other != statement) {
                aside.push(twin(statement));
            }
        }
        let mut statements = deep.statements;
        statements.extend(only_near);
        United {
            reading: Reading { statements, aside },
            restored,
            durability: kept.unwrap_or(Durability::Written),
        }
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

    /// Takes away what has one of these names in both ([`Journal::erase`]).
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
}
