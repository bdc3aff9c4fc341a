//! The direction of dependencies, as a test: a module may use only what stands in its row, and what stands before
//! `engine` touches no file, clock, socket, task or serialiser.
//!
//! It reads tokens, not lines: `crate::`, `$crate::`, `huilu::` (in the binary) and every chain of `super::` that climbs out of
//! the file's own top module are followed, one level of braces opened, strings and comments passed over.
#![expect(clippy::expect_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

const ALLOWED: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("units", &[]),
    ("graph", &["ids", "units"]),
    ("osm", &["ids", "units"]),
    ("synth", &["ids", "osm"]),
    ("roads", &["ids", "units", "graph", "osm"]),
    ("hierarchy", &["ids", "units", "graph"]),
    ("matrix", &["ids", "units", "roads", "hierarchy"]),
    ("network", &["ids", "units", "matrix"]),
    ("rounds", &["ids", "units", "matrix"]),
    ("mobile", &["ids", "units", "matrix", "network", "rounds"]),
    ("plan", &["ids", "units", "matrix", "network", "rounds", "mobile"]),
    (
        "engine",
        &["ids", "units", "graph", "osm", "roads", "hierarchy", "matrix", "network", "rounds", "mobile", "plan"],
    ),
    ("wire", &["ids", "units", "matrix", "network", "rounds", "mobile", "plan"]),
    ("store", &["ids", "units", "wire"]),
    ("jobs", &["ids", "units", "engine", "wire", "store"]),
    ("api", &["ids", "units", "engine", "wire", "store", "jobs"]),
    (
        "cli",
        &[
            "ids", "units", "graph", "osm", "synth", "roads", "matrix", "network", "rounds", "plan", "engine", "wire",
            "store", "jobs", "api",
        ],
    ),
    ("main", &["cli"]),
];

/// Macros exported at the crate root, with the module that declares them.
const MACROS: &[(&str, &str)] = &[("id_type", "ids")];

/// What the modules before `engine` must not name: paths, as sequences of identifiers.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "time", "Instant"],
    &["std", "time", "SystemTime"],
    &["std", "env"],
    &["tokio"],
    &["serde"],
    &["serde_json"],
    &["async"],
    &["await"],
];

