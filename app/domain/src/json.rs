//! JSON as this program writes it: read into a small tree, and from there into the types.
//!
//! The types derive serde's traits, and the author's tool writes with serde_json. The player reads
//! with this, which is a fraction of the bytes: `app/decisions/json.md` has what was measured. A test
//! holds the two readers against each other.
//!
//! Only whole numbers are read, within ±2⁵³: the formats have no others.

use std::sync::Arc;

use crate::{
    id::{Id, Lang},
    limit::{self, Breach},
};

/// A piece of JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `true` or `false`.
    Word(Word),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names with values, in the order written.
    Map(Vec<(String, Value)>),
}

/// One of the three words of JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Word {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
}

/// Why some bytes are not JSON of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It ends before it is complete.
    End,
    /// It is not JSON, or has a number that is not whole.
    Form,
    /// It breaks a limit.
    Limit(Breach),
}

/// Reads JSON within the limits of [`limit`]. Never deeper than [`limit::DEPTH`].
pub fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| match error.error_len() {
        None => Fault::End,
        Some(_) => Fault::Form,
    })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    match reader.next() {
        None => Ok(value),
        Some(_) => Err(Fault::Form),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no space, not yet passed.
    fn next(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self, depth: usize) -> Result<Value, Fault> {
        match self.next().ok_or(Fault::End)? {
            b'"' => self.text().map(Value::Text),
            open @ (b'[' | b'{') => {
                if depth == limit::DEPTH {
                    return Err(Fault::Limit(Breach::Depth));
                }
                self.at += 1;
                if open == b'[' {
                    self.list(depth + 1)
                } else {
                    self.map(depth + 1)
                }
            }
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut list = Vec::new();
        while self.more(b']', list.len())? {
            list.push(self.value(depth)?);
        }
        Ok(Value::List(list))
    }

    fn map(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut map: Vec<(String, Value)> = Vec::new();
        while self.more(b'}', map.len())? {
            match self.next().ok_or(Fault::End)? {
                b'"' => {}
                _ => return Err(Fault::Form),
            }
            let name = self.text()?;
            match self.next().ok_or(Fault::End)? {
                b':' => self.at += 1,
                _ => return Err(Fault::Form),
            }
            // A name given twice means one thing to one reader and another to the next.
            if map.iter().any(|(given, _)| *given == name) {
                return Err(Fault::Form);
            }
            map.push((name, self.value(depth)?));
        }
        Ok(Value::Map(map))
    }

    /// Whether an entry follows; passes the comma before it, or the closing bracket.
    fn more(&mut self, close: u8, entries: usize) -> Result<bool, Fault> {
        let byte = self.next().ok_or(Fault::End)?;
        if byte == close {
            self.at += 1;
            return Ok(false);
        }
        if entries == limit::LIST_ENTRIES {
            return Err(Fault::Limit(Breach::List));
        }
        if entries > 0 {
            if byte != b',' {
                return Err(Fault::Form);
            }
            self.at += 1;
            if self.next() == Some(close) {
                return Err(Fault::Form);
            }
        }
        Ok(true)
    }

    fn text(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let start = self.at;
        let mut text = String::new();
        loop {
            let from = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=31)) {
                self.at += 1;
            }
            if self.at - start > limit::TEXT_BYTES {
                return Err(Fault::Limit(Breach::Text));
            }
            text.push_str(self.text.get(from..self.at).unwrap_or(""));
            let byte = self.peek().ok_or(Fault::End)?;
            self.at += 1;
            match byte {
                b'"' => return Ok(text),
                b'\\' => text.push(self.escape()?),
                _ => return Err(Fault::Form),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.peek().ok_or(Fault::End)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.unit()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high).ok_or(Fault::Form);
                }
                for expected in *b"\\u" {
                    if self.peek().ok_or(Fault::End)? != expected {
                        return Err(Fault::Form);
                    }
                    self.at += 1;
                }
                let low = self.unit()?;
                if !(0xdc00..0xe000).contains(&low) {
                    return Err(Fault::Form);
                }
                let point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return char::from_u32(point).ok_or(Fault::Form);
            }
            _ => return Err(Fault::Form),
        })
    }

    fn unit(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek().ok_or(Fault::End)?)
                .to_digit(16)
                .ok_or(Fault::Form)?;
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let minus = self.peek() == Some(b'-');
        self.at += usize::from(minus);
        let start = self.at;
        let mut number: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number * 10 + i64::from(digit - b'0');
            if number > 1 << 53 {
                return Err(Fault::Form);
            }
            self.at += 1;
        }
        let digits = self.at - start;
        let padded = digits > 1 && self.text.as_bytes().get(start) == Some(&b'0');
        match self.peek() {
            None if digits == 0 => Err(Fault::End),
            Some(b'.' | b'e' | b'E') => Err(Fault::Form),
            _ if digits == 0 || padded => Err(Fault::Form),
            _ => Ok(Value::Number(if minus { -number } else { number })),
        }
    }

    fn word(&mut self) -> Result<Value, Fault> {
        let rest = self.text.get(self.at..).unwrap_or("");
        for (name, word) in [
            ("null", Word::Null),
            ("true", Word::True),
            ("false", Word::False),
        ] {
            if rest.starts_with(name) {
                self.at += name.len();
                return Ok(Value::Word(word));
            }
            if name.starts_with(rest) {
                return Err(Fault::End);
            }
        }
        Err(Fault::Form)
    }
}

