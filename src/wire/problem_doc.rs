//! Errors as RFC 9457 problem documents, in the reader's language.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::codes::{self, Code};
use crate::wire::defect::{Arg, Defect};
use crate::wire::lang::Lang;

/// The media type of a [`ProblemDoc`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct ProblemDoc {
    /// Names the kind of problem: `urn:huilu:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, in one sentence that is the same for each occurrence of the code.
    pub title: String,
    /// What is wrong here.
    pub detail: String,
    /// The code, as in `docs/errors.md`.
    pub code: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub remedy: String,
    /// Every single defect of the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemItem>,
}

/// One defect of an input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct ProblemItem {
    /// The code.
    pub code: String,
    /// Where: a JSON pointer into the request; empty for the whole.
    pub pointer: String,
    /// The line, from 1, where the text itself is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Why.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl ProblemDoc {
    /// One problem with a code.
    #[must_use]
    pub fn new(status: u16, code: &'static Code, args: impl IntoIterator<Item = Arg>, lang: Lang) -> Self {
        Self::of(status, &Defect::new(code, "", args), lang)
    }
    /// The defects of an input: 400 where it could not be read at all, 422 where it could.
    ///
    /// An empty list is a fault of the caller, and answered as one: 500.
    #[must_use]
    pub fn from_defects(defects: &[Defect], lang: Lang) -> Self {
        let Some(first) = defects.first() else { return Self::new(500, &codes::E9007, [], lang) };
        let unreadable = [&codes::E1001, &codes::E1002, &codes::E4001].contains(&first.code);
        let mut doc = Self::of(if unreadable { 400 } else { 422 }, first, lang);
        let more = defects.len() - 1;
        if more > 0 {
            doc.detail += &lang.pick(format!(" And {more} more, see errors."), format!("另有 {more} 处，见 errors。"));
        }
        doc.errors = defects.iter().map(|d| item(d, lang)).collect();
        doc
    }
    fn of(status: u16, defect: &Defect, lang: Lang) -> Self {
        Self {
            kind: format!("urn:huilu:{}", defect.code.code),
            status,
            title: title(status, lang).to_owned(),
            detail: format!("{}: {}", defect.place(lang), defect.cause(lang)),
            code: defect.code.code.to_owned(),
            cause: defect.cause(lang),
            remedy: defect.remedy(lang),
            errors: Vec::new(),
        }
        .without_place(defect)
    }
    /// A problem that is not of an input has no place to name.
    fn without_place(mut self, defect: &Defect) -> Self {
        if defect.pointer.is_empty() && defect.line_column.is_none() {
            self.detail.clone_from(&self.cause);
        }
        self
    }
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn item(defect: &Defect, lang: Lang) -> ProblemItem {
    ProblemItem {
        code: defect.code.code.to_owned(),
        pointer: defect.pointer.clone(),
        line: defect.line_column.map(|p| p.0),
        column: defect.line_column.map(|p| p.1),
        cause: defect.cause(lang),
        remedy: defect.remedy(lang),
    }
}

fn title(status: u16, lang: Lang) -> &'static str {
    let (en, zh) = match status {
        400 => ("The request cannot be read.", "请求无法读取。"),
        404 => ("Not found.", "未找到。"),
        405 => ("Not possible here.", "此处不支持该方法。"),
        413 => ("Too large.", "内容过大。"),
        415 => ("Not JSON.", "不是 JSON。"),
        422 => ("The request cannot be carried out as it is.", "请求内容有误。"),
        429 => ("Too many requests.", "请求过多。"),
        503 => ("Not available at the moment.", "暂时不可用。"),
        504 => ("Not ready in time.", "超时。"),
        500..=599 => ("Something went wrong.", "服务出错。"),
        _ => ("The request is refused.", "请求被拒绝。"),
    };
    lang.pick(en, zh)
}
