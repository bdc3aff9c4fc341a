//! A file of rules as it was written, changed one rule at a time.
//!
//! What other tools wrote into it (names, colours, members of the collection) stays; so do rules without an id, which can be replaced
//! only together with all others.

use serde_json::{Map, Value, json};

use crate::wire::codes::E5110;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::rules::{self, Known, RuleEntry};

/// See the module. What was checked once stays as it is: a GeoJSON FeatureCollection.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTree(Value);

impl Default for RuleTree {
    fn default() -> Self {
        Self(json!({ "type": "FeatureCollection", "features": [] }))
    }
}

impl RuleTree {
    /// Reads and checks a whole file.
    ///
    /// # Errors
    /// As [`rules::read`].
    pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<(Self, Vec<RuleEntry>), Vec<Defect>> {
        let mut report = Report::default();
        let value = json::read(bytes, &mut report).map_err(|d| vec![*d])?;
        let entries = rules::check(value.clone(), known, report)?;
        Ok((Self(value), entries))
    }

    /// The tree with a rule put in the place of that of its id, or at the end; and at which place it stands now.
    ///
    /// # Errors
    /// Everything that is wrong with the feature that `bytes` spell, by places in it.
    pub fn with(
        &self,
        id: &str,
        bytes: &[u8],
        known: &Known<'_>,
    ) -> Result<(Self, Vec<RuleEntry>, usize), Vec<Defect>> {
        let mut report = Report::default();
        let mut feature = json::read(bytes, &mut report).map_err(|d| vec![*d])?;
        match feature.get_mut("properties").and_then(Value::as_object_mut) {
            Some(properties) => match properties.get("id").unwrap_or(&Value::Null) {
                Value::Null => {
                    properties.insert("id".to_owned(), id.into());
                }
                Value::String(own) if own != id => {
                    report.add(Defect::new(&E5110, "/properties/id", [own.as_str().into(), id.into()]));
                }
                _ => {}
            },
            // Nothing to put the id into: the reader says why.
            None => {}
        }
        let mut defects = report.into_parts().0;
        let alone = json!({ "type": "FeatureCollection", "features": [feature] });
        if let Err(more) = rules::check(alone, known, Report::default()) {
            defects.extend(more.into_iter().map(|mut d| {
                d.pointer = d.pointer.strip_prefix("/features/0").map(str::to_owned).unwrap_or(d.pointer);
                d
            }));
        }
        if !defects.is_empty() {
            return Err(defects);
        }
        let mut all = self.features().to_vec();
        let at = self.position(id).unwrap_or(all.len());
        match all.get_mut(at) {
            Some(old) => *old = feature,
            None => all.push(feature),
        }
        let tree = self.of(all);
        let entries = rules::check(tree.0.clone(), known, Report::default())?;
        Ok((tree, entries, at))
    }

    /// The tree without the rule of that id; `None` where there is none.
    #[must_use]
    pub fn without(&self, id: &str) -> Option<Self> {
        let at = self.position(id)?;
        let mut all = self.features().to_vec();
        all.remove(at);
        Some(self.of(all))
    }

    /// The rules of the tree.
    ///
    /// # Errors
    /// As [`rules::read`]; none in practice, for the tree was checked when it was made.
    pub fn entries(&self, known: &Known<'_>) -> Result<Vec<RuleEntry>, Vec<Defect>> {
        rules::check(self.0.clone(), known, Report::default())
    }

    /// How many rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.features().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.features().is_empty()
    }

    /// The rule of that id, as one line.
    #[must_use]
    pub fn feature(&self, id: &str) -> Option<String> {
        self.position(id).and_then(|at| self.features().get(at)).map(Value::to_string)
    }

    /// As a file: a line for each rule, so that versions can be compared.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from("{");
        for (key, value) in self.0.as_object().into_iter().flatten().filter(|(key, _)| *key != "features") {
            out += &format!("{}:{value},\n", Value::from(key.as_str()));
        }
        out += "\"features\":[";
        for (i, feature) in self.features().iter().enumerate() {
            out += if i == 0 { "\n" } else { ",\n" };
            out += &feature.to_string();
        }
        out + "\n]}\n"
    }

    fn features(&self) -> &[Value] {
        self.0.get("features").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn position(&self, id: &str) -> Option<usize> {
        let is = |f: &Value| f.pointer("/properties/id").and_then(Value::as_str) == Some(id);
        self.features().iter().position(is)
    }

    fn of(&self, features: Vec<Value>) -> Self {
        let mut tree: Map<String, Value> = self.0.as_object().cloned().unwrap_or_default();
        tree.insert("features".to_owned(), features.into());
        Self(tree.into())
    }
}

#[cfg(test)]
mod tests;
