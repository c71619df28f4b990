//! Every rule about banks has a page; its example triggers it, and what to write instead has none.

use author::{
    export,
    import::{self, Around, Form, rule},
};
use domain::{
    diagnostic::Finding,
    rule::Rule,
    source::{self, Files},
};

use crate::base::{self, Sample};

/// The two sides of a rule that no text in a page can show.
fn by_hand(name: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let fine = "Which loop?{=reuse ~recycling}\n";
    let bad = match name {
        "bank-too-large" => {
            format!("{}{{=reuse ~recycling}}\n", "word ".repeat(20_000)).into_bytes()
        }
        "encoding-guessed" => b"R\xe9emploi ?{T}\n".to_vec(),
        "unseen-character" => "Which\u{202e} loop?{=reuse ~recycling}\n".into(),
        _ => return None,
    };
    Some((bad, fine.into()))
}

fn of_bank(kind: &str, bytes: &[u8]) -> Vec<Finding> {
    let form = match kind {
        "gift" => Form::Gift,
        "csv" => Form::Csv,
        "xml" => Form::MoodleXml,
        _ => panic!("a sample is a bank or a lesson, not `{kind}`"),
    };
    import::import(form, "bank", bytes, &Around::default()).findings
}

fn of_lesson(sample: &Sample) -> Vec<Finding> {
    let files: Files = base::files(std::slice::from_ref(sample), false);
    let (course, findings) = source::read("small", &files);
    assert!(source::publishable(&findings), "{findings:#?}");
    export::export(export::Form::Gift, &course, &files, None).findings
}

/// What is found in the example of `rule`, and in what to write instead.
fn sides(rule: &Rule) -> (Vec<Finding>, Vec<Finding>) {
    if let Some((bad, good)) = by_hand(rule.name) {
        return (of_bank("gift", &bad), of_bank("gift", &good));
    }
    let findings = |title: &str| {
        let samples = base::samples(base::section(rule.page, title));
        let sample = samples
            .first()
            .unwrap_or_else(|| panic!("{}: {title} has a sample", rule.name));
        if sample.kind == "markdown" {
            of_lesson(sample)
        } else {
            of_bank(&sample.kind, sample.text.as_bytes())
        }
    };
    (findings("Example"), findings("Instead"))
}

#[test]
fn the_example_of_every_rule_about_banks_triggers_it_and_what_stands_instead_has_no_findings() {
    for rule in rule::ALL {
        let (bad, good) = sides(rule);
        assert!(
            bad.iter().any(|finding| finding.rule == rule.name),
            "{}: its example gives {bad:#?}",
            rule.name
        );
        // The lesson around a sample has a hint, which no bank has a place for.
        let good: Vec<_> = good
            .iter()
            .filter(|finding| !finding.what.contains("`try`"))
            .collect();
        assert!(
            good.is_empty(),
            "{}: what to write instead gives {good:#?}",
            rule.name
        );
    }
}

#[test]
fn every_page_about_banks_says_what_why_and_what_instead() {
    for rule in rule::ALL {
        assert!(
            rule.page.starts_with(&format!("# {}\n\n", rule.name)),
            "{}: its title",
            rule.name
        );
        assert!(rule.why().ends_with('.'), "{}: {:?}", rule.name, rule.why());
        assert!(
            !rule.page.contains("invalid"),
            "{}: say what would be right",
            rule.name
        );
        assert!(
            Rule::named(rule.name).is_none(),
            "{}: a rule of courses has this name",
            rule.name
        );
        assert_eq!(rule::named(rule.name), Some(*rule));
    }
}
