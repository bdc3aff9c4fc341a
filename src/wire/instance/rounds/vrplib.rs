//! VRPLIB's heads and sections, as CVRPLIB, LKH-3 and PyVRP write them.
//!
//! The file says neither how lengths are rounded nor in what unit values are published; its `TYPE` does, by what each set is used with. An explicit table of
//! `VRPSPD` is published in ten-thousandths if it is symmetric (Dethloff) and in hundredths if not (Rieck).

use super::super::words::Words;
use super::ways::{Lengths, Rounding, Times, Ways};
use super::{Fleet, Instance, Stop, enough};
use crate::wire::codes::{E4110, E4111};
use crate::wire::defect::Defect;

const SIZE: (&str, &str) = ("a number of nodes from 2 to 20000", "节点数量（2 至 20000）");
const VEHICLES: (&str, &str) = ("a number of vehicles from 1 to 100000", "车辆数量（1 至 100000）");
const RELOADS: (&str, &str) =
    ("how often a vehicle may load again, from 0 to 1000000", "每车可再次装货的次数（0 至 1000000）");
const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const NODE: (&str, &str) = ("the number of a node, counted from 1", "节点编号（从 1 起）");
const WEIGHTS: (&str, &str) = ("EUC_2D, EXACT_2D or EXPLICIT", "EUC_2D、EXACT_2D 或 EXPLICIT");
const TABLE: (&str, &str) =
    ("FULL_MATRIX, LOWER_ROW, LOWER_DIAG_ROW or UPPER_ROW", "FULL_MATRIX、LOWER_ROW、LOWER_DIAG_ROW 或 UPPER_ROW");

pub(super) fn looks(words: &Words<'_>) -> bool {
    words.text().lines().take(40).any(|l| l.trim_start().starts_with("DIMENSION"))
}

/// What has been read so far.
#[derive(Default)]
struct Draft {
    sort: String,
    n: usize,
    weights: String,
    format: String,
    vehicles: Option<usize>,
    capacity: Option<f64>,
    longest: Option<f64>,
    service: Option<f64>,
    points: Vec<[f64; 2]>,
    table: Vec<f64>,
    stops: Vec<Stop>,
    groups: Vec<Vec<usize>>,
    prizes: bool,
    depots: Vec<usize>,
    /// By vehicle, its depot.
    homes: Vec<usize>,
    /// By vehicle, where it may load again.
    reloads: Vec<Vec<usize>>,
    /// How often it may.
    most_reloads: Option<u32>,
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let mut draft = Draft::default();
    while words.left() > 0 {
        let key = words.word(("a head or a section", "文件头或数据段"))?;
        if key == "EOF" {
            // What some files hold after it is no part of them.
            while words.left() > 0 {
                words.next_line();
            }
        } else if key.trim_end_matches(':').ends_with("_SECTION") {
            words.next_line();
            draft.section(words, key.trim_end_matches(':'))?;
        } else {
            draft.head(words, key)?;
            words.next_line();
        }
    }
    draft.finish()
}

impl Draft {
    fn head(&mut self, words: &mut Words<'_>, key: &str) -> Result<(), Defect> {
        let name = key.split(':').next().unwrap_or_default();
        const KNOWN: [&str; 10] = [
            "TYPE",
            "DIMENSION",
            "EDGE_WEIGHT_TYPE",
            "EDGE_WEIGHT_FORMAT",
            "VEHICLES",
            "CAPACITY",
            "DISTANCE",
            "VEHICLES_MAX_DURATION",
            "VEHICLES_MAX_RELOADS",
            "SERVICE_TIME",
        ];
        if !KNOWN.contains(&name) {
            return Ok(());
        }
        if words.line().and_then(|l| l.first()) == Some(&":") {
            words.word((":", ":"))?;
        }
        match name {
            "TYPE" => self.sort = words.word(("a type", "类型"))?.to_owned(),
            "DIMENSION" => {
                self.n = words.count(SIZE, 2, 20_000)?;
                self.stops = vec![Stop::default(); self.n];
            }
            "EDGE_WEIGHT_TYPE" => {
                let word = words.word(WEIGHTS)?;
                if !matches!(word, "EUC_2D" | "EXACT_2D" | "EXPLICIT") {
                    return Err(words.wrong(word, WEIGHTS));
                }
                self.weights = word.to_owned();
            }
            "EDGE_WEIGHT_FORMAT" => self.format = words.word(TABLE)?.to_owned(),
            "VEHICLES" => self.vehicles = Some(words.count(VEHICLES, 1, 100_000)?),
            "CAPACITY" => self.capacity = Some(words.real_not_negative(REAL)?),
            "VEHICLES_MAX_RELOADS" => self.most_reloads = Some(words.count(RELOADS, 0, 1_000_000)? as u32),
            "SERVICE_TIME" => self.service = Some(words.real_not_negative(REAL)?),
            // 0 stands for no limit, and so do very large numbers.
            _ => self.longest = Some(words.real_not_negative(REAL)?).filter(|&d| d > 0.0 && d < 9e5),
        }
        Ok(())
    }

