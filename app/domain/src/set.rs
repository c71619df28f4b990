//! Values in order, each once.

use serde::{Deserialize, Serialize};

use crate::json::{Doubt, Read, Value, Write, write_list};

/// Values in their order, none twice: a sorted list. (A `BTreeSet` is many times its size in the
/// wasm, once for each type of value; our sets are short, or grow at their end.)
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "Vec<T>",
    into = "Vec<T>",
    bound(deserialize = "T: Ord + Deserialize<'de>")
)]
#[serde(bound(serialize = "T: Clone + Serialize"))]
pub struct Set<T>(
    /// Sorted; no value twice.
    Vec<T>,
);

impl<T: std::fmt::Debug> std::fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(&self.0).finish()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Set<T> {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Where `value` is, or where it would be.
    fn find(&self, value: &T) -> Result<usize, usize> {
        self.0.binary_search(value)
    }

    /// Whether `value` is here.
    pub fn contains(&self, value: &T) -> bool {
        self.find(value).is_ok()
    }

    /// Puts `value` in, and tells whether it was not here before.
    pub fn insert(&mut self, value: T) -> bool {
        let place = self.find(&value);
        if let Err(at) = place {
            self.0.insert(at, value);
        }
        place.is_err()
    }

    /// Takes `value` out, and tells whether it was here.
    pub fn remove(&mut self, value: &T) -> bool {
        let place = self.find(value);
        if let Ok(at) = place {
            self.0.remove(at);
        }
        place.is_ok()
    }
}

impl<T> Set<T> {
    /// The values in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The highest value.
    pub fn last(&self) -> Option<&T> {
        self.0.last()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes every value out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut set = Self::new();
        for value in values {
            set.insert(value);
        }
        set
    }
}

impl<T: Ord> From<Vec<T>> for Set<T> {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(values: [T; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<T> From<Set<T>> for Vec<T> {
    fn from(set: Set<T>) -> Self {
        set.0
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Read + Ord> Read for Set<T> {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Vec::read(value, doubt).into()
    }
}

impl<T: Write> Write for Set<T> {
    fn write(&self, out: &mut String) {
        write_list(&self.0, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_in_a_set_once_and_in_its_place() {
        let mut set = Set::from([3, 1, 3, 2]);
        assert_eq!(set.iter().copied().collect::<Vec<_>>(), [1, 2, 3]);
        assert!(!set.insert(2) && set.insert(0) && set.remove(&3) && !set.remove(&3));
        assert_eq!(
            (set.len(), set.last(), set.contains(&1)),
            (3, Some(&2), true)
        );
    }
}
