//! What is wrong with an input: a code, where, why and what to do, in both languages.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use crate::wire::codes::Code;
use crate::wire::lang::Lang;

/// More than this many are counted, not listed: a broken file of 60 MB is not answered by a gigabyte of complaints.
pub const MOST: usize = 1000;

/// A word put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// The user's own word, a name or a number: the same in both languages.
    Same(String),
    /// English and Chinese.
    Each(String, String),
}

impl Arg {
    fn text(&self, lang: Lang) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(en, zh) => lang.pick(en, zh),
        }
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Same(clip(text))
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Same(clip(&text))
    }
}
impl From<(&str, &str)> for Arg {
    fn from((en, zh): (&str, &str)) -> Self {
        Self::Each(en.into(), zh.into())
    }
}
macro_rules! number_arg {
    ($($t:ty)+) => {$(impl From<$t> for Arg {
        fn from(number: $t) -> Self {
            Self::Same(number.to_string())
        }
    })+};
}
number_arg!(usize u32 u64 i64 f64);

/// A user's text, short enough to stand in a message.
fn clip(text: &str) -> String {
    const WIDTH: usize = 120;
    if text.chars().count() <= WIDTH { text.to_owned() } else { text.chars().take(WIDTH).chain(['…']).collect() }
}

/// Defects of a part of a message, told by their places in the whole.
#[must_use]
pub fn within(part: &str, defects: Vec<Defect>) -> Vec<Defect> {
    defects.into_iter().map(|d| Defect { pointer: format!("/{part}{}", d.pointer), ..d }).collect()
}

/// One thing wrong (a code `E…`) or doubtful (`W…`) in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Which rule is broken.
    pub code: &'static Code,
    /// Where: an RFC 6901 pointer into the JSON; empty for the whole file.
    pub pointer: String,
    /// Line and column from 1, where the text itself is broken, or row and column of a table.
    pub line_column: Option<(usize, usize)>,
    /// What fills the placeholders of the code's texts.
    pub args: Vec<Arg>,
    /// A known name much like the unknown one.
    pub suggestion: Option<String>,
}

impl Defect {
    /// A defect of the whole input.
    #[must_use]
    pub fn new(code: &'static Code, pointer: impl Into<String>, args: impl IntoIterator<Item = Arg>) -> Self {
        Self { code, pointer: pointer.into(), line_column: None, args: args.into_iter().collect(), suggestion: None }
    }
    /// A defect of a table, at a line and a column from 1.
    #[must_use]
    pub fn at(code: &'static Code, line: usize, column: usize, args: impl IntoIterator<Item = Arg>) -> Self {
        Self { line_column: Some((line, column)), ..Self::new(code, format!("/{line}/{column}"), args) }
    }
    /// Whether it only deserves a look.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.code.code.starts_with('W')
    }
    /// What is wrong.
    #[must_use]
    pub fn cause(&self, lang: Lang) -> String {
        self.fill(lang.pick(self.code.cause_en, self.code.cause_zh), lang)
    }
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self, lang: Lang) -> String {
        let remedy = self.fill(lang.pick(self.code.remedy_en, self.code.remedy_zh), lang);
        match &self.suggestion {
            None => remedy,
            Some(name) => lang.pick(format!("Did you mean “{name}”? {remedy}"), format!("是否想写“{name}”？{remedy}")),
        }
    }
    /// Where, for people.
    #[must_use]
    pub fn place(&self, lang: Lang) -> String {
        match (self.line_column, self.pointer.as_str()) {
            (Some((line, column)), _) => {
                lang.pick(format!("line {line}, column {column}"), format!("第 {line} 行第 {column} 列"))
            }
            (None, "") => lang.pick("the whole file", "整个文件").to_owned(),
            (None, pointer) => pointer.to_owned(),
        }
    }
    /// One line for a terminal.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let gap = lang.pick(" ", "");
        format!("{} {}: {}{gap}{}", self.code.code, self.place(lang), self.cause(lang), self.remedy(lang))
    }
    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (slot, tail) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(slot.parse().ok().and_then(|i: usize| self.args.get(i)).map_or("{?}", |a| a.text(lang)));
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}

