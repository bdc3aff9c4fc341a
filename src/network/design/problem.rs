//! What a design has to decide: demand, candidate sites, links, rules.
//!
//! Units: amounts in kg a year, fixed costs in fen a year, rates in fen per kg. Places, sites and streams are indices into the vectors
//! here; the caller keeps their names. Everything is a rate or a sum of a year, so one kilogram sent a day is 365 kg here.

/// A whole design problem. Build it, then call [`Problem::validate`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problem {
    /// Number of streams; streams are `0..streams`.
    pub streams: usize,
    /// What is handed in, by place.
    pub demands: Vec<Demand>,
    /// Candidate and existing sites of all tiers, sinks included.
    pub sites: Vec<Site>,
    /// Ways from places to sites. At most one for each pair of demand and site.
    pub from_places: Vec<PlaceLink>,
    /// Ways from a site to a site of a later tier. At most one for each pair.
    pub between: Vec<SiteLink>,
    /// How many sites of a group may be open.
    pub counts: Vec<Count>,
    /// Most capital that open sites may need together, fen.
    pub budget: Option<f64>,
    /// Shares of households that must have an open site among those near them.
    pub coverage: Vec<Coverage>,
    /// What must not be split.
    pub sourcing: Sourcing,
    /// Fen a year added to every answer (what closing all closable sites would cost, say).
    pub constant: f64,
}

/// What one place hands in together: all of `parts` goes the same way to the first site, in the same proportions.
///
/// A place whose streams may go different ways is several demands with one part each.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// The place, for the caller's bookkeeping and for `Sourcing::places` only.
    pub place: usize,
    /// Stream and kg a year, each stream once, amounts above zero.
    pub parts: Vec<(usize, f64)>,
    /// Price in fen per kg for what is left uncollected; `None` if everything must be collected.
    pub uncollected: Option<f64>,
}

impl Demand {
    /// Demand of one stream.
    #[must_use]
    pub fn single(place: usize, stream: usize, kg: f64, uncollected: Option<f64>) -> Self {
        Self { place, parts: vec![(stream, kg)], uncollected }
    }

    /// All parts together, kg a year.
    #[must_use]
    pub fn kg(&self) -> f64 {
        self.parts.iter().map(|p| p.1).sum()
    }
}

/// Whether the design may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Open or not, as is cheaper.
    #[default]
    Free,
    /// Open whatever it costs.
    MustOpen,
    /// Not to be used.
    MustClose,
}

/// A site that can be open or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// 1 drop-off, 2 transfer station, 3 sorting centre, 4 sink. Links between sites lead to a higher tier.
    pub tier: u8,
    /// Fen a year if open; may be negative (an existing site whose closing costs more than running it).
    pub fixed: f64,
    /// Most kg a year of all streams together; `f64::INFINITY` if only `accepts` limits it.
    pub capacity: f64,
    /// Most kg a year of each stream, `None` if the stream is not taken; `f64::INFINITY` if only `capacity` limits it. One entry per stream.
    pub accepts: Vec<Option<f64>>,
    /// Least kg a year of all streams together if open; 0 for none.
    pub least: f64,
    /// Whether the design may choose.
    pub state: State,
    /// Capital needed to open it, fen, for the budget. Existing sites: 0.
    pub capital: f64,
    /// For each stream the fen per kg of ending its way here (negative: it is sold), `None` if it has to be passed on.
    pub ends: Vec<Option<f64>>,
}

/// Fen per kg on a link, handling included.
#[derive(Debug, Clone, PartialEq)]
pub enum Rate {
    /// The same for all streams.
    Same(f64),
    /// One entry per stream; `None` where the stream may not go this way.
    Each(Box<[Option<f64>]>),
}

impl Rate {
    /// Fen per kg of a stream.
    #[must_use]
    pub fn of(&self, stream: usize) -> Option<f64> {
        match self {
            Self::Same(rate) => Some(*rate),
            Self::Each(table) => table.get(stream).copied().flatten(),
        }
    }
}

/// A way from a demand's place to a site. A demand of several parts can use it only if every part has a rate and is accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceLink {
    /// Index into [`Problem::demands`].
    pub demand: u32,
    /// Index into [`Problem::sites`].
    pub site: u32,
    /// Fen per kg.
    pub rate: Rate,
}

