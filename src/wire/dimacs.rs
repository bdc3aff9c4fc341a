//! Graphs in the form of the 9th DIMACS Implementation Challenge (2005-2006): `.gr` files of weighted arcs and `.co` files of coordinates.
//!
//! Lines begin with `c` (a remark), `p` (how many), `a tail head weight` or `v vertex x y`; vertices count from 1. Coordinates are degrees x 10^6.

use std::io::BufRead;

/// A weighted arc: tail and head, counted from 0, and its weight.
pub type Arc = (u32, u32, u32);

/// What a file of arcs holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arcs {
    /// How many vertices.
    pub vertices: u32,
    /// In the order of the file.
    pub arcs: Vec<Arc>,
}

/// Why a file is no such graph.
#[derive(Debug, thiserror::Error)]
pub enum Defect {
    /// It could not be read.
    #[error("line {line}: {error}")]
    Io {
        /// Counted from 1.
        line: usize,
        /// The system's word.
        error: std::io::Error,
    },
    /// A line is not in the form.
    #[error("line {line}: not {want}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What belongs there.
        want: &'static str,
    },
    /// The head line promises another number of lines.
    #[error("{found} lines of data where the head says {said}")]
    Count {
        /// By the `p` line.
        said: u32,
        /// There.
        found: usize,
    },
}

/// Vertices or arcs at most: what a hierarchy can number.
const MOST: u32 = 1 << 30;

/// Reads a `.gr` file.
///
/// # Errors
/// The first line that is wrong.
pub fn arcs(input: impl BufRead) -> Result<Arcs, Defect> {
    let (mut out, mut said) = (Arcs { vertices: 0, arcs: Vec::new() }, 0);
    each_line(input, |line, kind, words| {
        let wrong = |want| Defect::Line { line, want };
        match (kind, words) {
            ("p", ["sp", n, m]) if out.vertices == 0 => {
                let want = "`p sp VERTICES ARCS`, both above 0 and below 2^30";
                out.vertices = whole(n).filter(|&n| n > 0).ok_or_else(|| wrong(want))?;
                said = whole(m).filter(|&m| m > 0).ok_or_else(|| wrong(want))?;
            }
            ("a", [tail, head, weight]) => {
                let vertex = |word| whole(word).filter(|&v| v >= 1 && v <= out.vertices).map(|v| v - 1);
                let arc = vertex(tail).zip(vertex(head)).zip(whole(weight));
                let ((tail, head), weight) = arc
                    .ok_or_else(|| wrong("`a TAIL HEAD WEIGHT`, vertices of the head line and a weight below 2^30"))?;
                out.arcs.push((tail, head, weight));
            }
            _ => return Err(wrong("a line of a .gr file, headed by one `p sp` line")),
        }
        Ok(())
    })?;
    match out.arcs.len() == said as usize && said > 0 {
        true => Ok(out),
        false => Err(Defect::Count { said, found: out.arcs.len() }),
    }
}

/// Reads a `.co` file: longitude and latitude x 10^6, by vertex.
///
/// # Errors
/// The first line that is wrong.
pub fn coordinates(input: impl BufRead) -> Result<Vec<[i32; 2]>, Defect> {
    let mut out: Vec<[i32; 2]> = Vec::new();
    let mut said = 0;
    each_line(input, |line, kind, words| {
        let wrong = |want| Defect::Line { line, want };
        match (kind, words) {
            ("p", ["aux", "sp", "co", n]) if said == 0 => {
                said = whole(n).filter(|&n| n > 0).ok_or_else(|| wrong("`p aux sp co VERTICES`"))?;
            }
            ("v", [vertex, x, y]) => {
                let place = whole(vertex).filter(|&v| v as usize == out.len() + 1 && v <= said);
                let at = place.and(x.parse().ok()).zip(y.parse().ok());
                let (x, y) = at.ok_or_else(|| wrong("`v VERTEX X Y`, vertices in order"))?;
                out.push([x, y]);
            }
            _ => return Err(wrong("a line of a .co file, headed by one `p aux sp co` line")),
        }
        Ok(())
    })?;
    match out.len() == said as usize && said > 0 {
        true => Ok(out),
        false => Err(Defect::Count { said, found: out.len() }),
    }
}

fn whole(word: &str) -> Option<u32> {
    word.parse().ok().filter(|&n| n < MOST)
}

fn each_line(
    mut input: impl BufRead,
    mut take: impl FnMut(usize, &str, &[&str]) -> Result<(), Defect>,
) -> Result<(), Defect> {
    let mut text = String::new();
    for line in 1.. {
        text.clear();
        if input.read_line(&mut text).map_err(|error| Defect::Io { line, error })? == 0 {
            break;
        }
        let mut words = text.split_ascii_whitespace();
        match words.next() {
            None | Some("c") => {}
            Some(kind) => take(line, kind, &words.collect::<Vec<_>>())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_small_graph_is_read() {
        let text = "c remark\np sp 3 2\n\na 1 2 803\na 3 1 0\n";
        assert_eq!(arcs(text.as_bytes()).unwrap(), Arcs { vertices: 3, arcs: vec![(0, 1, 803), (2, 0, 0)] });
        let text = "p aux sp co 2\nv 1 -73530767 41085396\nv 2 0 -5\n";
        assert_eq!(coordinates(text.as_bytes()).unwrap(), [[-73_530_767, 41_085_396], [0, -5]]);
    }

    #[test]
    fn the_first_wrong_line_is_named() {
        for (text, at) in [
            ("a 1 2 3\n", "line 1"),
            ("p sp 3 2\na 1 4 803\n", "line 2"),
            ("p sp 3 2\nc\na 0 2 803\n", "line 3"),
            ("p sp 3 2\na 1 2 -1\n", "line 2"),
            ("p sp 3 2\na 1 2 3\np sp 3 2\n", "line 3"),
            ("p sp 3 2\na 1 2 3\n", "1 lines of data where the head says 2"),
            ("p sp 0 0\n", "line 1"),
            ("", "0 lines"),
        ] {
            let defect = arcs(text.as_bytes()).unwrap_err().to_string();
            assert!(defect.starts_with(at), "{text:?}: {defect}");
        }
        assert!(coordinates(&b"p aux sp co 2\nv 2 0 0\n"[..]).unwrap_err().to_string().starts_with("line 2"));
        assert!(arcs(&b"\xFF\xFE\n"[..]).unwrap_err().to_string().starts_with("line 1"));
    }

    proptest! {
        #[test]
        fn no_line_panics(lines in prop::collection::vec("[avpc]?( -?[0-9]{0,11}){0,4}", 0..20)) {
            let text = lines.join("\n");
            let _ = arcs(format!("p sp 9 9\n{text}").as_bytes());
            let _ = coordinates(format!("p aux sp co 9\n{text}").as_bytes());
        }
    }
}
