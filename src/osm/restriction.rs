//! Turn restrictions: relations of type `restriction`.

use super::conditional::clauses;
use super::model::{Condition, Mode, ModeSet, RestrictionKind, TurnRestriction, Via};
use super::road::vehicles;
use super::tags::{Tags, Unknown};
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};

/// Restrictions read of one relation.
const MOST_ROWS: usize = 16;

/// A member of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member<'a> {
    Node(i64, &'a str),
    Way(i64, &'a str),
    Relation,
}

/// The rows that a relation stands for; `Err` where it is a restriction that cannot be understood.
///
/// One relation may hold several restrictions (`restriction` for all, `restriction:hgv` for trucks, clauses of
/// `restriction:conditional`); they share its id. The old `type=restriction:hgv` binds trucks only as well. Those that bind none of our vehicles are left out silently, and so is
/// turning on red. The deprecated `hour_on` and `day_on` are not read: such a restriction binds always.
pub(crate) fn restrictions(
    id: OsmRelationId,
    tags: Tags<'_>,
    members: &[Member<'_>],
    unknown: &Unknown,
) -> Result<Vec<TurnRestriction>, ()> {
    let said = sayings(tags, unknown)?;
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let ways = |role: &str| -> Vec<OsmWayId> {
        let of_role = members.iter().filter_map(|m| match *m {
            Member::Way(id, r) if r == role => Some(OsmWayId(id)),
            _ => None,
        });
        of_role.collect()
    };
    let nodes: Vec<i64> =
        members.iter().filter_map(|m| if let Member::Node(id, "via") = *m { Some(id) } else { None }).collect();
    let (from, to, via) = (ways("from"), ways("to"), ways("via"));
    let via = match (nodes.as_slice(), via.is_empty()) {
        (&[node], true) => Via::Node(OsmNodeId(node)),
        (&[], false) => Via::Ways(via),
        _ => return Err(()),
    };
    if from.is_empty() || to.is_empty() {
        return Err(());
    }
    let row = |(kind, modes, when): (RestrictionKind, ModeSet, Vec<Condition>)| TurnRestriction {
        id,
        kind,
        from: from.clone(),
        via: via.clone(),
        to: to.clone(),
        modes,
        when,
    };
    Ok(said.into_iter().map(row).collect())
}

type Saying = (RestrictionKind, ModeSet, Vec<Condition>);

fn sayings(tags: Tags<'_>, unknown: &Unknown) -> Result<Vec<Saying>, ()> {
    let mut said: Vec<Saying> = Vec::new();
    let (mut strange, mut spoke) = (false, false);
    for (key, value) in tags.iter() {
        let Some(rest) = key.strip_prefix("restriction") else { continue };
        let conditional = rest.ends_with(":conditional");
        let who = rest.trim_end_matches(":conditional").trim_start_matches(':');
        spoke = true;
        if said.len() >= MOST_ROWS {
            break;
        }
        let modes = if who.is_empty() { but_for(tags, named_by_type(tags)) } else { bound(who) };
        let clauses = if conditional {
            clauses(value).into_iter().map(|c| (c.value, c.when())).collect()
        } else {
            vec![(value.trim(), Vec::new())]
        };
        for (word, when) in clauses {
            match kind(word) {
                Ok(Some(kind)) if modes != ModeSet::default() => said.push((kind, modes, when)),
                Ok(_) => {}
                Err(()) => {
                    unknown.note(key, word);
                    strange = true;
                }
            }
        }
    }
    // Real relations say one thing, some say three; each row repeats all members.
    said.truncate(MOST_ROWS);
    if said.is_empty() && (strange || !spoke) { Err(()) } else { Ok(said) }
}

/// `None`: understood, but binds nothing (`none`, on red).
fn kind(word: &str) -> Result<Option<RestrictionKind>, ()> {
    match word {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_u_turn" | "no_entry" | "no_exit" => {
            Ok(Some(RestrictionKind::No))
        }
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_u_turn" => Ok(Some(RestrictionKind::Only)),
        "none" | "no" | "no_right_turn_on_red" | "no_left_turn_on_red" => Ok(None),
        _ => Err(()),
    }
}

/// Whom `restriction:WHO` binds. Vans drive where motor cars do; other names (bus, bicycle) are none of ours.
fn bound(who: &str) -> ModeSet {
    match who {
        "vehicle" | "motor_vehicle" => vehicles(),
        "hgv" => ModeSet::default().with(Mode::Hgv),
        "goods" | "motorcar" => ModeSet::default().with(Mode::Goods),
        "foot" => ModeSet::default().with(Mode::Foot),
        _ => ModeSet::default(),
    }
}

/// Whom the type of the relation names: `restriction` all vehicles, `restriction:hgv` trucks.
fn named_by_type(tags: Tags<'_>) -> ModeSet {
    match tags.get("type").and_then(|t| t.strip_prefix("restriction:")) {
        None | Some("" | "conditional") => vehicles(),
        Some(who) => bound(who.trim_end_matches(":conditional")),
    }
}

/// Those less `except=`. `motorcar` there frees passenger cars, which none of ours is.
fn but_for(tags: Tags<'_>, those: ModeSet) -> ModeSet {
    let free = tags.get("except").unwrap_or("").split([';', ',']).map(|who| match who.trim() {
        "motorcar" => ModeSet::default(),
        who => bound(who),
    });
    ModeSet(free.fold(those.0, |left, gone| left & !gone.0))
}

#[cfg(test)]
mod tests;
