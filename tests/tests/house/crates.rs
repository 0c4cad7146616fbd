//! Which of our crates may know which, and what each of them is.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;
use tests::sources::root;

use crate::none;

/// What each of our crates may know of the others.
const MAY_KNOW: [(&str, &[&str]); 5] = [
    ("api", &["entity", "migration", "search"]),
    ("entity", &[]),
    ("migration", &[]),
    ("search", &[]),
    ("tests", &["api", "entity", "migration", "search"]),
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn packages(metadata: &Value) -> impl Iterator<Item = (&str, &Value)> {
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), package))
}

#[test]
fn crates_know_only_those_below_them() {
    let metadata = metadata();
    let rules: BTreeMap<&str, &[&str]> = MAY_KNOW.into();
    let ours: BTreeSet<&str> = packages(&metadata).map(|(name, _)| name).collect();
    assert_eq!(ours, rules.keys().copied().collect());

    let mut found = Vec::new();
    for (name, package) in packages(&metadata) {
        for dependency in package["dependencies"].as_array().unwrap() {
            let known = dependency["name"].as_str().unwrap();
            if ours.contains(known) && !rules[name].contains(&known) {
                found.push(format!("{name} knows {known}"));
            }
        }
    }
    none("dependencies against the direction", &found);
}

#[test]
fn there_is_one_program_and_cargo_run_starts_it() {
    let metadata = metadata();
    let programs: Vec<String> = packages(&metadata)
        .flat_map(|(_, package)| package["targets"].as_array().unwrap())
        .filter(|target| target["kind"][0] == "bin")
        .map(|target| target["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(programs, ["lehrgeld"]);
    assert_eq!(
        metadata["workspace_default_members"], metadata["workspace_members"],
        "`cargo test` in the root has to test every crate"
    );
}

#[test]
fn nothing_is_published_and_lints_are_shared() {
    let metadata = metadata();
    let mut found = Vec::new();
    for (name, package) in packages(&metadata) {
        if package["publish"] != Value::Array(Vec::new()) {
            found.push(format!("{name} may be published"));
        }
        let manifest = std::fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
        if !manifest.contains("[lints]\nworkspace = true\n") {
            found.push(format!("{name} does not inherit the lints"));
        }
        let dependencies = manifest
            .lines()
            .skip_while(|line| *line != "[dependencies]")
            .filter(|line| line.contains('='));
        for dependency in dependencies {
            if !dependency.contains("workspace = true") {
                found.push(format!("{name} gives a version of its own: {dependency}"));
            }
        }
    }
    none("manifests", &found);
}
