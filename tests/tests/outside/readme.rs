//! What the README tells a newcomer to do, done as it says.

use std::{
    env,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;
use tests::{Engine, World, sources::root};

tests::both![a_newcomer_contributes_as_the_readme_says];

/// The shell blocks of a section.
fn blocks(section: &str) -> String {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let start = readme.find(section).unwrap();
    let text = &readme[start + section.len()..];
    let text = &text[..text.find("\n## ").unwrap_or(text.len())];
    let blocks = text.split("```sh\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().unwrap());
    blocks.collect::<Vec<_>>().join("\n")
}

/// A program `lehrgeld` that is this test program, which becomes the command.
fn shim(folder: &Path) {
    let script = format!(
        "#!/bin/sh\njson=''\nfor argument in \"$@\"; do json=\"$json,\\\"$argument\\\"\"; done\n\
         LEHRGELD_TEST_ARGUMENTS=\"[${{json#,}}]\" RUST_TEST_THREADS=2 \
         exec '{}' lehrgeld_process --exact --nocapture | grep -v -e '^$' -e '^running 1 test$'\n",
        env::current_exe().unwrap().display()
    );
    let path = folder.join("lehrgeld");
    std::fs::write(&path, script).unwrap();
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&path, executable).unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the test program finds the shell's own programs"
)]
async fn a_newcomer_contributes_as_the_readme_says(world: &World) {
    let folder = tempfile::TempDir::new().unwrap();
    shim(folder.path());
    let port = world.client().address("");
    let script = blocks("## A first contribution").replace("http://127.0.0.1:8080", &port);
    // The program itself is built already; the README's function would build it.
    let lines = script.lines();
    let lines = lines.filter(|line| !line.starts_with("lehrgeld() {"));
    let script = lines.collect::<Vec<_>>().join("\n");
    let mut path = vec![folder.path().to_owned()];
    let before = env::var_os("PATH").unwrap();
    path.extend(env::split_paths(&before));
    let mut shell = Command::new("sh");
    shell
        .args(["-e", "-u", "-c", &script])
        .env("PATH", env::join_paths(path).unwrap())
        .env("LEHRGELD_DATA_DIR", world.place().folder())
        .stdin(Stdio::null());
    if world.place().engine() == Engine::Postgres {
        shell.env("LEHRGELD_DATABASE_URL", world.place().database_url());
    }
    let ran = tokio::task::spawn_blocking(move || shell.output().unwrap());
    let ran = ran.await.unwrap();
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{told}\n{wrong}");
    assert!(told.contains("\"status\":\"PUBLISHED\""), "{told}\n{wrong}");
    world.caught_up().await;
    let found = world
        .client()
        .graphql(
            "{ searchLessons(query: \"Beschäftigte vor dem Umbau\") { nodes { title city { name } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        found["searchLessons"]["nodes"][0],
        json!({ "title": "Vor dem Umbau fragen", "city": { "name": "Konstanz" } })
    );
}
