//! Use cases over a loaded city: what the command line and the service call, one function each.
//!
//! Here the outside begins: files, clocks and threads' budgets are this module's business, so that nothing below it
//! needs any. No plan leaves it unchecked.

pub mod ask;
mod cache;
mod city;
pub mod error;
pub mod files;
pub mod generated;
pub mod info;
mod mmap;
pub mod mobile;
pub mod nearest;
pub mod network;
pub mod plain;
pub mod query;
pub mod rounds;
pub mod rules;
pub mod running;
pub mod sites;
pub mod survey;
pub mod table;
pub mod travel;
mod under_way;
mod via;

pub use city::City;
pub use under_way::HORIZON;

/// The clock on the wall of a time zone, to the second; UTC where the zone is not known.
#[must_use]
pub fn local_now(timezone: &str) -> jiff::civil::DateTime {
    let zone = jiff::tz::TimeZone::get(timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let now = jiff::Timestamp::now().to_zoned(zone).datetime();
    now.with().subsec_nanosecond(0).build().unwrap_or(now)
}

impl City {
    /// The clock on the city's wall.
    #[must_use]
    pub fn now(&self) -> jiff::civil::DateTime {
        local_now(&self.map().settings.timezone)
    }
}
