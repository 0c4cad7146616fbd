//! Who may do what, whole: every kind of actor, every action, every status and audience, compared
//! with the committed table. A change of the policy shows there, line by line.

use std::fmt::Write as _;

use api::domain::{
    actor::{Actor, Member, Rights},
    policy::{Action, Denial, EntryFacts, Resource, may},
};
use entity::{
    id::{AccountId, CityId, OrganizationId},
    kind::{Audience, EntryStatus, Role},
};
use tests::sources::root;
use uuid::Uuid;

const HOME: CityId = CityId(Uuid::from_u128(1));
const AWAY: CityId = CityId(Uuid::from_u128(2));
const PARTNER: OrganizationId = OrganizationId(Uuid::from_u128(3));
const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(4));
const WHO_ASKS: AccountId = AccountId(Uuid::from_u128(5));
const SOMEONE: AccountId = AccountId(Uuid::from_u128(6));

fn member(rights: Rights) -> Actor {
    Actor::Member(Member {
        account: WHO_ASKS,
        token: None,
        rights,
        cut: false,
        makers: Vec::new(),
    })
}

fn in_city(city: CityId, role: Role) -> Actor {
    member(Rights::of_account(false, [(city, role)], []))
}

fn in_organization(organization: OrganizationId) -> Actor {
    member(Rights::of_account(
        false,
        [],
        [(organization, Role::Editor)],
    ))
}

/// The same, whose account or whose token's makers are others.
fn of_hands(actor: Actor, account: AccountId, makers: &[AccountId]) -> Actor {
    match actor {
        Actor::Member(member) => Actor::Member(Member {
            account,
            makers: makers.to_vec(),
            ..member
        }),
        Actor::Anonymous | Actor::House => actor,
    }
}

/// Every kind of actor, as seen from an entry of one city.
fn actors() -> Vec<(&'static str, Actor)> {
    let steward = || Rights::of_account(true, [], []);
    vec![
        ("nobody", Actor::Anonymous),
        ("account without membership", member(Rights::default())),
        ("organization elsewhere", in_organization(OTHER)),
        ("organization that takes part", in_organization(PARTNER)),
        ("admin of another city", in_city(AWAY, Role::Admin)),
        ("contributor", in_city(HOME, Role::Contributor)),
        ("editor", in_city(HOME, Role::Editor)),
        (
            "editor who submitted it",
            of_hands(in_city(HOME, Role::Editor), SOMEONE, &[]),
        ),
        (
            "editor, token the submitter made",
            of_hands(in_city(HOME, Role::Editor), WHO_ASKS, &[SOMEONE]),
        ),
        ("admin", in_city(HOME, Role::Admin)),
        (
            "admin, contributor's token",
            member(
                Rights::of_account(false, [(HOME, Role::Admin)], [])
                    .under_token(Role::Contributor, None),
            ),
        ),
        (
            "steward, editor's token",
            member(steward().under_token(Role::Editor, None)),
        ),
        (
            "steward, token of another city",
            member(steward().under_token(Role::Admin, Some(AWAY))),
        ),
        ("steward", member(steward())),
        ("house", Actor::House),
    ]
}

fn entry(status: EntryStatus, audience: Audience) -> EntryFacts<'static> {
    EntryFacts {
        city: Some(HOME),
        status,
        audience,
        participants: &[PARTNER],
        submitted_by: Some(SOMEONE),
    }
}

fn sign(verdict: Result<(), Denial>) -> char {
    match verdict {
        Ok(()) => '+',
        Err(Denial::Unauthenticated) => '!',
        Err(Denial::Unseen) => '.',
        Err(Denial::Forbidden) => '-',
        Err(Denial::Status(_)) => 's',
        Err(Denial::FourEyes) => '4',
    }
}

fn matrix() -> String {
    let mut text = String::from(
        "Who may do what, as the policy has it. Made by its test: UPDATE_POLICY=1 cargo test --test house policy\n\n\
         + may  ! has to sign in  . must not know of it  - may not  \
         s not while it stands there in review  4 needs a second person\n\n\
         Four columns each for a draft, one in review, one published, one withdrawn;\n\
         in each, for its audience: PUBLIC, PARTNERS, ADMINISTRATIONS, CITY.\n",
    );
    for action in Action::ALL {
        let entries = action.is_with_entries();
        let _ = writeln!(text, "\n{action:?}");
        for (name, actor) in actors() {
            let columns = if entries {
                of_entries(&actor, *action)
            } else {
                of_others(&actor, *action)
            };
            let _ = writeln!(text, "  {name:<32} {columns}");
        }
    }
    text
}

fn of_entries(actor: &Actor, action: Action) -> String {
    let verdicts = EntryStatus::ALL.iter().map(|status| {
        let audiences = Audience::ALL.iter();
        let signs = audiences.map(|audience| {
            sign(may(
                actor,
                action,
                Resource::Entry(entry(*status, *audience)),
                true,
            ))
        });
        signs.collect::<String>()
    });
    verdicts.collect::<Vec<_>>().join(" ")
}

fn of_others(actor: &Actor, action: Action) -> String {
    let place = |participants| Resource::Place {
        city: Some(HOME),
        participants,
    };
    let account = |cities, beyond| Resource::Account { cities, beyond };
    let about = match action {
        Action::Contribute | Action::PublishAtOnce => vec![
            ("for the city", place(&[])),
            ("in a project of partners", place(&[PARTNER])),
        ],
        Action::ManageAccount | Action::ManageStewards => vec![
            ("of the city", account(&[HOME], false)),
            ("of two cities", account(&[HOME, AWAY], false)),
            ("of more", account(&[HOME], true)),
            ("of nothing", account(&[], false)),
        ],
        _ => vec![("", Resource::House)],
    };
    let signs = about.into_iter().map(|(what, resource)| {
        let sign = sign(may(actor, action, resource, true));
        format!("{sign} {what}").trim_end().to_owned()
    });
    signs.collect::<Vec<_>>().join("  ")
}

#[test]
fn the_policy_is_the_committed_one() {
    let path = root().join("tests/contract/policy.txt");
    let now = matrix();
    #[expect(
        clippy::disallowed_methods,
        reason = "how a test is told to write what it compares"
    )]
    if std::env::var_os("UPDATE_POLICY").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        now == committed,
        "the policy changed: UPDATE_POLICY=1 cargo test --test house policy, and look at the \
         difference"
    );
}
