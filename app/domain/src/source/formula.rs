//! Formulas: TeX in, MathML Core out.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use roxmltree::{Document, Node};

use crate::prose::{MATH_ATTRIBUTES, MATH_ELEMENTS, MATH_ELEMENTS_MORE, Math, MathNode};

/// So many bytes of TeX make one formula. What a formula is made by calls itself once per level.
const BYTES: usize = 1_000;
/// So deep may the parts of a formula stand in each other.
const NESTING: usize = 10;
/// So many commands may stand in a formula: each may be what the one before it is about, as in
/// `\sqrt\sqrt\sqrt x`.
const COMMANDS: usize = 100;

/// What keeps a formula from being read: the bytes of its TeX, and the sentence.
pub(crate) type Unread = (std::ops::Range<usize>, String);

/// The formula written as `tex`.
pub(crate) fn formula(tex: &str, display: bool) -> Result<Math, Unread> {
    let all = 0..tex.len();
    if tex.len() > BYTES {
        return Err((all, format!("this formula is longer than {BYTES} bytes.")));
    }
    if braces(tex) > NESTING {
        return Err((
            all,
            format!("more than {NESTING} braces stand in each other here."),
        ));
    }
    if commands(tex) > COMMANDS {
        return Err((
            all,
            format!("there are more than {COMMANDS} commands in this formula."),
        ));
    }
    let display = if display {
        MathDisplay::Block
    } else {
        MathDisplay::Inline
    };
    let converter = LatexToMathML::new(MathCoreConfig::default())
        .map_err(|_| (all.clone(), "formulas can't be read.".to_owned()))?;
    let converted = converter
        .convert_with_local_state(tex, display)
        .map_err(|error| (error.0.clone(), sentence(&error.error_message())))?;
    // The names of characters that HTML knows and XML does not would end the reading.
    let document = Document::parse(&converted.mathml).map_err(|_| {
        (
            all.clone(),
            "this formula has no counterpart in MathML.".to_owned(),
        )
    })?;
    let tree = held(document.root_element(), 0).map_err(|sentence| (all, sentence))?;
    Ok(Math {
        tex: tex.trim().to_owned(),
        tree,
    })
}

/// How many braces are open at once.
fn braces(tex: &str) -> usize {
    let open = tex.bytes().scan(0_usize, |open, byte| {
        match byte {
            b'{' => *open += 1,
            b'}' => *open = open.saturating_sub(1),
            _ => {}
        }
        Some(*open)
    });
    open.max().unwrap_or(0)
}

/// How many commands made of letters there are.
fn commands(tex: &str) -> usize {
    tex.as_bytes()
        .windows(2)
        .filter(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic())
        .count()
}

fn sentence(message: &str) -> String {
    let message = message
        .trim_end_matches('.')
        .replace("invalid", "unexpected");
    let mut letters = message.chars();
    let first = letters
        .next()
        .map(|c| c.to_lowercase().to_string())
        .unwrap_or_default();
    format!("the formula can't be read: {first}{}.", letters.as_str())
}

/// What the element `node` holds, within MathML Core.
fn held(node: Node<'_, '_>, depth: usize) -> Result<Vec<MathNode>, String> {
    if depth > NESTING {
        return Err(format!(
            "more than {NESTING} parts of this formula stand in each other."
        ));
    }
    let mut nodes = Vec::new();
    for child in node.children() {
        if child.is_text() {
            nodes.push(MathNode::Text(child.text().unwrap_or_default().to_owned()));
        } else if child.is_element() {
            let name = child.tag_name().name();
            if !MATH_ELEMENTS.contains(&name) && !MATH_ELEMENTS_MORE.contains(&name) {
                return Err(format!(
                    "this formula needs `{name}`, which not every browser shows."
                ));
            }
            // Colours and widths come as `style` attributes, which a page with a strict content
            // security policy does not obey. The formula reads the same without them.
            let kept = child
                .attributes()
                .filter(|a| MATH_ATTRIBUTES.contains(&a.name()));
            let attributes = kept
                .map(|a| (a.name().to_owned(), a.value().to_owned()))
                .collect();
            nodes.push(MathNode::Element(
                name.to_owned(),
                attributes,
                held(child, depth + 1)?,
            ));
        }
    }
    Ok(nodes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_sound_mathml_without_styles() {
        for tex in [
            "x^2",
            r"\frac{1}{2}",
            r"0.9^7 \approx 0{,}48",
            r"\sqrt{x_1 + y}",
            r"\sum_{i=1}^n i",
            r"\frac{36\ \text{t}}{40\ \text{t}} = 90\,\%",
            r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            r"\left( \frac{a}{b} \right)",
            r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
            r"\color{red} x",
            r"\overline{x}",
            r"\begin{align} a &= b \\ c &= d \end{align}",
        ] {
            let math = formula(tex, true).unwrap_or_else(|error| panic!("{tex}: {error:?}"));
            assert!(
                !math.tree.is_empty() && math.tree.iter().all(MathNode::sound),
                "{tex}: {math:?}"
            );
        }
    }

    #[test]
    fn what_is_no_formula_says_why() {
        for tex in [
            r"\frac{1}",
            r"\nope",
            "{",
            "}",
            r"\begin{x}",
            &"{".repeat(9999),
        ] {
            let (span, sentence) = formula(tex, false).expect_err(tex);
            assert!(
                span.end <= tex.len() && sentence.ends_with('.'),
                "{tex} {span:?} {sentence}"
            );
        }
    }
}
