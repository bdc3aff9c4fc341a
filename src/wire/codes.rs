//! Every code that an input can be refused or doubted with: one table for messages, documentation and tests.
//!
//! `E` codes refuse, `W` codes warn. A code never changes its meaning; `{0}`, `{1}` … stand for words of the file.

mod facts;
mod form;
mod instances;
mod mobile;
mod network;
mod plan;
mod rules;
mod sense;
mod service;
mod site_test;
mod sweep;
mod tables;

pub use facts::*;
pub use form::*;
pub use instances::*;
pub use mobile::*;
pub use network::*;
pub use plan::*;
pub use rules::*;
pub use sense::*;
pub use service::*;
pub use site_test::*;
pub use sweep::*;
pub use tables::*;

use std::fmt::Write as _;

/// A code with its texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Such as `E1201`.
    pub code: &'static str,
    /// What is wrong.
    pub cause_en: &'static str,
    /// What is wrong, in Chinese.
    pub cause_zh: &'static str,
    /// What to do.
    pub remedy_en: &'static str,
    /// What to do, in Chinese.
    pub remedy_zh: &'static str,
}

/// Declares codes: `NAME: cause en, cause zh; remedy en, remedy zh.` and a list of them all.
macro_rules! codes {
    ($list:ident $($name:ident: $cause_en:literal, $cause_zh:literal; $remedy_en:literal, $remedy_zh:literal.)+) => {
        $(
            #[doc = $cause_en]
            pub static $name: $crate::wire::codes::Code = $crate::wire::codes::Code {
                code: stringify!($name),
                cause_en: $cause_en,
                cause_zh: $cause_zh,
                remedy_en: $remedy_en,
                remedy_zh: $remedy_zh,
            };
        )+
        /// All of this part, in order.
        pub static $list: &[&$crate::wire::codes::Code] = &[$(&$name),+];
    };
}
pub(super) use codes;

/// Every code, in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        FORM,
        SENSE,
        WARNINGS,
        PLAN,
        RUNNING,
        TABLES,
        INSTANCES,
        WORKBOOKS,
        REQUESTS,
        RULES,
        FACTS,
        SERVICE,
        NETWORK,
        NETWORK_WARNINGS,
        SITE_TEST,
        SITE_TEST_WARNINGS,
        MOBILE,
        MOBILE_WARNINGS,
        SWEEP,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// `docs/errors.md`: every code with cause and remedy.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# Codes\n\nEvery input that is refused is refused with one of these codes, the place in the file, the cause and the remedy; \
         all of a file's defects are reported at once. `E` codes refuse, `W` codes warn. `{0}`, `{1}` stand for words of the file.\n\n\
         所有被拒绝的输入都会给出代码、文件中的位置、原因和处理办法，并一次列出全部问题。`E` 为错误，`W` 为提醒。\n\n\
         This page is made from `src/wire/codes/`; `UPDATE_SCHEMAS=1 cargo test` writes it.\n\n\
         | code | cause | remedy | 原因 | 处理 |\n|---|---|---|---|---|\n",
    );
    let cell = |text: &str| text.replace('|', "\\|");
    for c in all() {
        let cells = [c.cause_en, c.remedy_en, c.cause_zh, c.remedy_zh].map(cell).join(" | ");
        let _ = writeln!(out, "| {} | {cells} |", c.code);
    }
    out
}
