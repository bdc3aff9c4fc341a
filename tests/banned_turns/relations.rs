//! Turn restrictions of an extract as osmpbfreader gives them, by the words of OpenStreetMap's wiki ("Relation:restriction").

use std::collections::{HashMap, HashSet};
use std::path::Path;

use huilu::osm::model::Mode;
use huilu::roads::Profile;
use osmpbfreader::{OsmId, OsmObj, OsmPbfReader, Relation};

/// One thing that one relation says. A relation may say several.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: i64,
    pub(crate) only: bool,
    /// Whom it names, as `restriction:hgv` does; empty for all vehicles.
    who: String,
    except: String,
    /// What stands behind the `@`.
    when: Option<String>,
    pub(crate) from: Vec<i64>,
    pub(crate) via_nodes: Vec<i64>,
    pub(crate) via_ways: Vec<i64>,
    pub(crate) to: Vec<i64>,
}

/// The rules of an extract, and the nodes of its ways.
pub(crate) struct Relations {
    /// How many relations are of type `restriction`, or of the old `restriction:hgv` and its like.
    pub(crate) count: usize,
    pub(crate) rules: Vec<Rule>,
    pub(crate) ways: HashMap<i64, Vec<i64>>,
}

impl Relations {
    pub(crate) fn read(path: &Path) -> Self {
        let mut out = Self { count: 0, rules: Vec::new(), ways: HashMap::new() };
        let mut known = HashSet::new();
        for object in OsmPbfReader::new(std::fs::File::open(path).unwrap()).iter().map(Result::unwrap) {
            match object {
                OsmObj::Node(n) => {
                    known.insert(n.id.0);
                }
                OsmObj::Way(w) => {
                    out.ways.insert(w.id.0, w.nodes.iter().map(|n| n.0).collect());
                }
                OsmObj::Relation(r) => {
                    let kind = r.tags.get("type").map_or("", |t| t);
                    if let Some(who) = kind.strip_prefix("restriction").filter(|w| w.is_empty() || w.starts_with(':')) {
                        out.count += 1;
                        out.rules.extend(rules(&r, who.trim_end_matches("conditional").trim_matches(':')));
                    }
                }
            }
        }
        out.ways.values_mut().for_each(|nodes| nodes.retain(|n| known.contains(n)));
        out.rules.sort_by_key(|r| r.id);
        out
    }
}

/// What a relation says; `whom` stands in its type.
fn rules(r: &Relation, whom: &str) -> Vec<Rule> {
    let members = |role: &'static str| r.refs.iter().filter(move |m| m.role == role).map(|m| m.member);
    let ways = |role| members(role).filter_map(|m| if let OsmId::Way(w) = m { Some(w.0) } else { None }).collect();
    let via_nodes = members("via").filter_map(|m| if let OsmId::Node(n) = m { Some(n.0) } else { None }).collect();
    let said = Rule {
        id: r.id.0,
        only: false,
        who: String::new(),
        except: r.tags.get("except").map_or(String::new(), ToString::to_string),
        when: None,
        from: ways("from"),
        via_nodes,
        via_ways: ways("via"),
        to: ways("to"),
    };
    let mut out = Vec::new();
    for (key, value) in r.tags.iter() {
        let Some(rest) = key.strip_prefix("restriction") else { continue };
        let plain = rest.trim_end_matches(":conditional");
        // Several clauses are parted by semicolons outside parentheses; hours hold semicolons inside them.
        for clause in if plain == rest { vec![&value[..]] } else { value.split(");").collect() } {
            let (word, when) = clause.split_once('@').map_or((clause, None), |(w, c)| (w, Some(c)));
            let word = word.trim();
            let only = word.starts_with("only_");
            if (only || word.starts_with("no_")) && !word.ends_with("on_red") {
                let when = when.map(ToOwned::to_owned);
                // `except` belongs to what is said of all whom the relation is about.
                out.push(match plain.trim_start_matches(':') {
                    "" => Rule { only, who: whom.to_owned(), when, ..said.clone() },
                    who => Rule { only, who: who.to_owned(), except: String::new(), when, ..said.clone() },
                });
            }
        }
    }
    out
}

impl Rule {
    /// Whether the vehicle must obey at no stated hour. A van drives where motor cars do; `except=motorcar` frees passenger cars, which it is not.
    pub(crate) fn binds(&self, profile: &Profile) -> bool {
        let names: &[&str] = match profile.mode {
            Mode::Hgv => &["hgv", "motor_vehicle", "vehicle"],
            _ => &["goods", "motor_vehicle", "vehicle"],
        };
        let named = |who: &str| names.contains(&who) || (who == "motorcar" && profile.mode == Mode::Goods);
        let meant = (self.who.is_empty() || named(&self.who))
            && !self.except.split([';', ',']).any(|e| names.contains(&e.trim()));
        meant && self.when.as_ref().is_none_or(|when| when.split(" AND ").all(|c| exceeds(c, profile)))
    }
}

/// Whether the vehicle is above a limit such as `(weight>3.5)`; hours are not in force without a departure.
fn exceeds(condition: &str, profile: &Profile) -> bool {
    let Some((what, limit)) = condition.trim_matches([' ', '(', ')']).split_once('>') else { return false };
    let or_equal = limit.starts_with('=');
    let Ok(limit) = limit.trim_matches(['=', ' ', 't', 'm']).parse::<f64>() else { return false };
    let ours = match what.trim() {
        "weight" | "maxweight" | "weightrating" | "maxweightrating" => profile.mass.kg() / 1000.0,
        "length" | "maxlength" => profile.length.metres(),
        _ => return false,
    };
    ours > limit || (or_equal && ours >= limit)
}
