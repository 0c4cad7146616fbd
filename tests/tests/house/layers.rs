//! Inside `api`, dependencies point one way: `http` → `graphql` → `app` → `domain`.

use tests::sources::{Source, Token, below, find, paths};

use crate::none;

/// A layer, which of our modules it may name, and which crates it must not.
struct Layer {
    name: &'static str,
    may_name: &'static [&'static str],
    no_crates: &'static [&'static str],
}

const LAYERS: [Layer; 4] = [
    Layer {
        name: "domain",
        may_name: &["domain"],
        no_crates: &[
            "actix_web",
            "async_graphql",
            "futures",
            "migration",
            "sea_orm",
            "search",
            "sqlx",
            "tokio",
            "tracing",
        ],
    },
    Layer {
        name: "app",
        may_name: &["app", "domain", "metrics"],
        no_crates: &[
            "actix_cors",
            "actix_web",
            "actix_ws",
            "async_graphql",
            "clap",
        ],
    },
    Layer {
        name: "graphql",
        may_name: &["app", "domain", "graphql", "metrics"],
        no_crates: &[
            "actix_cors",
            "actix_web",
            "actix_ws",
            "clap",
            "migration",
            "sqlx",
        ],
    },
    Layer {
        name: "http",
        may_name: &["app", "domain", "graphql", "http", "metrics"],
        no_crates: &["entity", "migration", "sea_orm", "search", "sqlx"],
    },
];

fn files(layer: &str) -> Vec<Source> {
    below(&["api/src"])
        .into_iter()
        .filter(|source| source.module().first() == Some(&layer))
        .collect()
}

/// The module of `api` that a path names, where it names one: `app` for `crate::app::x`, and for
/// `super::super::app::x` two modules down.
fn named<'a>(source: &Source, token: &Token, path: &[&'a str]) -> Option<&'a str> {
    match path {
        ["crate", module, ..] => Some(module),
        ["super", ..] => {
            let up = path.iter().take_while(|part| **part == "super").count();
            let depth = source.module().len() + token.modules;
            (up >= depth).then(|| path.get(up).copied()).flatten()
        }
        _ => None,
    }
}

#[test]
fn layers_name_only_those_below_them() {
    let mut found = Vec::new();
    for layer in &LAYERS {
        for source in files(layer.name) {
            let tokens = source.tokens();
            for first in ["crate", "super"] {
                for (token, path) in paths(&tokens, first) {
                    if let Some(module) = named(&source, token, &path)
                        && !layer.may_name.contains(&module)
                    {
                        let Source { path: file, .. } = &source;
                        found.push(format!("{file}:{} names {}", token.line, path.join("::")));
                    }
                }
            }
        }
    }
    none("layers that look up", &found);
}

#[test]
fn layers_leave_alone_what_others_are_for() {
    let mut found = Vec::new();
    for layer in &LAYERS {
        for source in files(layer.name) {
            let tokens = source.tokens();
            for name in layer.no_crates {
                for (token, _) in paths(&tokens, name) {
                    found.push(format!("{}:{} names {name}", source.path, token.line));
                }
            }
        }
    }
    none("crates out of place", &found);
}

#[test]
fn domain_is_pure() {
    let mut found = Vec::new();
    for source in files("domain") {
        let tokens = source.tokens();
        for word in ["async", "await"] {
            for token in find(&tokens, word) {
                found.push(format!("{}:{} says {word}", source.path, token.line));
            }
        }
        for (token, path) in paths(&tokens, "entity") {
            if !matches!(path.get(1), Some(&("id" | "kind"))) {
                found.push(format!(
                    "{}:{} names {}",
                    source.path,
                    token.line,
                    path.join("::")
                ));
            }
        }
        for (token, path) in paths(&tokens, "std") {
            if matches!(
                path.get(1),
                Some(&("env" | "fs" | "io" | "net" | "process"))
            ) {
                found.push(format!(
                    "{}:{} names {}",
                    source.path,
                    token.line,
                    path.join("::")
                ));
            }
        }
    }
    none("what domain may not do", &found);
}
