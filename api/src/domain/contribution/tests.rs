//! What a form sends becomes what an entry says.

use super::*;
use crate::domain::problem::{Fault, ProblemCode};

fn said(text: &str) -> Field<String> {
    Field::Value(text.to_owned())
}

#[test]
fn title_and_insight_suffice() {
    let input = LessonInput {
        title: said(" Früh fragen "),
        insight: said("Wer früh fragt,\r\nbaut seltener um."),
        ..LessonInput::default()
    };
    let mut problems = Problems::default();
    let content = input.over(LessonContent::default(), &mut problems);
    assert!(problems.is_none());
    assert_eq!(content.title, "Früh fragen");
    assert_eq!(content.insight, "Wer früh fragt,\nbaut seltener um.");
    assert_eq!(content.language, "de");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let source = SourceInput {
        kind: SourceKind::Page,
        title: String::new(),
        publisher: None,
        url: Some("javascript:alert(1)".to_owned()),
        published_on: Some("gestern".to_owned()),
        retrieved_on: None,
        credit: None,
        licence: None,
    };
    let input = LessonInput {
        title: said(&"ä".repeat(201)),
        position: Field::Value(-1),
        occurred_on: said("2019-13"),
        sources: Field::Value(vec![source]),
        ..LessonInput::default()
    };
    let mut problems = Problems::default();
    let _ = input.over(LessonContent::default(), &mut problems);
    let told: Vec<_> = problems
        .into_vec()
        .into_iter()
        .map(|problem| (problem.path.join("."), problem.fault.code()))
        .collect();
    let expected = [
        ("position", ProblemCode::Invalid),
        ("title", ProblemCode::TooLong),
        ("insight", ProblemCode::Required),
        ("occurredOn", ProblemCode::Invalid),
        ("sources.0.title", ProblemCode::Required),
        ("sources.0.url", ProblemCode::Invalid),
        ("sources.0.publishedOn", ProblemCode::Invalid),
    ];
    assert_eq!(told, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn absence_leaves_and_null_clears() {
    let before = LessonContent {
        title: "T".to_owned(),
        insight: "I".to_owned(),
        hurdle: Some("H".to_owned()),
        tried: Some("V".to_owned()),
        kind: LessonKind::Pitfall,
        ..LessonContent::default()
    };
    let input = LessonInput {
        hurdle: Field::Null,
        kind: Field::Null,
        title: Field::Null,
        ..LessonInput::default()
    };
    let mut problems = Problems::default();
    let after = input.over(before, &mut problems);
    assert_eq!(after.hurdle, None);
    assert_eq!(after.tried.as_deref(), Some("V"));
    assert_eq!(after.kind, LessonKind::Advice);
    assert_eq!(after.title, "T");
    let told = problems.into_vec();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].fault, Fault::Required);
}

#[test]
fn a_note_never_reads_like_a_remark_of_the_service() {
    let mut problems = Problems::default();
    for remark in [Remark::PublishedAtOnce, Remark::Restored(3)] {
        let note = parse_note(Some(remark.kept()), &mut problems).unwrap();
        assert_eq!(Remark::read(&note), None);
        assert_eq!(note.trim_start(), remark.kept());
    }
    assert_eq!(
        parse_note(Some(" Gut. ".to_owned()), &mut problems).as_deref(),
        Some("Gut.")
    );
    assert_eq!(parse_note(Some(" ".to_owned()), &mut problems), None);
    assert!(problems.is_none());
}

#[test]
fn null_tells_nobody_what_was_for_few() {
    let closed = || LessonContent {
        title: "T".to_owned(),
        insight: "I".to_owned(),
        audience: Audience::City,
        attribution: Attribution::Anonymous,
        ..LessonContent::default()
    };
    let nulls = || LessonInput {
        audience: Field::Null,
        attribution: Field::Null,
        ..LessonInput::default()
    };
    let mut problems = Problems::default();
    assert_eq!(nulls().over(closed(), &mut problems), closed());
    let told: Vec<_> = problems.into_vec().into_iter().map(|it| it.path).collect();
    assert_eq!(told, [["attribution"], ["audience"]]);
    let mut problems = Problems::default();
    let open = LessonContent {
        audience: Audience::Public,
        attribution: Attribution::Named,
        ..closed()
    };
    assert_eq!(nulls().over(open.clone(), &mut problems), open);
    assert!(problems.is_none());
}
