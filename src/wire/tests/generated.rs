//! Schemas and the page of codes, as committed.

use std::fs;
use std::path::Path;

use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::format::MobileFile;
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::board::BoardFile;
use crate::wire::network::format::NetworkFile;
use crate::wire::network::merge::MergeFile;
use crate::wire::network::sweep::SweepFile;
use crate::wire::network::test::TestFile;
use crate::wire::plan::format::PlanFile;
use crate::wire::problem::format::ProblemFile;
use crate::wire::rules::RulesFile;
use crate::wire::running::answer::ChangesFile;
use crate::wire::running::format::StateFile;
use crate::wire::{codes, schema};

fn holds(file: &str, want: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        fs::write(&path, want).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == want, "{file} is stale; run: UPDATE_SCHEMAS=1 cargo test --lib wire::tests::generated");
}

#[test]
fn schemas_are_committed() {
    holds("schemas/rounds-problem-v1.json", &schema::text_of::<ProblemFile>());
    holds("schemas/rounds-plan-v1.json", &schema::text_of::<PlanFile>());
    holds("schemas/rounds-state-v1.json", &schema::text_of::<StateFile>());
    holds("schemas/rounds-changes-v1.json", &schema::text_of::<ChangesFile>());
    holds("schemas/network-problem-v1.json", &schema::text_of::<NetworkFile>());
    holds("schemas/network-answer-v1.json", &schema::text_of::<AnswerFile>());
    holds("schemas/network-scenario-v1.json", &schema::text_of::<BoardFile>());
    holds("schemas/network-merge-v1.json", &schema::text_of::<MergeFile>());
    holds("schemas/network-sweep-v1.json", &schema::text_of::<SweepFile>());
    holds("schemas/network-test-v1.json", &schema::text_of::<TestFile>());
    holds("schemas/mobile-problem-v1.json", &schema::text_of::<MobileFile>());
    holds("schemas/mobile-timetable-v1.json", &schema::text_of::<TimetableFile>());
    holds("schemas/rules-v1.json", &schema::text_of::<RulesFile>());
}

#[test]
fn the_page_of_codes_is_committed() {
    holds("docs/errors.md", &codes::page());
}

#[test]
fn codes_are_unique_and_complete() {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes::all() {
        assert!(seen.insert(code.code), "{} twice", code.code);
        for (en, zh) in [(code.cause_en, code.cause_zh), (code.remedy_en, code.remedy_zh)] {
            assert!(!en.is_empty() && zh.chars().any(|c| c > '\u{3000}'), "{}", code.code);
            let slots = |t: &str| (0..9).filter(|i| t.contains(&format!("{{{i}}}"))).collect::<Vec<_>>();
            assert_eq!(slots(en), slots(zh), "{}", code.code);
        }
    }
}

#[test]
fn components_of_openapi_refer_to_each_other() {
    let parts = schema::openapi();
    let text = serde_json::to_string(&parts).unwrap();
    for target in text.split("#/components/schemas/").skip(1).map(|t| t.split('"').next().unwrap()) {
        assert!(parts.contains_key(target), "{target}");
    }
    assert!(!text.contains("$defs") && parts.contains_key("RoundsPlan"));
    // One name means one thing in both formats.
    let (problem, plan) = (schema::of::<ProblemFile>(), schema::of::<PlanFile>());
    for (name, part) in plan["$defs"].as_object().unwrap() {
        assert!(problem["$defs"].get(name).is_none_or(|other| other == part), "{name}");
    }
}
