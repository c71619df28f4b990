//! What a screen reader is told: the browser's accessibility tree, as a text.

use serde_json::{Value, json};

use super::Learner;

/// What is told of a part beside its role and its name. (Versions of Chromium differ in how much of
/// `aria-valuetext` they tell here: it is asserted by itself.)
const STATES: [&str; 9] = [
    "checked", "pressed", "expanded", "selected", "disabled", "readonly", "invalid", "valuemin",
    "valuemax",
];

/// What has no meaning of its own: its parts stand in its place.
const THROUGH: [&str; 5] = ["generic", "none", "LabelText", "Legend", "paragraph"];

/// The part of the tree below the first element that `css` finds, a line for each part: its role, its
/// name, its value, its states and its description.
pub fn tree(learner: &Learner, css: &str) -> String {
    let document = learner.devtools("DOM.getDocument", json!({ "depth": 0 }));
    let root = &document["root"]["nodeId"];
    let found = learner.devtools(
        "DOM.querySelector",
        json!({ "nodeId": root, "selector": css }),
    );
    let described = learner.devtools("DOM.describeNode", json!({ "nodeId": found["nodeId"] }));
    let sought = &described["node"]["backendNodeId"];
    let whole = learner.devtools("Accessibility.getFullAXTree", json!({}));
    let nodes = whole["nodes"].as_array().cloned().unwrap_or_default();
    let start = nodes
        .iter()
        .find(|node| node["backendDOMNodeId"] == *sought);
    let start = start.unwrap_or_else(|| panic!("{css} is in the tree"));
    let mut out = String::new();
    write(start, 0, &nodes, &mut out);
    out
}

fn write(node: &Value, depth: usize, nodes: &[Value], out: &mut String) {
    let text = |part: &str| {
        node[part]["value"]
            .as_str()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let (role, name) = (text("role"), text("name"));
    let ignored = node["ignored"] == true || THROUGH.contains(&role.as_str());
    if role == "InlineTextBox" || role == "ListMarker" {
        return;
    }
    let mut below = depth;
    let empty = role == "StaticText" && name.is_empty();
    if !ignored && !empty {
        below += 1;
        out.push_str(&"  ".repeat(depth));
        out.push_str(if role == "StaticText" { "text" } else { &role });
        if !name.is_empty() {
            out.push_str(&format!(" {name:?}"));
        }
        let value = &node["value"]["value"];
        if !value.is_null() && value != "" {
            out.push_str(&format!(" = {value}"));
        }
        let properties = node["properties"].as_array().into_iter().flatten();
        for property in properties {
            let state = property["name"].as_str().unwrap_or_default();
            let value = &property["value"]["value"];
            if STATES.contains(&state) && *value != false && *value != "false" && *value != "" {
                let value = value.to_string();
                out.push_str(&format!(" [{state} {}]", value.trim_matches('"')));
            } else if ["checked", "pressed", "expanded"].contains(&state) {
                out.push_str(&format!(" [not {state}]"));
            }
        }
        let description = text("description");
        if !description.is_empty() {
            out.push_str(&format!(" ({description})"));
        }
        out.push('\n');
    }
    // What a part is called is already told by its name.
    let told = [
        "button",
        "option",
        "link",
        "StaticText",
        "radio",
        "checkbox",
    ]
    .contains(&role.as_str());
    if told && !ignored {
        return;
    }
    for id in node["childIds"].as_array().into_iter().flatten() {
        if let Some(held) = nodes.iter().find(|node| node["nodeId"] == *id) {
            write(held, below, nodes, out);
        }
    }
}