/// A way from a site to one of a later tier; tiers may be skipped.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteLink {
    /// Index into [`Problem::sites`].
    pub from: u32,
    /// Index into [`Problem::sites`], of a higher tier.
    pub to: u32,
    /// Fen per kg.
    pub rate: Rate,
}

/// At least `least` and at most `most` of `sites` are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Indices into [`Problem::sites`], each once.
    pub sites: Vec<usize>,
    /// Fewest open.
    pub least: usize,
    /// Most open; `usize::MAX` for no limit.
    pub most: usize,
}

/// Of the weight of all `homes`, at least `share` has an open site among those that would cover it; what has none is paid for.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Weight (households) and the sites within reach.
    pub homes: Vec<(f64, Vec<usize>)>,
    /// 0 to 1.
    pub share: f64,
    /// Fen a year for each unit of weight without an open site near it; 0 where only `share` counts.
    pub missing: f64,
}

impl Coverage {
    /// What the homes without one of the `open` sites near them cost, fen a year.
    #[must_use]
    pub fn missing_cost(&self, open: &[bool]) -> f64 {
        if self.missing == 0.0 {
            return 0.0;
        }
        let without = self.homes.iter().filter(|h| !h.1.iter().any(|&i| open[i]));
        self.missing * without.map(|h| h.0).sum::<f64>()
    }
}

/// What must not be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sourcing {
    /// Each demand goes to one site (or stays wholly uncollected).
    pub places: bool,
    /// For tiers 1, 2, 3: a site sends all it passes on of a stream to one next site.
    pub tiers: [bool; 3],
}

/// What is wrong with a problem's numbers, before anything is searched.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Invalid {
    /// A number that must be finite (and not negative) is not.
    #[error("{what} {index}: {value} is not a number that can be used here")]
    Number {
        /// Which kind of entry.
        what: &'static str,
        /// Its index.
        index: usize,
        /// The number.
        value: f64,
    },
    /// An index points nowhere, or a list has the wrong length.
    #[error("{what} {index} points to something that does not exist")]
    Index {
        /// Which kind of entry.
        what: &'static str,
        /// Its index.
        index: usize,
    },
    /// The same pair, stream or site twice.
    #[error("{what} {index} is given twice")]
    Twice {
        /// Which kind of entry.
        what: &'static str,
        /// Its index.
        index: usize,
    },
    /// A link that does not lead to a later tier.
    #[error("link {index} between sites does not lead to a later tier")]
    Backwards {
        /// Index into [`Problem::between`].
        index: usize,
    },
}

impl Problem {
    /// Checks indices, lengths and numbers.
    ///
    /// # Errors
    /// The first thing found wrong; callers that face users validate with words of their own before.
    pub fn validate(&self) -> Result<(), Invalid> {
        let limit = |what, index, value: f64| {
            if value >= 0.0 { Ok(()) } else { Err(Invalid::Number { what, index, value }) }
        };
        usable("constant", 0, self.constant, true)?;
        for (index, demand) in self.demands.iter().enumerate() {
            let mut seen = vec![false; self.streams];
            for &(stream, kg) in &demand.parts {
                let seen = seen.get_mut(stream).ok_or(Invalid::Index { what: "demand", index })?;
                if std::mem::replace(seen, true) {
                    return Err(Invalid::Twice { what: "demand", index });
                }
                usable("demand", index, kg, false)?;
                if kg <= 0.0 {
                    return Err(Invalid::Number { what: "demand", index, value: kg });
                }
            }
            if demand.parts.is_empty() {
                return Err(Invalid::Index { what: "demand", index });
            }
            usable("demand", index, demand.uncollected.unwrap_or(0.0), false)?;
        }
        for (index, site) in self.sites.iter().enumerate() {
            if !(1..=4).contains(&site.tier) || site.accepts.len() != self.streams || site.ends.len() != self.streams {
                return Err(Invalid::Index { what: "site", index });
            }
            usable("site", index, site.fixed, true)?;
            usable("site", index, site.least, false)?;
            usable("site", index, site.capital, false)?;
            limit("site", index, site.capacity)?;
            for stream in 0..self.streams {
                limit("site", index, site.accepts[stream].unwrap_or(0.0))?;
                usable("site", index, site.ends[stream].unwrap_or(0.0), true)?;
            }
        }
        self.validate_links()?;
        self.validate_rules()
    }

