//! Pictures: how large they are, and that nothing in them runs or reaches out.

use roxmltree::{Document, Node, NodeType};

/// More pixels than this are too many for a phone.
const PIXELS: u64 = 16_000_000;

/// What keeps a picture from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The sentence says why its size can't be told.
    Unreadable(String),
    /// The sentence says what in it could run or reach out.
    Unsafe(String),
}

/// Whether a file of this name is a picture.
pub(crate) fn is_picture(name: &str) -> bool {
    ending(name).is_some()
}

/// The ending of the name, if it is one of a picture.
pub(crate) fn ending(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    ["svg", "png", "jpg", "jpeg", "webp", "gif"]
        .into_iter()
        .find(|known| *known == ending)
}

/// The width and height of a picture in pixels.
pub(crate) fn size(name: &str, bytes: &[u8]) -> Result<(u32, u32), Trouble> {
    let size = match ending(name) {
        Some("svg") => return svg(bytes),
        Some("png") => png(bytes),
        Some("jpg" | "jpeg") => jpeg(bytes),
        Some("webp") => webp(bytes),
        Some("gif") => gif(bytes),
        Some(_) | None => None,
    };
    let unreadable = |sentence: &str| Err(Trouble::Unreadable(sentence.to_owned()));
    match size {
        None => unreadable("its first bytes are not those of such a picture."),
        Some((0, _) | (_, 0)) => unreadable("it is 0 pixels wide or high."),
        Some((w, h)) if u64::from(w) * u64::from(h) > PIXELS => {
            unreadable("it has more than 16 million pixels.")
        }
        Some(size) => Ok(size),
    }
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(
        bytes
            .get(at..at + length)?
            .iter()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)),
    )
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(
        bytes
            .get(at..at + length)?
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)),
    )
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let begins = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR");
    begins.then_some((big(bytes, 16, 4)?, big(bytes, 20, 4)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let begins = bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a");
    begins.then_some((little(bytes, 6, 2)?, little(bytes, 8, 2)?))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WEBP") {
        return None;
    }
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((
            little(bytes, 26, 2)? & 0x3fff,
            little(bytes, 28, 2)? & 0x3fff,
        )),
        _ => None,
    }
}

/// The size stands in the first frame header; the segments before it are stepped over.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let mut at = 2;
    loop {
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        if bytes.get(at) != Some(&0xff) {
            return None;
        }
        match bytes.get(at + 1)? {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            0xd0..=0xd9 | 0x01 => at += 2,
            _ => at += 2 + big(bytes, at + 2, 2)? as usize,
        }
    }
}

fn svg(bytes: &[u8]) -> Result<(u32, u32), Trouble> {
    let unreadable = |sentence: String| Trouble::Unreadable(sentence);
    let text =
        std::str::from_utf8(bytes).map_err(|_| unreadable("it is not written in UTF-8.".into()))?;
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(Trouble::Unsafe(
            "it has a DOCTYPE, which can define characters as other text.".into(),
        ));
    }
    // What reads XML calls itself once per level.
    if depth(text) > 100 {
        return Err(unreadable(
            "more than 100 elements stand in each other.".into(),
        ));
    }
    let document = Document::parse(text)
        .map_err(|error| unreadable(format!("it is not sound XML: {error}.")))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(unreadable("its outermost element is not `svg`.".into()));
    }
    for node in document.descendants() {
        if let Some(sentence) = unsafe_part(node) {
            return Err(Trouble::Unsafe(sentence));
        }
    }
    let length = |name| root.attribute(name).and_then(pixels);
    let size = length("width")
        .zip(length("height"))
        .or_else(|| view_box(root));
    size.ok_or_else(|| unreadable("it has neither `width` and `height` nor a `viewBox`.".into()))
}