#[test]
fn modules_depend_only_downwards() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ALLOWED.iter().map(|(m, d)| (*m, d.iter().copied().collect())).collect();
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let path = module_path(&file);
        let Some(module) = path.first() else { continue };
        let row = allowed
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} ({}) has no row in ALLOWED", file.display()));
        for used in tops(&tokens(&file), &path) {
            let used = MACROS.iter().find(|(name, _)| *name == used).map_or(used.as_str(), |(_, home)| home).to_owned();
            if used != *module && !row.contains(used.as_str()) {
                wrong.push(format!("{} uses {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_before_engine_touches_the_outside() {
    let pure: BTreeSet<&str> = ALLOWED.iter().map(|(m, _)| *m).take_while(|m| *m != "engine").collect();
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let path = module_path(&file);
        // Tests may read real cities where they find them.
        let is_test = path.iter().any(|p| p == "tests");
        if is_test || !path.first().is_some_and(|m| pure.contains(m.as_str())) {
            continue;
        }
        let words = words(&tokens(&file));
        for bad in IMPURE {
            if words.windows(bad.len()).any(|w| w == *bad) {
                wrong.push(format!("{} names {}", file.display(), bad.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_every_spelling() {
    let at = |code: &str, path: &[&str]| -> Vec<String> {
        let path: Vec<String> = path.iter().map(|s| (*s).to_owned()).collect();
        tops(&code.parse().expect("code"), &path).into_iter().collect()
    };
    assert_eq!(at("use crate::{a::b, c::{d, e}, f};", &["x"]), ["a", "c", "f"]);
    assert_eq!(at("fn f() { crate::roads::g(); vec![$crate::units::h()] }", &["x"]), ["roads", "units"]);
    // In x::y one super is x, two are the root.
    assert_eq!(at("use super::own; use super::super::wire::Z;", &["x", "y"]), ["wire"]);
    assert_eq!(at("use super::super::{wire::Z, api};", &["x", "y"]), ["api", "wire"]);
    // An inline module is one step deeper.
    assert_eq!(at("mod t { use super::super::own; use super::super::super::api; }", &["x", "y"]), ["api"]);
    // Strings and comments are not code.
    assert!(at("/* crate::api */ fn f() { let s = \"crate::api::x\"; }", &["x"]).is_empty());
}

/// The module path of a file under `src`; empty for lib.rs.
fn module_path(file: &Path) -> Vec<String> {
    let rel = file.strip_prefix("src").expect("under src").with_extension("");
    let path: Vec<String> = rel.iter().map(|s| s.to_str().expect("utf-8").to_owned()).collect();
    if path == ["lib"] { Vec::new() } else { path }
}

fn tokens(file: &Path) -> TokenStream {
    fs::read_to_string(file).expect("readable").parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).expect("dir") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            out.extend(rust_files(&path));
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// All identifiers in order.
fn words(stream: &TokenStream) -> Vec<String> {
    let mut out = Vec::new();
    for tree in stream.clone() {
        match tree {
            TokenTree::Ident(word) => out.push(word.to_string()),
            TokenTree::Group(group) => out.extend(words(&group.stream())),
            _ => {}
        }
    }
    out
}

/// Top modules of this crate that the code at `path` names.
fn tops(stream: &TokenStream, path: &[String]) -> BTreeSet<String> {
    let trees: Vec<TokenTree> = stream.clone().into_iter().collect();
    let mut out = BTreeSet::new();
    let mut i = 0;
    while i < trees.len() {
        match &trees[i] {
            TokenTree::Ident(word) if word == "mod" => {
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                    (trees.get(i + 1), trees.get(i + 2))
                {
                    let inner: Vec<String> = path.iter().cloned().chain([name.to_string()]).collect();
                    out.extend(tops(&body.stream(), &inner));
                    i += 2;
                }
            }
            TokenTree::Ident(word) if word == "crate" || word == "huilu" => {
                if let Some(next) = after_path_separator(&trees, i + 1) {
                    out.extend(heads(&trees[next]));
                }
            }
            TokenTree::Ident(word) if word == "super" => {
                let (mut up, mut at) = (1, i);
                while let Some(next) = after_path_separator(&trees, at + 1) {
                    at = next;
                    match &trees[next] {
                        TokenTree::Ident(word) if word == "super" => up += 1,
                        tree => {
                            if up == path.len() {
                                out.extend(heads(tree));
                            }
                            break;
                        }
                    }
                }
                // The chain is read; its last tree may be a group with paths of its own, which are relative to it.
                i = at;
            }
            TokenTree::Group(group) if group.delimiter() != Delimiter::None || !group.stream().is_empty() => {
                out.extend(tops(&group.stream(), path));
            }
            _ => {}
        }
        i += 1;
    }
    out
}

/// The index of what follows `::` at `at`.
fn after_path_separator(trees: &[TokenTree], at: usize) -> Option<usize> {
    let colon = |i: usize| matches!(trees.get(i), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    (colon(at) && colon(at + 1) && at + 2 < trees.len()).then_some(at + 2)
}

/// The first identifiers of a path or of each path in a brace group.
fn heads(tree: &TokenTree) -> Vec<String> {
    match tree {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => {
            let mut out = Vec::new();
            let mut fresh = true;
            for tree in group.stream() {
                match tree {
                    TokenTree::Ident(word) if fresh => {
                        out.push(word.to_string());
                        fresh = false;
                    }
                    TokenTree::Punct(p) if p.as_char() == ',' => fresh = true,
                    _ => {}
                }
            }
            out
        }
        _ => Vec::new(),
    }
}