    fn validate_links(&self) -> Result<(), Invalid> {
        let rate = |what, index, rate: &Rate| -> Result<(), Invalid> {
            let bad = |value: f64| if value.is_finite() { Ok(()) } else { Err(Invalid::Number { what, index, value }) };
            match rate {
                Rate::Same(value) => bad(*value),
                Rate::Each(table) if table.len() != self.streams => Err(Invalid::Index { what, index }),
                Rate::Each(table) => table.iter().flatten().try_for_each(|value| bad(*value)),
            }
        };
        let mut pairs = Vec::with_capacity(self.from_places.len());
        for (index, link) in self.from_places.iter().enumerate() {
            if link.demand as usize >= self.demands.len() || link.site as usize >= self.sites.len() {
                return Err(Invalid::Index { what: "link from a place", index });
            }
            rate("link from a place", index, &link.rate)?;
            pairs.push((link.demand, link.site, index));
        }
        twice("link from a place", &mut pairs)?;
        pairs.clear();
        for (index, link) in self.between.iter().enumerate() {
            let ends = self.sites.get(link.from as usize).zip(self.sites.get(link.to as usize));
            let (from, to) = ends.ok_or(Invalid::Index { what: "link between sites", index })?;
            if from.tier >= to.tier {
                return Err(Invalid::Backwards { index });
            }
            rate("link between sites", index, &link.rate)?;
            pairs.push((link.from, link.to, index));
        }
        twice("link between sites", &mut pairs)
    }

    fn validate_rules(&self) -> Result<(), Invalid> {
        if let Some(value) = self.budget.filter(|b| b.is_nan() || *b < 0.0) {
            return Err(Invalid::Number { what: "budget", index: 0, value });
        }
        for (index, count) in self.counts.iter().enumerate() {
            let mut seen = vec![false; self.sites.len()];
            for &site in &count.sites {
                let seen = seen.get_mut(site).ok_or(Invalid::Index { what: "count", index })?;
                if std::mem::replace(seen, true) {
                    return Err(Invalid::Twice { what: "count", index });
                }
            }
        }
        for (index, rule) in self.coverage.iter().enumerate() {
            if !(0.0..=1.0).contains(&rule.share) {
                return Err(Invalid::Number { what: "coverage", index, value: rule.share });
            }
            usable("coverage", index, rule.missing, false)?;
            for (weight, sites) in &rule.homes {
                if !weight.is_finite() || *weight < 0.0 {
                    return Err(Invalid::Number { what: "coverage", index, value: *weight });
                }
                if sites.iter().any(|&s| s >= self.sites.len()) {
                    return Err(Invalid::Index { what: "coverage", index });
                }
            }
        }
        Ok(())
    }

    /// What a link costs for a whole demand, fen a year; `None` if a part may not use it or the site does not take it.
    #[must_use]
    pub fn place_link_cost(&self, link: &PlaceLink) -> Option<f64> {
        let (demand, site) = (self.demands.get(link.demand as usize)?, self.sites.get(link.site as usize)?);
        let mut cost = 0.0;
        for &(stream, kg) in &demand.parts {
            site.accepts.get(stream).copied().flatten()?;
            cost += link.rate.of(stream)? * kg;
        }
        Some(cost)
    }
}

fn usable(what: &'static str, index: usize, value: f64, negative: bool) -> Result<(), Invalid> {
    if value.is_finite() && (negative || value >= 0.0) { Ok(()) } else { Err(Invalid::Number { what, index, value }) }
}

fn twice(what: &'static str, pairs: &mut [(u32, u32, usize)]) -> Result<(), Invalid> {
    pairs.sort_unstable();
    match pairs.windows(2).find(|w| (w[0].0, w[0].1) == (w[1].0, w[1].1)) {
        Some(pair) => Err(Invalid::Twice { what, index: pair[1].2 }),
        None => Ok(()),
    }
}
