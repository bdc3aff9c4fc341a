//! Nearest facilities out: CSV and JSON, written place by place, never held whole.

use std::io::{self, Write};

use crate::wire::response::NearFacility;

/// Where the nearest facilities of places are written to, one place after the other.
pub trait Sink {
    /// The next place: its name, and its facilities, nearest first; `None` where no road is near it.
    ///
    /// # Errors
    /// What the sink says.
    fn place(&mut self, name: &str, nearest: Option<&[NearFacility]>) -> io::Result<()>;
    /// After the last place.
    ///
    /// # Errors
    /// What the sink says.
    fn end(&mut self) -> io::Result<()>;
}

/// CSV: a line for each place and each of its facilities, `place,rank,facility,duration_s,distance_m`; one line with the place alone where it has none.
pub struct Csv<'a, W: Write> {
    out: ::csv::Writer<W>,
    facility: &'a dyn Fn(usize) -> String,
}

impl<'a, W: Write> Csv<'a, W> {
    /// With names of the facilities by their numbers.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(out: W, facility: &'a dyn Fn(usize) -> String) -> io::Result<Self> {
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(["place", "rank", "facility", "duration_s", "distance_m"])?;
        Ok(Self { out, facility })
    }
}

impl<W: Write> Sink for Csv<'_, W> {
    fn place(&mut self, name: &str, nearest: Option<&[NearFacility]>) -> io::Result<()> {
        let nearest = nearest.unwrap_or_default();
        if nearest.is_empty() {
            self.out.write_record([name, "", "", "", ""])?;
        }
        for (i, near) in nearest.iter().enumerate() {
            let facility = (self.facility)(near.facility);
            let [rank, time, length] = [(i + 1).to_string(), near.duration_s.to_string(), near.distance_m.to_string()];
            self.out.write_record([name, &rank, &facility, &time, &length])?;
        }
        Ok(())
    }
    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// JSON: `{"nearest": [[{"facility": 0, …}, …], …]}` in the order of the places, facilities by number from 0; null where no road is near the place.
pub struct Json<W: Write> {
    out: W,
    begun: bool,
}

impl<W: Write> Json<W> {
    /// An empty list so far.
    ///
    /// # Errors
    /// What the sink says.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"nearest\":[")?;
        Ok(Self { out, begun: false })
    }
}

impl<W: Write> Sink for Json<W> {
    fn place(&mut self, _: &str, nearest: Option<&[NearFacility]>) -> io::Result<()> {
        self.out.write_all(if std::mem::replace(&mut self.begun, true) { b",\n" } else { b"\n" })?;
        serde_json::to_writer(&mut self.out, &nearest)?;
        Ok(())
    }
    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const NEAR: [NearFacility; 2] = [
        NearFacility { facility: 1, duration_s: 1.5, distance_m: 20.0 },
        NearFacility { facility: 0, duration_s: 2.0, distance_m: 10.25 },
    ];

    fn fill(sink: &mut dyn Sink) {
        sink.place("甲", Some(&NEAR)).unwrap();
        sink.place("sea", None).unwrap();
        sink.place("island", Some(&[])).unwrap();
        sink.end().unwrap();
    }

    #[test]
    fn places_without_facilities_have_no_numbers() {
        let mut out = Vec::new();
        fill(&mut Csv::new(&mut out, &|f| format!("站{f}")).unwrap());
        let want =
            "place,rank,facility,duration_s,distance_m\n甲,1,站1,1.5,20\n甲,2,站0,2,10.25\nsea,,,,\nisland,,,,\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
        let mut out = Vec::new();
        fill(&mut Json::new(&mut out).unwrap());
        let tree: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let first = serde_json::json!({ "facility": 1, "duration_s": 1.5, "distance_m": 20.0 });
        assert_eq!((&tree["nearest"][0][0], &tree["nearest"][1]), (&first, &serde_json::Value::Null));
        assert_eq!(tree["nearest"][2], serde_json::json!([]));
        let mut out = Vec::new();
        Json::new(&mut out).unwrap().end().unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&out).unwrap()["nearest"].as_array().unwrap().is_empty());
    }
}