/// Defects as they are found.
///
/// What lies at, above or below a place already reported as malformed is not reported again: a text where a number
/// belongs is one defect, not three.
#[derive(Debug, Default)]
pub struct Report {
    defects: Vec<Defect>,
    uncounted: usize,
    malformed: BTreeSet<String>,
    compared: usize,
}

impl Report {
    /// Adds a defect of form, and remembers its place as malformed.
    pub fn malformed(&mut self, defect: Defect) {
        self.malformed.insert(defect.pointer.clone());
        self.push(defect);
    }
    /// Adds a defect of form that leaves the rest of its place readable.
    pub fn missing(&mut self, defect: Defect) {
        self.push(defect);
    }
    /// Marks a place as malformed without a defect of its own.
    pub fn distrust(&mut self, pointer: String) {
        self.malformed.insert(pointer);
    }
    /// Adds a defect of sense, unless the place is malformed anyway.
    pub fn add(&mut self, defect: Defect) {
        if !self.is_malformed(&defect.pointer) {
            self.push(defect);
        }
    }
    fn push(&mut self, defect: Defect) {
        if self.defects.len() < MOST {
            self.defects.push(defect);
        } else {
            self.uncounted += 1;
        }
    }
    /// Gives the defect the known name that is most like `word`, as long as looking for it stays cheap.
    #[must_use]
    pub fn suggesting<'a>(&mut self, mut defect: Defect, word: &str, known: impl Iterator<Item = &'a str>) -> Defect {
        const BUDGET: usize = 200_000;
        if self.defects.len() < MOST && self.compared < BUDGET {
            let compared = &mut self.compared;
            defect.suggestion = nearest(word, known.inspect(|_| *compared += 1));
        }
        defect
    }
    /// Whether the place, something it lies in, or something in it is malformed.
    #[must_use]
    pub fn is_malformed(&self, pointer: &str) -> bool {
        if self.malformed.is_empty() {
            return false;
        }
        let above = pointer
            .char_indices()
            .filter(|&(_, c)| c == '/')
            .any(|(i, _)| i > 0 && self.malformed.contains(&pointer[..i]));
        above || self.malformed.contains(pointer) || self.any_malformed_in(pointer)
    }
    /// Whether something in the place is malformed.
    #[must_use]
    pub fn any_malformed_in(&self, pointer: &str) -> bool {
        let below = format!("{pointer}/");
        self.malformed.range(below.clone()..).next().is_some_and(|p| p.starts_with(&below))
    }
    /// Whether nothing was found but warnings.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.uncounted == 0 && self.defects.iter().all(Defect::is_warning)
    }
    /// Everything found: the defects, then the warnings.
    #[must_use]
    pub fn into_list(self) -> Vec<Defect> {
        let (mut defects, warnings) = self.into_parts();
        defects.extend(warnings);
        defects
    }
    /// The defects, without repetition, and then the warnings.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Defect>, Vec<Defect>) {
        let mut seen = HashSet::new();
        let fresh = |d: &Defect| seen.insert((d.code.code, d.pointer.clone(), format!("{:?}", d.args)));
        let (warnings, mut errors): (Vec<_>, Vec<_>) =
            self.defects.into_iter().filter(fresh).partition(Defect::is_warning);
        if self.uncounted > 0 {
            errors.push(Defect::new(&crate::wire::codes::E1099, "", [self.uncounted.into()]));
        }
        (errors, warnings)
    }
}

/// The known name most like `word`, if any is much like it.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const LONGEST: usize = 100;
    const MOST_TRIED: usize = 10_000;
    if word.len() > LONGEST {
        return None;
    }
    let score = |k: &str| (strsim::jaro_winkler(&word.to_lowercase(), &k.to_lowercase()) * 1e6) as u32;
    let best =
        known.into_iter().filter(|k| k.len() <= LONGEST && !k.is_empty()).take(MOST_TRIED).map(|k| (score(k), k)).fold(
            None,
            |best: Option<(u32, &str)>, new| if best.is_some_and(|b| b.0 >= new.0) { best } else { Some(new) },
        );
    best.filter(|&(s, _)| s >= 800_000).map(|(_, k)| k.to_owned())
}