    fn section(&mut self, words: &mut Words<'_>, name: &str) -> Result<(), Defect> {
        if self.n == 0 {
            return Err(Defect::new(&E4111, "", ["DIMENSION".into()]));
        }
        let n = self.n;
        match name {
            "NODE_COORD_SECTION" => {
                self.points = vec![[0.0; 2]; n];
                for _ in 0..n {
                    let node = words.count(NODE, 1, n)? - 1;
                    self.points[node] = [words.real(PLACE)?, words.real(PLACE)?];
                }
            }
            "EDGE_WEIGHT_SECTION" => self.table(words)?,
            "DEMAND_SECTION" => self.each(words, |stop, words| {
                stop.deliver = words.real_not_negative(REAL)?;
                Ok(())
            })?,
            "SERVICE_TIME_SECTION" => self.each(words, |stop, words| {
                stop.service = words.real_not_negative(REAL)?;
                Ok(())
            })?,
            "TIME_WINDOW_SECTION" => self.each(words, |stop, words| {
                stop.window = Some([words.real_not_negative(REAL)?, words.real_not_negative(REAL)?]);
                Ok(())
            })?,
            "PRIZE_SECTION" => {
                self.prizes = true;
                self.each(words, |stop, words| {
                    stop.prize = Some(words.real_not_negative(REAL)?);
                    Ok(())
                })?;
            }
            "PICKUP_AND_DELIVERY_SECTION" => self.each(words, |stop, words| {
                words.real(("a demand", "需求量"))?;
                let [open, close] = [words.real_not_negative(REAL)?, words.real_not_negative(REAL)?];
                // So far that it says nothing.
                stop.window = (close < 1e7).then_some([open, close]);
                stop.service = words.real_not_negative(REAL)?;
                (stop.collect, stop.deliver) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
                Ok(())
            })?,
            "MUTUALLY_EXCLUSIVE_GROUP_SECTION" => {
                while words.line().and_then(|l| l.first()).is_some_and(|w| w.parse::<u32>().is_ok()) {
                    words.whole(("the number of a group", "分组编号"))?;
                    let mut group = Vec::new();
                    while words.line().is_some_and(|l| !l.is_empty()) {
                        group.push(words.count(NODE, 1, n)? - 1);
                    }
                    self.groups.push(group);
                    words.next_line();
                    words.skip_empty();
                }
            }
            "VEHICLES_DEPOT_SECTION" => self.each_vehicle(words, |draft, words| {
                let depot = words.count(NODE, 1, n)? - 1;
                draft.homes.push(depot);
                Ok(())
            })?,
            "DEPOT_SECTION" => {
                // Ends with -1, with EOF or with the file.
                words.skip_empty();
                while words.line().and_then(|l| l.first()).is_some_and(|&w| w != "EOF") {
                    if words.line().and_then(|l| l.first()) == Some(&"-1") {
                        words.word(NODE)?;
                        break;
                    }
                    let depot = words.count(NODE, 1, n)? - 1;
                    self.depots.push(depot);
                    words.skip_empty();
                }
            }
            "VEHICLES_RELOAD_DEPOT_SECTION" => self.each_vehicle(words, |draft, words| {
                let mut depots = Vec::new();
                while words.line().is_some_and(|l| !l.is_empty()) {
                    depots.push(words.count(NODE, 1, n)? - 1);
                }
                words.next_line();
                draft.reloads.push(depots);
                Ok(())
            })?,
            "RELEASE_TIME_SECTION" => self.each(words, |stop, words| {
                stop.ready = Some(words.real_not_negative(REAL)?).filter(|&at| at > 0.0);
                Ok(())
            })?,
            "BACKHAUL_SECTION" => {
                return Err(beyond("collections after all deliveries", "先送完再收的顺序要求"));
            }
            other => return Err(beyond(other, other)),
        }
        Ok(())
    }

