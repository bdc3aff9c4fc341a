//! The words of a file, with their places.

use super::decimal::Decimal;
use crate::wire::codes::{E4101, E4102, E4103};
use crate::wire::defect::{Arg, Defect};

/// A cursor over the words of a text.
#[derive(Clone, Debug)]
pub(in crate::wire::instance) struct Words<'t> {
    text: &'t str,
    lines: Vec<Vec<&'t str>>,
    line: usize,
    word: usize,
}

impl<'t> Words<'t> {
    pub(in crate::wire::instance) fn new(text: &'t str) -> Self {
        // Old files are filled up with zero bytes, or end with DOS's mark.
        let text = text.trim_end_matches(['\0', '\u{1a}']);
        let lines = text.lines().map(|line| line.split_ascii_whitespace().collect()).collect();
        Self { text, lines, line: 0, word: 0 }
    }
    /// The whole text.
    pub(in crate::wire::instance) fn text(&self) -> &'t str {
        self.text
    }
    /// How many words there are from here.
    pub(in crate::wire::instance) fn left(&self) -> usize {
        let rest = self.lines.get(self.line..).unwrap_or_default();
        rest.iter().map(Vec::len).sum::<usize>() - if rest.is_empty() { 0 } else { self.word }
    }
    /// The first words, as numbers: what formats are known by. `None` where one of them is no number.
    pub(in crate::wire::instance) fn head(&self, count: usize) -> Option<Vec<usize>> {
        let mut copy = self.lines.iter().flatten();
        (0..count).map(|_| copy.next()?.trim_end_matches('.').parse().ok()).collect()
    }
    /// Goes on with the next line.
    pub(in crate::wire::instance) fn next_line(&mut self) {
        self.line += 1;
        self.word = 0;
    }
    /// What is left of the line; `None` after the last.
    pub(in crate::wire::instance) fn line(&self) -> Option<&[&'t str]> {
        self.lines.get(self.line).map(|words| words.get(self.word..).unwrap_or_default())
    }
    /// Goes on to the next line that has words left.
    pub(in crate::wire::instance) fn skip_empty(&mut self) {
        while self.lines.get(self.line).is_some_and(|words| self.word >= words.len()) {
            self.next_line();
        }
    }
    /// The next word.
    pub(in crate::wire::instance) fn word(&mut self, want: (&str, &str)) -> Result<&'t str, Defect> {
        self.skip_empty();
        let found = self.lines.get(self.line).and_then(|words| words.get(self.word)).copied();
        self.word += 1;
        found.ok_or_else(|| self.at(Defect::new(&E4101, "", [want.into()])))
    }
    /// The next word as a number not below zero.
    pub(in crate::wire::instance) fn decimal(&mut self, want: (&str, &str)) -> Result<Decimal, Defect> {
        let word = self.word(want)?;
        Decimal::parse(word).filter(|d| !d.is_negative()).ok_or_else(|| self.wrong(word, want))
    }
    /// The next word as a whole number not below zero.
    pub(in crate::wire::instance) fn whole(&mut self, want: (&str, &str)) -> Result<i64, Defect> {
        let word = self.word(want)?;
        let whole = Decimal::parse(word).and_then(|d| d.scaled(0));
        whole.filter(|&n| n >= 0).ok_or_else(|| self.wrong(word, want))
    }
    /// The next word as a whole number from `least` to `most`.
    pub(in crate::wire::instance) fn count(
        &mut self,
        want: (&str, &str),
        least: usize,
        most: usize,
    ) -> Result<usize, Defect> {
        let word = self.word(want)?;
        let whole = Decimal::parse(word).and_then(|d| d.scaled(0)).and_then(|n| usize::try_from(n).ok());
        whole.filter(|n| (least..=most).contains(n)).ok_or_else(|| self.wrong(word, want))
    }
    /// The next word as degrees or the like.
    pub(in crate::wire::instance) fn real(&mut self, want: (&str, &str)) -> Result<f64, Defect> {
        let word = self.word(want)?;
        word.parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(|| self.wrong(word, want))
    }
    /// The next word as a number not below zero.
    pub(in crate::wire::instance) fn real_not_negative(&mut self, want: (&str, &str)) -> Result<f64, Defect> {
        let word = self.word(want)?;
        word.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0).ok_or_else(|| self.wrong(word, want))
    }
    /// The file ends too early.
    pub(in crate::wire::instance) fn too_short(&self, want: (&str, &str)) -> Defect {
        self.at(Defect::new(&E4101, "", [want.into()]))
    }
    /// The word just read is wrong.
    pub(in crate::wire::instance) fn wrong(&self, word: &str, want: (&str, &str)) -> Defect {
        self.at(Defect::new(&E4102, "", [Arg::from(word), want.into()]))
    }
    /// A defect at the word just read.
    pub(in crate::wire::instance) fn at(&self, mut defect: Defect) -> Defect {
        defect.line_column = Some(((self.line + 1).min(self.lines.len().max(1)), self.word.max(1)));
        defect
    }
    /// Nothing may follow.
    pub(in crate::wire::instance) fn end(mut self) -> Result<(), Defect> {
        self.skip_empty();
        match self.left() {
            0 => Ok(()),
            left => {
                self.word += 1;
                Err(self.at(Defect::new(&E4103, "", [left.into()])))
            }
        }
    }
}