/// How many elements are open at once, roughly, and never too few.
fn depth(text: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, bytes.get(at + 1)) {
            (b'<', Some(b'/')) => open = open.saturating_sub(1),
            (b'<', Some(b'!' | b'?')) => {}
            (b'<', _) => open += 1,
            (b'/', Some(b'>')) => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// What in `node` could run or reach out of the picture.
fn unsafe_part(node: Node<'_, '_>) -> Option<String> {
    match node.node_type() {
        NodeType::PI => {
            return Some("it has a processing instruction, which can load a style sheet.".into());
        }
        NodeType::Text => {
            let in_style = node
                .parent_element()
                .is_some_and(|e| e.tag_name().name() == "style");
            let text = node.text().unwrap_or_default();
            return (in_style && reaches_out(text))
                .then(|| "its style sheet loads something.".into());
        }
        NodeType::Root | NodeType::Comment => return None,
        NodeType::Element => {}
    }
    let name = node.tag_name().name();
    let bad = [
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "handler",
        "listener",
    ];
    if bad.contains(&name.to_ascii_lowercase().as_str()) {
        return Some(format!("it has a `{name}` element."));
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if name.to_ascii_lowercase().starts_with("on") {
            return Some(format!("its attribute `{name}` runs a program."));
        }
        let inside = value.starts_with('#') || picture_in_place(value);
        if matches!(name, "href" | "src") && !inside {
            return Some(format!(
                "its attribute `{name}` refers to something outside the file."
            ));
        }
        if reaches_out(value) {
            return Some(format!("its attribute `{name}` loads something."));
        }
        let animates = matches!(node.tag_name().name(), "set" | "animate");
        if animates && name == "attributeName" && matches!(value, "href" | "xlink:href") {
            return Some("it changes where a link goes.".into());
        }
    }
    None
}

/// Whether `value` holds a picture of pixels rather than naming one.
fn picture_in_place(value: &str) -> bool {
    [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/webp;base64,",
    ]
    .into_iter()
    .any(|start| value.starts_with(start))
}

/// Whether some style loads something that is not in the file.
fn reaches_out(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    // A backslash could spell `url` in other letters.
    let loads = style.contains("@import") || style.contains("javascript:") || style.contains("\\");
    let mut urls = style.split("url(").skip(1);
    loads
        || urls.any(|url| {
            !url.trim_start()
                .trim_start_matches(['"', '\''])
                .starts_with('#')
        })
}

/// A length in pixels.
fn pixels(length: &str) -> Option<u32> {
    let number = length.trim().trim_end_matches("px").trim();
    whole(number.parse().ok()?)
}

fn view_box(root: Node<'_, '_>) -> Option<(u32, u32)> {
    let numbers = root
        .attribute("viewBox")?
        .split([' ', ',', '\n', '\t'])
        .filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}

fn whole(number: f64) -> Option<u32> {
    (number.is_finite() && (0.5..=100_000.0).contains(&number)).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_tells_its_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x02\0\0\0\x30";
        assert_eq!(size("a.png", png), Ok((258, 48)));
        assert_eq!(size("a.gif", b"GIF89a\x02\x01\x30\0"), Ok((258, 48)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x30\x01\x02\x03";
        assert_eq!(size("a.jpg", jpeg), Ok((258, 48)));
        let webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x01\x01\0\x2f\0\0";
        assert_eq!(size("a.webp", webp), Ok((258, 48)));
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x01\xc1\x0b\0";
        assert_eq!(size("a.webp", lossless), Ok((258, 48)));
        let svg = |attributes: &str| size("a.svg", format!("<svg {attributes}/>").as_bytes());
        assert_eq!(svg("width='258px' height='47.6'"), Ok((258, 48)));
        assert_eq!(svg("viewBox='0 0 258 48'"), Ok((258, 48)));
    }

    #[test]
    fn bytes_that_are_no_picture_are_told() {
        for name in ["a.png", "a.gif", "a.jpg", "a.webp", "a.svg", "a.txt"] {
            for bytes in [
                &b""[..],
                b"\xff\xd8\xff",
                b"RIFF",
                b"<html/>",
                b"\xff\xd8\xff\xe0\xff\xff",
            ] {
                assert!(
                    matches!(size(name, bytes), Err(Trouble::Unreadable(_))),
                    "{name} {bytes:?}"
                );
            }
        }
    }

    #[test]
    fn nothing_in_a_picture_runs_or_reaches_out() {
        for part in [
            "<script>x</script>",
            "<foreignObject/>",
            "<g onclick='x'/>",
            "<image href='https://a.b/c.png'/>",
            "<a href='javascript:x'/>",
            "<style>@import 'x'</style>",
            "<rect fill='url(https://a.b)'/>",
            "<rect style='fill:url(&quot;//a&quot;)'/>",
            "<use href='other.svg#a'/>",
            "<rect style='fill:\\75rl(x)'/>",
            "<image href='data:image/svg+xml,x'/>",
        ] {
            let svg =
                format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{part}</svg>");
            assert!(
                matches!(size("a.svg", svg.as_bytes()), Err(Trouble::Unsafe(_))),
                "{part}"
            );
        }
        let doctype = b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 9 9'/>";
        assert!(matches!(size("a.svg", doctype), Err(Trouble::Unsafe(_))));
        let fine = "<svg viewBox='0 0 9 9'><defs><g id='a'/></defs><rect fill='url(#a)'/><use href='#a'/></svg>";
        assert_eq!(size("a.svg", fine.as_bytes()), Ok((9, 9)));
    }

    #[test]
    fn deep_elements_are_refused_before_they_are_read() {
        let deep = format!(
            "<svg viewBox='0 0 9 9'>{}{}</svg>",
            "<g>".repeat(50_000),
            "</g>".repeat(50_000)
        );
        assert!(matches!(
            size("a.svg", deep.as_bytes()),
            Err(Trouble::Unreadable(_))
        ));
    }
}
