//! What the first lesson does without: `app/player/late.toml`.

use crate::step;

/// The paths of the player and the domain that come late.
pub(crate) fn modules() -> Result<Vec<String>, String> {
    let path = step::root().join("app/player/late.toml");
    let odd = |why: &str| format!("{}: {why}", path.display());
    let table: toml::Table = step::read(&path)?
        .parse()
        .map_err(|why: toml::de::Error| odd(why.message()))?;
    let modules = table.get("late").and_then(toml::Value::as_array);
    let modules = modules.ok_or_else(|| odd("it has no list `late`"))?;
    let name = |module: &toml::Value| module.as_str().map(str::to_owned);
    modules
        .iter()
        .map(name)
        .collect::<Option<_>>()
        .ok_or_else(|| odd("what comes late is named by a text"))
}

/// The kinds of interaction among them.
pub(crate) fn kinds(modules: &[String]) -> Vec<&str> {
    modules
        .iter()
        .filter_map(|module| module.strip_prefix("player::interaction::"))
        .collect()
}
