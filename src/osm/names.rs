//! What things are called.

use super::model::Names;
use super::tags::Tags;

/// OSM's own limit on a value, in characters.
const LONGEST: usize = 255;

/// `name`, `name:zh` and `ref`.
pub(crate) fn names(tags: Tags<'_>) -> Names {
    let text = |key: &str| tags.get(key).map(clean).filter(|s| !s.is_empty());
    Names { name: text("name"), zh: text("name:zh"), reference: text("ref") }
}

/// Without control characters, and of bounded length.
pub(crate) fn clean(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
