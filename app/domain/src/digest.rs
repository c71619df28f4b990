//! SHA-256, and the short fingerprints made from it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::json::{Doubt, Read, Value};

/// SHA-256 of some bytes, as 64 lower-case hexadecimal digits, or the first 32 of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let hash = Sha256::digest(bytes);
        let digit = |n: u8| char::from(DIGITS[usize::from(n & 15)]);
        Self(
            hash.iter()
                .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
                .collect(),
        )
    }

    /// Whether `bytes` are those that this is the digest of. A half of the digits is enough: 128 bits, which
    /// nobody can find other bytes for. (A manifest is waited for, and digests can't be pressed.)
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        let whole = Self::of(bytes);
        self.0.len() >= Self::HALF && whole.0.starts_with(&self.0)
    }

    /// The first half of the digits.
    pub fn half(mut self) -> Self {
        self.0.truncate(Self::HALF);
        self
    }

    const HALF: usize = 32;

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 16 digits: enough to tell apart the versions of one activity or picture.
    pub fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }
}

impl Read for Digest {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Self(String::read(value, doubt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_of_fips_180_4() {
        // FIPS 180-4, example "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").as_str(), expected);
        assert_eq!(Digest::of(b"abc").short(), "ba7816bf8f01cfea");
        for digest in [Digest::of(b"abc"), Digest::of(b"abc").half()] {
            assert!(digest.is_of(b"abc") && !digest.is_of(b"abd"));
        }
        let short = Digest(Digest::of(b"abc").short().to_owned());
        assert!(!short.is_of(b"abc"), "too few digits say nothing");
        assert!(!Digest(String::new()).is_of(b"abc"));
    }
}
