//! The command line as it is typed.

use super::*;

fn parse(arguments: &[&str]) -> Result<CommandLine, clap::Error> {
    CommandLine::try_parse_from(std::iter::once(&"lehrgeld").chain(arguments))
}

fn error(arguments: &[&str]) -> clap::error::ErrorKind {
    parse(arguments).unwrap_err().kind()
}

#[test]
fn the_definition_holds_together() {
    <CommandLine as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn without_a_command_it_serves() {
    let line = parse(&["--listen=127.0.0.1:1", "--empty"]).unwrap();
    assert!(line.command.is_none());
    assert!(line.settings.empty);
    let line = parse(&["serve", "--listen=127.0.0.1:1"]).unwrap();
    let Some(Command::Serve(settings)) = line.command else {
        panic!("{line:?}");
    };
    assert_eq!(settings.listen.port(), 1);
}

#[test]
fn commands_are_read() {
    for arguments in [
        &["migrate"][..],
        &["migrate", "--down", "1"],
        &["import", "cities"],
        &["import", "cities", "-", "--data-dir=x"],
        &["import", "sample", "--database-url=sqlite:a.db"],
        &["import", "lessons", "-", "--format=csv", "--submit"],
        &["import", "lessons", "a.csv", "--city=konstanz", "--publish"],
        &["import", "base", "a.ndjson"],
        &["export"],
        &["export", "a.ndjson", "--with-accounts"],
        &["export", "a.csv", "--lessons", "--format=csv"],
        &["reindex", "--log=debug"],
        &["check"],
        &["schema"],
        &["health", "--url=http://localhost/health/live"],
    ] {
        assert!(parse(arguments).unwrap().command.is_some(), "{arguments:?}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    use clap::error::ErrorKind;

    assert_eq!(error(&["bogus"]), ErrorKind::InvalidSubcommand);
    assert_eq!(error(&["--empty", "check"]), ErrorKind::ArgumentConflict);
    assert_eq!(error(&["check", "--empty"]), ErrorKind::UnknownArgument);
    assert_eq!(error(&["--version"]), ErrorKind::DisplayVersion);
    assert_eq!(error(&["--help"]), ErrorKind::DisplayHelp);
}

#[test]
fn an_error_is_told_with_all_that_led_to_it_once() {
    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] Middle);
    #[derive(Debug, thiserror::Error)]
    #[error("middle: {0}")]
    struct Middle(#[source] io::Error);

    let inner = io::Error::other("two\nlines");
    let outer = Outer(Middle(inner));
    assert_eq!(in_one_line(&outer), "outer: middle: two lines");
}