impl Value {
    /// The value under `name`, if this is a map that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Map(map) => map
                .iter()
                .find(|(given, _)| given == name)
                .map(|(_, value)| value),
            Self::Word(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The value under `name`; `null` where there is none.
    pub fn field(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&NULL)
    }

    /// The entries of a list of exactly `N`; `null`s, and a doubt, where it is no such list.
    pub fn tuple<const N: usize>(&self, doubt: &mut Doubt) -> [&Value; N] {
        let list = self.list().filter(|list| list.len() == N);
        if list.is_none() {
            doubt.note();
        }
        let list = list.unwrap_or_default();
        std::array::from_fn(|n| list.get(n).unwrap_or(&NULL))
    }

    /// The entries, if this is a list.
    pub fn list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            Self::Word(_) | Self::Number(_) | Self::Text(_) | Self::Map(_) => None,
        }
    }

    /// The characters, if this is a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(_) | Self::Number(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The name of a variant and what it holds: `"name"` or `{"name": held}`. No name is empty.
    pub fn variant(&self) -> (&str, &Value) {
        match self {
            Self::Text(name) => (name, &NULL),
            Self::Map(map) => match map.as_slice() {
                [(name, held)] => (name, held),
                _ => ("", &NULL),
            },
            Self::Word(_) | Self::Number(_) | Self::List(_) => ("", &NULL),
        }
    }
}

static NULL: Value = Value::Word(Word::Null);

/// Whether anything read so far had another form than its type.
///
/// Readers do not stop at the first fault: they go on with a stand-in and note it here. To stop would
/// mean code that takes apart what was read before, once for every field of every type.
#[derive(Debug, Default)]
pub struct Doubt(bool);

impl Doubt {
    /// Notes a fault.
    pub fn note(&mut self) {
        self.0 = true;
    }
}

/// A type that can be read from JSON.
pub trait Read: Sized {
    /// What `value` says. If it does not say it in the form of this type, `doubt` notes that, and
    /// what comes back is a stand-in that [`read`] throws away. What `value` says beyond is left out.
    fn read(value: &Value, doubt: &mut Doubt) -> Self;
}

/// What `value` says, if it says it in the form of the type.
pub fn read<T: Read>(value: &Value) -> Option<T> {
    let mut doubt = Doubt::default();
    let read = T::read(value, &mut doubt);
    if doubt.0 {
        // Not freed: it is seldom, and the code that takes a course apart is needed for nothing else.
        std::mem::forget(read);
        return None;
    }
    Some(read)
}

impl Read for String {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        match value.text() {
            Some(text) => text.to_owned(),
            None => {
                doubt.note();
                String::new()
            }
        }
    }
}

impl Read for bool {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        match value {
            Value::Word(Word::True) => true,
            Value::Word(Word::False) => false,
            Value::Word(Word::Null)
            | Value::Number(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_) => {
                doubt.note();
                false
            }
        }
    }
}

impl Read for i64 {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        match value {
            Value::Number(number) => *number,
            Value::Word(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
                doubt.note();
                0
            }
        }
    }
}

macro_rules! read_numbers {
    ($($number:ty)+) => { $(
        impl Read for $number {
            fn read(value: &Value, doubt: &mut Doubt) -> Self {
                <$number>::try_from(i64::read(value, doubt)).unwrap_or_else(|_| {
                    doubt.note();
                    0
                })
            }
        }
    )+ };
}
read_numbers!(u8 u16 u32 u64);

impl Read for Lang {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Lang::new(value.text().unwrap_or_default()).unwrap_or_else(|_| {
            doubt.note();
            Lang::stand_in()
        })
    }
}

