//! Mutations of what one may or may not know of: what they refuse tells as little as what is read.
//!
//! Whatever succeeds does so in both worlds, and gets another id and time in each: so nothing but the
//! refusals, and what is said to be alike, is asked for, and nothing is compared afterwards.

use serde_json::{Value, json};
use tests::{Dice, Twins, global_id};

use super::values::id;

/// A mutation of something that has an id, whoever asks.
pub(super) fn question(dice: &mut Dice) -> String {
    let lesson = id(dice, "Lesson");
    let version = 1 + dice.below(3);
    let step = format!("id: {lesson}, expectedVersion: {version}");
    let (name, input) = match dice.below(18) {
        0 => ("submitLesson", step),
        1 => ("approveLesson", step),
        2 => ("withdrawLesson", step),
        3 => ("restoreLesson", format!("{step}, toVersion: 1")),
        4 => ("updateLesson", format!("{step}, hurdle: \"Zeit\"")),
        5 => ("acceptProposal", format!("id: {}", id(dice, "Proposal"))),
        6 => {
            let parent = perhaps(dice, "parentId", "Comment");
            let input = format!("{parent}lessonId: {lesson}, body: \"Ja.\"");
            ("addComment", input)
        }
        7 => {
            let comment = id(dice, "Comment");
            ("hideComment", format!("id: {comment}, reason: \"Werbung\""))
        }
        8 => {
            let (city, project) = (city(dice), perhaps(dice, "projectId", "Project"));
            let input =
                format!("{project}lessonId: {lesson}, cityId: {city}, stage: TRIED, result: OPEN");
            ("recordReuse", input)
        }
        9 => {
            let other = id(dice, "Lesson");
            let input = format!("fromId: {lesson}, toId: {other}, kind: REPLACES");
            ("relateLessons", input)
        }
        10 => {
            let project = id(dice, "Project");
            let input = format!("id: {project}, expectedVersion: {version}, place: \"Rathaus\"");
            ("updateProject", input)
        }
        11 => {
            let (city, parent) = (city(dice), perhaps(dice, "parentId", "Project"));
            let input = format!("{parent}cityId: {city}, title: \"Teil\"");
            ("createProject", input)
        }
        12 => {
            let (city, account) = (id(dice, "City"), id(dice, "Account"));
            let input = format!("accountId: {account}, cityId: {city}, label: \"Mehr\"");
            ("createAccessToken", input)
        }
        _ => return contribution(dice),
    };
    let kind = "userErrors { code field message }";
    format!("mutation {{ {name}(input: {{ {input} }}) {{ {kind} }} }}")
}

/// A contribution that says what a lesson of the whole world says already, perhaps under the
/// contributor's own id of it.
fn contribution(dice: &mut Dice) -> String {
    let said = Twins::texts();
    let (title, insight) = dice.pick(&said);
    let (city, project) = (city(dice), perhaps(dice, "projectId", "Project"));
    let own = format!("K-{}-0", dice.below(64));
    format!(
        "mutation {{ contributeLesson(input: {{ {project}cityId: {city}, externalId: \"{own}\",
            title: \"{title}\", insight: \"{insight}\" }}) {{
            userErrors {{ code field message }}
            similar {{ score reasons lesson {{ id title status }} }} }} }}"
    )
}

/// The city of those who may contribute, or any.
fn city(dice: &mut Dice) -> Value {
    if dice.chance(50) {
        return json!(global_id("City", 0, Twins::HOME));
    }
    id(dice, "City")
}

/// A field that can be left out.
fn perhaps(dice: &mut Dice, field: &str, kind: &str) -> String {
    if dice.chance(60) {
        return String::new();
    }
    format!("{field}: {}, ", id(dice, kind))
}
