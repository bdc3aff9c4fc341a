//! The rules of the road: in drawn towns, and in random ones against an independent walker.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/admissible.rs"]
mod admissible;
#[path = "roads/alternatives.rs"]
mod alternatives;
#[path = "roads/beside.rs"]
mod beside;
#[path = "roads/by_hour.rs"]
mod by_hour;
#[path = "roads/city_file.rs"]
mod city_file;
#[path = "roads/departures.rs"]
mod departures;
#[path = "roads/drawn_towns.rs"]
mod drawn_towns;
#[path = "roads/rules.rs"]
mod rules;
#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;
#[path = "roads/under_way.rs"]
mod under_way;
#[path = "roads/walker.rs"]
mod walker;
#[path = "support/world.rs"]
mod world;
#[path = "roads/zones.rs"]
mod zones;