impl Read for Id {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Id::new(value.text().unwrap_or_default()).unwrap_or_else(|_| {
            doubt.note();
            Id::stand_in()
        })
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        let Some(list) = value.list() else {
            doubt.note();
            return Vec::new();
        };
        let mut all = Vec::with_capacity(list.len());
        for entry in list {
            all.push(T::read(entry, doubt));
        }
        all
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        if let Value::Word(Word::Null) = value {
            None
        } else {
            Some(T::read(value, doubt))
        }
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Box::new(T::read(value, doubt))
    }
}

impl<T: Read> Read for Arc<T> {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Arc::new(T::read(value, doubt))
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        let [a, b] = value.tuple(doubt);
        (A::read(a, doubt), B::read(b, doubt))
    }
}

impl<A: Read, B: Read, C: Read> Read for (A, B, C) {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        let [a, b, c] = value.tuple(doubt);
        (A::read(a, doubt), B::read(b, doubt), C::read(c, doubt))
    }
}

impl<A: Read, B: Read, C: Read, D: Read> Read for (A, B, C, D) {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        let [a, b, c, d] = value.tuple(doubt);
        (
            A::read(a, doubt),
            B::read(b, doubt),
            C::read(c, doubt),
            D::read(d, doubt),
        )
    }
}

/// Reads a struct from a map: each field under the name given, its own where none is.
macro_rules! read_struct {
    ($Type:ty { $($field:ident $(= $name:literal)?),+ $(,)? }) => {
        impl $crate::json::Read for $Type {
            #[inline(never)]
            fn read(value: &$crate::json::Value, doubt: &mut $crate::json::Doubt) -> Self {
                Self { $(
                    $field: $crate::json::Read::read(
                        value.field($crate::json::name!($field $(= $name)?)),
                        doubt,
                    ),
                )+ }
            }
        }
    };
}

/// The name a field is stored under.
macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $name:literal) => {
        $name
    };
}

/// Reads an enum as serde tags it from outside: `"name"`, `{"name": held}` or `{"name": [a, b]}`.
/// The first variant is the stand-in for one that is not known.
macro_rules! read_enum {
    ($Type:ty { $first:literal => $First:ident $(($($part:ident),+))?
        $(, $name:literal => $variant:ident $(($($parts:ident),+))?)* $(,)? }) => {
        impl $crate::json::Read for $Type {
            fn read(value: &$crate::json::Value, doubt: &mut $crate::json::Doubt) -> Self {
                #[allow(unused_variables, reason = "unit variants hold nothing")]
                let (name, held) = value.variant();
                match name {
                    $($name => $crate::json::read_variant!(held, doubt, $variant $(($($parts),+))?),)*
                    name => {
                        if name != $first {
                            doubt.note();
                        }
                        $crate::json::read_variant!(held, doubt, $First $(($($part),+))?)
                    }
                }
            }
        }
    };
}

/// Reads one variant of an enum; see [`read_enum`].
macro_rules! read_variant {
    ($held:ident, $doubt:ident, $variant:ident) => {
        Self::$variant
    };
    ($held:ident, $doubt:ident, $variant:ident ($a:ident)) => {
        Self::$variant($crate::json::Read::read($held, $doubt))
    };
    ($held:ident, $doubt:ident, $variant:ident ($($part:ident),+)) => {{
        use $crate::json::Read;
        let [$($part),+] = $held.tuple($doubt);
        Self::$variant($(Read::read($part, $doubt)),+)
    }};
}

pub(crate) use {name, read_enum, read_struct, read_variant};

/// A type that can be written as JSON, in the very form serde gives it.
pub trait Write {
    /// Adds this to `out`.
    fn write(&self, out: &mut String);
}

impl Write for str {
    fn write(&self, out: &mut String) {
        quote(self, out);
    }
}

impl Write for String {
    fn write(&self, out: &mut String) {
        quote(self, out);
    }
}

impl Write for Id {
    fn write(&self, out: &mut String) {
        quote(self.as_str(), out);
    }
}

macro_rules! write_numbers {
    ($($number:ty)+) => { $(
        impl Write for $number {
            fn write(&self, out: &mut String) {
                digits(i64::from(*self), out);
            }
        }
    )+ };
}

/// Writes a whole number. By hand: the formatter of numbers is a large thing for a small one.
pub fn digits(number: i64, out: &mut String) {
    if number < 0 {
        out.push('-');
    }
    let mut rest = number.unsigned_abs();
    let mut unit = 1;
    while rest / unit > 9 {
        unit *= 10;
    }
    while unit > 0 {
        out.push(char::from(b'0' + (rest / unit) as u8));
        rest %= unit;
        unit /= 10;
    }
}
write_numbers!(u8 u32 i64);

