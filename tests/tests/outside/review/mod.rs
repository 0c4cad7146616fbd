//! Lessons on their way through review, as a machine: whatever several people do with them in
//! whatever order, the service answers as the model does, and the lessons then stand as there.

mod model;

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, Dice, World};

use crate::contributing::{BAMBERG, KONSTANZ, city, codes, contribute};
use model::{Act, Actor, Answer, Audience, Content, Lesson, Status};

tests::both![lessons_go_the_way_the_model_goes];

/// How often it begins with new lessons.
const ROUNDS: u64 = 6;
/// What is done in each.
const ACTS: u32 = 80;
/// Who acts, those more often who may do more.
const ACTORS: [Actor; 16] = [
    Actor::Nobody,
    Actor::Stranger,
    Actor::Partner,
    Actor::Partner,
    Actor::Neighbour,
    Actor::Contributor,
    Actor::Contributor,
    Actor::Contributor,
    Actor::Contributor,
    Actor::Editor,
    Actor::Editor,
    Actor::Editor,
    Actor::Second,
    Actor::Second,
    Actor::Admin,
    Actor::Steward,
];
const AUDIENCES: [Audience; 4] = [
    Audience::Public,
    Audience::Partners,
    Audience::Administrations,
    Audience::City,
];

/// Those who act, and what they are called.
struct People(Vec<(Actor, &'static str, Client)>);

/// A lesson in the model, and where it is in the service.
struct Pair {
    model: Lesson,
    id: Value,
    proposals: Vec<Value>,
}

async fn lessons_go_the_way_the_model_goes(world: &World) {
    let (people, organization) = people(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let dice = Dice::usual(415);
    let (mut done, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let mut dice = dice.fork(round);
        let mut pairs = Vec::new();
        for joint in [false, true] {
            let audience = *dice.pick(&AUDIENCES);
            pairs.push(draft(&people, &konstanz, audience, joint.then_some(&organization)).await);
        }
        for number in 0..ACTS {
            let pair = &mut pairs[usize::from(dice.chance(50))];
            let actor = *dice.pick(&ACTORS);
            let act = act(&mut dice, &pair.model);
            let version = pair.model.versions.len();
            let expected = match dice.below(20) {
                0 => version + 1,
                1 => version - 1,
                _ => version,
            };
            let answer = pair
                .ask(people.client(actor), act, expected, &bamberg)
                .await;
            let model = pair.model.act(actor, act, expected);
            let what = format!(
                "{}, round {round}, {number}: {actor:?} {act:?} of version {expected}",
                dice.again()
            );
            pair.assert_answer(&model, &answer, &what);
            let someone = *dice.pick(&ACTORS);
            let reader = *dice.pick(&[someone, Actor::Steward]);
            pair.assert_stands(&people, reader, &what).await;
            let well = matches!(model, Answer::Done | Answer::Proposed(_));
            *(if well { &mut done } else { &mut refused }) += 1;
        }
    }
    assert!(
        done > 100 && refused > 100,
        "{done} done, {refused} refused"
    );
}

async fn people(world: &World) -> (People, Value) {
    let first = "{ organizations(first: 1) { nodes { id slug } } }";
    let first = world.client().graphql(first, json!({})).await;
    let first = first["organizations"]["nodes"][0].clone();
    let slug = first["slug"].as_str().unwrap();
    let member = async |name, role| world.member(name, KONSTANZ, role).await;
    let people = vec![
        (Actor::Nobody, "", world.client().clone()),
        (
            Actor::Stranger,
            "Fremd",
            world.account("Fremd", false, &[]).await,
        ),
        (
            Actor::Partner,
            "Dienstleister",
            world.organization_member("Dienstleister", slug).await,
        ),
        (
            Actor::Neighbour,
            "Nachbar",
            world.member("Nachbar", BAMBERG, Role::Editor).await,
        ),
        (
            Actor::Contributor,
            "Schreiber",
            member("Schreiber", Role::Contributor).await,
        ),
        (
            Actor::Editor,
            "Redaktion",
            member("Redaktion", Role::Editor).await,
        ),
        (
            Actor::Second,
            "Zweite",
            member("Zweite", Role::Editor).await,
        ),
        (
            Actor::Admin,
            "Leitung",
            member("Leitung", Role::Admin).await,
        ),
        (Actor::Steward, "Steward", world.steward().await),
    ];
    (People(people), first["id"].clone())
}

impl People {
    fn client(&self, actor: Actor) -> &Client {
        &self.find(actor).2
    }

    fn find(&self, actor: Actor) -> &(Actor, &'static str, Client) {
        self.0.iter().find(|(it, _, _)| *it == actor).unwrap()
    }
}

async fn draft(
    people: &People,
    city: &Value,
    audience: Audience,
    organization: Option<&Value>,
) -> Pair {
    let content = Content {
        hurdle: 0,
        worked: 0,
        audience,
    };
    let parts: Vec<_> = organization
        .map(|id| json!({ "organizationId": id, "role": "CONTRACTOR" }))
        .into_iter()
        .collect();
    let mut input = said(content);
    input["participations"] = json!(parts);
    let client = people.client(Actor::Contributor);
    let made = contribute(client, city, input).await;
    Pair {
        model: Lesson::new(Actor::Contributor, content, organization.is_some()),
        id: made["lesson"]["id"].clone(),
        proposals: Vec::new(),
    }
}

/// What someone does next: mostly what leads on from where the lesson stands.
fn act(dice: &mut Dice, lesson: &Lesson) -> Act {
    let next: &[u32] = match lesson.now().status {
        Status::Draft => &[0, 0, 7, 13, 14, 15],
        Status::InReview => &[1, 1, 1, 2],
        Status::Published => &[3, 7, 7, 8, 8, 8, 10, 12, 13, 14, 14, 15, 15],
        Status::Withdrawn => &[7],
    };
    let any = dice.below(16);
    let leads_on = *dice.pick(next);
    let content = lesson.now().content;
    let proposals = lesson.proposals.len();
    match if dice.chance(75) { leads_on } else { any } {
        0 => Act::Submit,
        1 => Act::Approve,
        2 => Act::Return,
        3 => Act::Withdraw,
        4..=7 => Act::Restore(dice.index(lesson.versions.len() + 2)),
        8 | 9 if proposals > 0 => Act::Accept(dice.index(proposals)),
        10 if proposals > 0 => Act::Decline(dice.index(proposals)),
        11 => Act::Comment,
        12 => Act::RecordReuse,
        13 => Act::Update(Content {
            audience: *dice.pick(&AUDIENCES),
            ..content
        }),
        14 => Act::Update(Content {
            worked: dice.below(3),
            ..content
        }),
        _ => Act::Update(Content {
            hurdle: dice.below(3),
            ..content
        }),
    }
}

/// As the service takes it: 0 is nothing.
fn said(content: Content) -> Value {
    let text = |number: u32| (number > 0).then(|| format!("Fassung {number}"));
    json!({
        "hurdle": text(content.hurdle),
        "worked": text(content.worked),
        "audience": audience(content.audience),
    })
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "PUBLIC",
        Audience::Partners => "PARTNERS",
        Audience::Administrations => "ADMINISTRATIONS",
        Audience::City => "CITY",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "DRAFT",
        Status::InReview => "IN_REVIEW",
        Status::Published => "PUBLISHED",
        Status::Withdrawn => "WITHDRAWN",
    }
}

impl Pair {
    async fn ask(&self, client: &Client, act: Act, expected: usize, bamberg: &Value) -> Value {
        let step = json!({ "id": self.id, "expectedVersion": expected });
        let proposal = |number: usize| json!({ "id": self.proposals[number] });
        let (name, kind, input) = match act {
            Act::Update(content) => {
                let mut input = said(content);
                crate::contributing::merge(&mut input, step);
                ("updateLesson", "UpdateLessonInput", input)
            }
            Act::Submit => ("submitLesson", "LessonStepInput", step),
            Act::Approve => ("approveLesson", "LessonStepInput", step),
            Act::Return => ("returnLesson", "LessonStepInput", step),
            Act::Withdraw => ("withdrawLesson", "LessonStepInput", step),
            Act::Restore(to) => {
                let mut input = step;
                input["toVersion"] = json!(to);
                ("restoreLesson", "RestoreLessonInput", input)
            }
            Act::Accept(number) => ("acceptProposal", "DecideProposalInput", proposal(number)),
            Act::Decline(number) => ("declineProposal", "DecideProposalInput", proposal(number)),
            Act::Comment => {
                let input = json!({ "lessonId": self.id, "body": "Ja." });
                ("addComment", "AddCommentInput", input)
            }
            Act::RecordReuse => {
                let input = json!({ "lessonId": self.id, "cityId": bamberg,
                    "stage": "TRIED", "result": "HELPED" });
                ("recordReuse", "RecordReuseInput", input)
            }
        };
        let more = match act {
            Act::Comment | Act::RecordReuse => "",
            _ => "proposal { id }",
        };
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{
                {more} userErrors {{ code field }} }} }}"
        );
        let mut answer = client.answer(&query, json!({ "input": input })).await;
        if answer["errors"].is_null() {
            answer = answer["data"][name].take();
        }
        answer
    }

    fn assert_answer(&mut self, model: &Answer, answer: &Value, what: &str) {
        let expected = match model {
            Answer::Error(code) => {
                assert_eq!(answer["errors"][0]["extensions"]["code"], *code, "{what}");
                return;
            }
            Answer::Problem(code, field) => vec![((*field).to_owned(), (*code).to_owned())],
            Answer::Done | Answer::Proposed(_) => Vec::new(),
        };
        assert!(answer["errors"].is_null(), "{what}: {answer}");
        assert_eq!(codes(answer), expected, "{what}");
        let Answer::Proposed(number) = model else {
            return;
        };
        let proposal = &answer["proposal"]["id"];
        assert!(proposal.is_string(), "{what}: nothing is proposed");
        match self.proposals.get(*number) {
            Some(same) => assert_eq!(same, proposal, "{what}: proposed twice"),
            None => self.proposals.push(proposal.clone()),
        }
    }

    /// What someone reads of it.
    async fn assert_stands(&self, people: &People, reader: Actor, what: &str) {
        let query = "query($id: ID!) { lesson(id: $id) {
            status version hurdle worked audience viewerCan publishedAt proposals { id }
            revisions(first: 100) { totalCount nodes { version status author } } } }";
        let client = people.client(reader);
        let mut told = client.graphql(query, json!({ "id": self.id })).await;
        let told = &mut told["lesson"];
        let what = format!("{what}; then {reader:?} reads");
        if !self.model.is_seen(reader) {
            assert_eq!(*told, Value::Null, "{what}");
            return;
        }
        let published = told["publishedAt"].take().is_string();
        assert_eq!(published, self.model.was_published, "{what}");
        let own = self.model.is_own(reader);
        let now = self.model.now();
        let versions = self.model.versions.iter().enumerate();
        let revisions: Vec<_> = versions
            .map(|(place, version)| {
                json!({ "version": place + 1, "status": status(version.status),
                    "author": people.find(version.author).1 })
            })
            .collect();
        let count = if own { revisions.len() } else { 0 };
        let waiting = self.model.proposals.iter().zip(&self.proposals);
        let waiting: Vec<_> = waiting
            .filter(|(proposal, _)| own && proposal.pending)
            .map(|(_, id)| json!({ "id": id }))
            .collect();
        let mut expected = said(now.content);
        let more = json!({ "status": status(now.status), "version": self.model.versions.len(),
            "viewerCan": self.model.can(reader), "publishedAt": null, "proposals": waiting,
            "revisions": { "totalCount": count, "nodes": revisions[..count.min(100)] } });
        crate::contributing::merge(&mut expected, more);
        assert_eq!(*told, expected, "{what}");
    }
}
