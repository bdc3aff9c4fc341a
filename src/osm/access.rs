//! Who may use a way or pass a barrier: OSM's access hierarchy.
//!
//! The most specific key that is tagged decides: `hgv` before `motor_vehicle` before `vehicle` before `access`, and
//! within a key the direction (`motor_vehicle:forward`) before both. See OSM wiki, Key:access. `motorcar` stands
//! beside goods vehicles in that hierarchy, not above them, and says nothing about ours.

use super::conditional::clauses;
use super::model::{Access, ConditionalAccess, Direction, Mode, ModeSet};
use super::tags::{Tags, Unknown};

/// Keys by mode, most specific first.
pub(crate) const fn ladder(mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::Foot => &["foot", "access"],
        Mode::Tricycle => &["motor_vehicle", "vehicle", "access"],
        Mode::Goods => &["goods", "motor_vehicle", "vehicle", "access"],
        Mode::Hgv => &["hgv", "motor_vehicle", "vehicle", "access"],
    }
}

/// All keys of the hierarchy, general before specific.
const KEYS: [&str; 6] = ["access", "vehicle", "motor_vehicle", "goods", "hgv", "foot"];

/// What holds where nothing is tagged, and what a tag may change.
pub(crate) struct Ground {
    /// By mode.
    pub(crate) default: [Access; 4],
    /// Whether a permission under this key opens what is closed to the mode by default.
    pub(crate) opens: fn(Mode, &str) -> bool,
}

impl Ground {
    fn applied(&self, mode: Mode, key: &str, said: Access) -> Access {
        let default = self.default[mode as usize];
        if default == Access::No && !(self.opens)(mode, key) { Access::No } else { said }
    }

    /// Unconditional access in one direction.
    pub(crate) fn access(&self, tags: Tags<'_>, way: Option<Direction>, unknown: &Unknown) -> [Access; 4] {
        Mode::ALL.map(|mode| {
            let said = ladder(mode).iter().find_map(|&key| Some((key, tagged(tags, key, way, unknown)?)));
            said.map_or(self.default[mode as usize], |(key, said)| self.applied(mode, key, said))
        })
    }

    /// `*:conditional` access as rules, general keys first, so that a later rule that holds overrides an earlier one.
    ///
    /// `closed[direction][mode]` says where `oneway` closes the way: permission by the hour does not lift that. A rule
    /// under a general key does not bind a mode that an unconditional, more specific key speaks of.
    pub(crate) fn conditional(
        &self,
        tags: Tags<'_>,
        closed: [[bool; 4]; 2],
        unknown: &Unknown,
    ) -> Vec<ConditionalAccess> {
        let mut rules = Vec::new();
        if !tags.iter().any(|(key, _)| key.contains(":conditional")) {
            return rules;
        }
        for key in KEYS {
            let spoken = |mode: Mode| {
                let mut more_specific = ladder(mode).iter().take_while(|&&k| k != key);
                ladder(mode).contains(&key) && !more_specific.any(|k| tags.get(k).and_then(word).is_some())
            };
            for (suffix, direction) in
                [("", None), (":forward", Some(Direction::Forward)), (":backward", Some(Direction::Backward))]
            {
                let full = format!("{key}{suffix}:conditional");
                let Some(text) = tags.get(&full) else { continue };
                for clause in clauses(text) {
                    let Some(said) = word(clause.value) else {
                        unknown.note(&full, clause.value);
                        continue;
                    };
                    let holds = |mode: Mode, d: usize| {
                        let access = self.applied(mode, key, said);
                        let lifted = access != Access::No && closed[d][mode as usize];
                        (spoken(mode) && !lifted).then_some(access)
                    };
                    push_rules(&mut rules, direction, &clause.when(), holds);
                }
            }
        }
        rules
    }
}

/// One rule for each level of access that `holds` answers, joined over both directions where they agree.
pub(crate) fn push_rules(
    rules: &mut Vec<ConditionalAccess>,
    direction: Option<Direction>,
    when: &[super::model::Condition],
    holds: impl Fn(Mode, usize) -> Option<Access>,
) {
    for access in [Access::Yes, Access::Destination, Access::Private, Access::No] {
        let modes = |d: usize| {
            let bound = Mode::ALL.into_iter().filter(|&mode| holds(mode, d) == Some(access));
            bound.fold(ModeSet::default(), ModeSet::with)
        };
        let (forward, backward) = (modes(0), modes(1));
        let rows = match direction {
            None if forward == backward => [(None, forward), (None, ModeSet::default())],
            None => [(Some(Direction::Forward), forward), (Some(Direction::Backward), backward)],
            Some(Direction::Forward) => [(direction, forward), (None, ModeSet::default())],
            Some(Direction::Backward) => [(direction, backward), (None, ModeSet::default())],
        };
        for (direction, modes) in rows {
            if modes != ModeSet::default() {
                rules.push(ConditionalAccess { modes, direction, access, when: when.to_vec() });
            }
        }
    }
}

fn tagged(tags: Tags<'_>, key: &str, way: Option<Direction>, unknown: &Unknown) -> Option<Access> {
    let directed = way.and_then(|way| {
        let wanted = if way == Direction::Forward { ":forward" } else { ":backward" };
        let hit = tags.0.iter().find(|(k, _)| k.strip_prefix(key).is_some_and(|rest| rest == wanted));
        hit.map(|&(k, v)| (k, v.trim()))
    });
    for (key, value) in directed.into_iter().chain(tags.get(key).map(|v| (key, v))) {
        match word(value) {
            Some(access) => return Some(access),
            None if says_nothing(value) => {}
            None => unknown.note(key, value),
        }
    }
    None
}

/// Words that admit that nobody knows.
fn says_nothing(value: &str) -> bool {
    matches!(value, "unknown" | "variable" | "undefined" | "unspecified" | "" | "fixme" | "FIXME")
}

/// A value of an access key; of a list, the most open.
pub(crate) fn word(value: &str) -> Option<Access> {
    value.split(';').filter_map(|part| one_word(part.trim())).min()
}

fn one_word(value: &str) -> Option<Access> {
    Some(match value.to_ascii_lowercase().as_str() {
        "yes" | "permissive" | "designated" | "official" | "public" | "allowed" | "unofficial" | "dismount"
        | "true" | "1" => Access::Yes,
        // Allowed, but asked not to pass through: discouraged, unsuitable.
        "destination" | "delivery" | "customers" | "customer" | "residents" | "resident" | "residential"
        | "visitors" | "local" | "discouraged" | "unsuitable" | "loading" | "loading_unloading" => Access::Destination,
        "private" | "permit" | "permits" | "license" | "members" | "employees" | "employee" | "staff" | "tenant"
        | "tenants" | "restricted" | "limited" | "authorised" | "authorized" | "key" | "service" | "students" => {
            Access::Private
        }
        "no"
        | "agricultural"
        | "forestry"
        | "agricultural_forestry"
        | "military"
        | "emergency"
        | "psv"
        | "bus"
        | "taxi"
        | "hov"
        | "bicycle"
        | "horse_drawn"
        | "use_sidepath"
        | "prohibited"
        | "closed"
        | "false"
        | "0"
        | "tram"
        | "maintenance"
        | "official_only" => Access::No,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