    fn each(
        &mut self,
        words: &mut Words<'_>,
        read: impl Fn(&mut Stop, &mut Words<'_>) -> Result<(), Defect>,
    ) -> Result<(), Defect> {
        for _ in 0..self.n {
            let node = words.count(NODE, 1, self.n)? - 1;
            let stop = &mut self.stops[node];
            read(stop, words)?;
        }
        Ok(())
    }

    fn each_vehicle(
        &mut self,
        words: &mut Words<'_>,
        read: impl Fn(&mut Self, &mut Words<'_>) -> Result<(), Defect>,
    ) -> Result<(), Defect> {
        let count = self.vehicles.ok_or_else(|| Defect::new(&E4111, "", ["VEHICLES".into()]))?;
        for vehicle in 1..=count {
            words.count(("the number of the vehicle, counted from 1", "车辆编号（从 1 起）"), vehicle, vehicle)?;
            read(self, words)?;
        }
        Ok(())
    }

    fn table(&mut self, words: &mut Words<'_>) -> Result<(), Defect> {
        let n = self.n;
        if words.left() < n * (n - 1) / 2 {
            return Err(words.too_short(("a table of all pairs", "全部节点对的矩阵")));
        }
        self.table = vec![0.0; n * n];
        let columns = |row: usize| match self.format.as_str() {
            "FULL_MATRIX" | "" => Some(0..n),
            "LOWER_ROW" => Some(0..row),
            "LOWER_DIAG_ROW" => Some(0..row + 1),
            "UPPER_ROW" => Some(row + 1..n),
            _ => None,
        };
        let whole = matches!(self.format.as_str(), "FULL_MATRIX" | "");
        for row in 0..n {
            for column in columns(row).ok_or_else(|| words.wrong(&self.format, TABLE))? {
                let value = words.real_not_negative(REAL)?;
                self.table[row * n + column] = value;
                if !whole {
                    self.table[column * n + row] = value;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Instance, Defect> {
        let missing = |what: &str| Defect::new(&E4111, "", [what.into()]);
        let n = self.n;
        let capacity = self.capacity.ok_or_else(|| missing("CAPACITY"))?;
        if self.points.is_empty() && self.table.is_empty() {
            return Err(missing("NODE_COORD_SECTION"));
        }
        if self.depots.is_empty() {
            self.depots.push(0);
        }
        let first = self.depots[0];
        if let Some(service) = self.service {
            for stop in self.stops.iter_mut().filter(|s| s.service == 0.0) {
                stop.service = service;
            }
        }
        let timed = self.longest.is_some() || self.stops.iter().any(|s| s.window.is_some());
        let window = |depot: usize| self.stops[depot].window;
        let reloads = self.most_at_home(first)?;
        let whole = |depot: usize, count: usize| Fleet {
            depot,
            count,
            capacity,
            window: window(depot),
            longest: self.longest,
            reloads,
            ..Fleet::default()
        };
        let is_stop: Vec<bool> = (0..n).map(|node| !self.depots.contains(&node)).collect();
        let stops: Vec<Option<Stop>> = (0..n)
            .map(|node| {
                is_stop[node]
                    .then_some(Stop { prize: self.stops[node].prize.filter(|_| self.prizes), ..self.stops[node] })
            })
            .collect();
        let fleets = if self.homes.is_empty() {
            vec![whole(first, self.vehicles.unwrap_or_else(|| enough(&stops, capacity)))]
        } else {
            let count = |depot: usize| self.homes.iter().filter(|&&h| h == depot).count();
            self.depots.iter().map(|&depot| whole(depot, count(depot))).filter(|f| f.count > 0).collect()
        };
        let (rounding, published) = self.convention();
        let groups = self.groups.iter().map(|g| g.iter().copied().filter(|&node| is_stop[node]).collect());
        let groups = groups.filter(|g: &Vec<usize>| g.len() > 1).collect();
        let lengths =
            if self.weights == "EXPLICIT" { Lengths::Table(self.table) } else { Lengths::Straight(self.points) };
        if matches!(&lengths, Lengths::Straight(points) if points.is_empty()) {
            return Err(missing("NODE_COORD_SECTION"));
        }
        if matches!(&lengths, Lengths::Table(cells) if cells.is_empty()) {
            return Err(missing("EDGE_WEIGHT_SECTION"));
        }
        let times = if timed { Times::AsLengths } else { Times::None };
        Ok(Instance { stops, fleets, groups, published, ..Instance::new(Ways { nodes: n, lengths, times, rounding }) })
    }

    /// How often a vehicle may load again; that is at its own depot, or not read.
    fn most_at_home(&self, first: usize) -> Result<Option<u32>, Defect> {
        if self.reloads.iter().all(Vec::is_empty) {
            return Ok(Some(0));
        }
        let mut homes = self.homes.iter().copied().chain(std::iter::repeat(first));
        let alike = self.homes.iter().all(|&h| h == first);
        if !alike || !self.reloads.iter().all(|depots| homes.next().is_some_and(|home| depots[..] == [home])) {
            return Err(beyond("loading again elsewhere than at the one depot", "在唯一车场以外再次装货"));
        }
        Ok(self.most_reloads)
    }

    /// Rounding of lengths, and what one unit of length is in published values.
    fn convention(&self) -> (Rounding, f64) {
        if self.weights == "EXPLICIT" {
            let n = self.n;
            let symmetric = (0..n).all(|i| (0..i).all(|j| self.table[i * n + j] == self.table[j * n + i]));
            return match (self.sort.as_str(), symmetric) {
                ("VRPSPD", true) => (Rounding::Exact, 1e-4),
                ("VRPSPD", false) => (Rounding::Exact, 1e-2),
                _ => (Rounding::Exact, 1.0),
            };
        }
        match (self.weights.as_str(), self.sort.as_str()) {
            ("EXACT_2D", _) => (Rounding::Exact, 1.0),
            (_, "VRPTW") => (Rounding::Tenths, 1.0),
            (_, "PCVRPTW" | "MTVRPTWR") => (Rounding::Tenths, 10.0),
            (_, "MDVRPTW") => (Rounding::Thousandths, 1000.0),
            _ => (Rounding::Nearest, 1.0),
        }
    }
}

fn beyond(en: &str, zh: &str) -> Defect {
    Defect::new(&E4110, "", [(en, zh).into()])
}