impl Write for u64 {
    fn write(&self, out: &mut String) {
        // Numbers beyond 2⁵³ are not read back; none is made.
        digits(i64::try_from(*self).unwrap_or(i64::MAX), out);
    }
}

/// Writes a list.
pub fn write_list<'a, T: Write + ?Sized + 'a>(
    list: impl IntoIterator<Item = &'a T>,
    out: &mut String,
) {
    out.push('[');
    for (n, entry) in list.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        entry.write(out);
    }
    out.push(']');
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut String) {
        write_list(self, out);
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(held) => held.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(']');
    }
}

impl<A: Write, B: Write, C: Write> Write for (A, B, C) {
    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(',');
        self.2.write(out);
        out.push(']');
    }
}

impl<A: Write, B: Write, C: Write, D: Write> Write for (A, B, C, D) {
    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(',');
        self.2.write(out);
        out.push(',');
        self.3.write(out);
        out.push(']');
    }
}

/// Writes a struct as a map, its fields in the order given; those after a semicolon where they are there.
macro_rules! write_struct {
    ($Type:ty { $($field:ident),+ $(,)? $(; $($option:ident),+)? }) => {
        impl $crate::json::Write for $Type {
            fn write(&self, out: &mut String) {
                out.push('{');
                $(
                    $crate::json::member(stringify!($field), &self.$field, out);
                )+
                $($(
                    if let Some(held) = &self.$option {
                        $crate::json::member(stringify!($option), held, out);
                    }
                )+)?
                out.push('}');
            }
        }
    };
}

/// Writes one name and value of a map, after a comma unless it is the first.
pub fn member(name: &str, value: &dyn Write, out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
    quote(name, out);
    out.push(':');
    value.write(out);
}

/// Reads and writes a struct that is stored: its fields are listed once.
macro_rules! stored_struct {
    ($Type:ty { $($field:ident),+ $(,)? $(; $($option:ident),+)? }) => {
        $crate::json::read_struct!($Type { $($field,)+ $($($option),+)? });
        $crate::json::write_struct!($Type { $($field),+ $(; $($option),+)? });
    };
}

pub(crate) use {stored_struct, write_struct};

/// Writes `text` as JSON, quotes included.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{0}'..='\u{1f}' => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let code = character as usize;
                out.push_str("\\u00");
                out.push(char::from(DIGITS[code >> 4]));
                out.push(char::from(DIGITS[code & 15]));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_is_told_from_what_is_wrong() {
        let whole = r#" {"a":[1,-2,{"b":null}],"c":"é\u00e9\ud83d\udd01\n","d":true} "#;
        assert!(parse(whole.as_bytes()).is_ok());
        for end in 1..whole.trim_end().len() {
            let cut = &whole.as_bytes()[..end];
            assert_eq!(
                parse(cut),
                Err(Fault::End),
                "{}",
                String::from_utf8_lossy(cut)
            );
        }
        for wrong in [
            "{a:1}",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "01",
            "1.5",
            "1e9",
            "+1",
            "-",
            "--1",
            "nul!",
            "tru e",
            "\"\u{1}\"",
            "\"\\x\"",
            "\"\\ud800x\"",
            "\"\\udc00\"",
            "[1]]",
            "{\"a\":1,\"a\":2}",
            "9007199254740993",
        ] {
            let fault = parse(wrong.as_bytes());
            assert!(
                matches!(fault, Err(Fault::Form)) || (wrong == "-" && fault == Err(Fault::End)),
                "{wrong}: {fault:?}"
            );
        }
    }

    #[test]
    fn each_limit_is_told_apart() {
        assert!(parse(["[".repeat(64), "]".repeat(64)].concat().as_bytes()).is_ok());
        assert_eq!(
            parse("[".repeat(1_000_000).as_bytes()),
            Err(Fault::Limit(Breach::Depth))
        );
        let text = format!("[\"{}\"]", "a".repeat(limit::TEXT_BYTES + 1));
        assert_eq!(parse(text.as_bytes()), Err(Fault::Limit(Breach::Text)));
        let list = format!("[{}]", ["0"; limit::LIST_ENTRIES + 1].join(","));
        assert_eq!(parse(list.as_bytes()), Err(Fault::Limit(Breach::List)));
    }

    #[test]
    fn a_quoted_text_reads_back() {
        for text in ["", "a\"b\\c", "\u{0}\u{1f}\n\t", "é\u{202f}🔁"] {
            let mut out = String::new();
            quote(text, &mut out);
            assert_eq!(parse(out.as_bytes()), Ok(Value::Text(text.to_owned())));
        }
    }
}
