//! That reading agrees with the policy, and what a second person is for.

use uuid::Uuid;

use super::*;
use crate::domain::{
    actor::{Member, Rights},
    reach::Reach,
};

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

#[test]
fn what_may_be_read_is_what_is_within_reach() {
    for (name, actor) in actors() {
        let reach = Reach::of(&actor);
        for status in EntryStatus::ALL {
            for audience in Audience::ALL {
                let entry = entry(*status, *audience);
                let may_read = may(&actor, Action::Read, Resource::Entry(entry), true).is_ok();
                assert_eq!(
                    may_read,
                    reach.holds(&entry),
                    "{name}, {status:?}, {audience:?}"
                );
                let knows = may(&actor, Action::ReadOrigin, Resource::Entry(entry), true).is_ok();
                assert_eq!(knows, reach.knows_origin_in(HOME), "{name}");
            }
        }
    }
}

#[test]
fn who_submitted_does_not_approve_unless_that_rule_is_off() {
    let editor = in_city(HOME, Role::Editor);
    let own = EntryFacts {
        submitted_by: Some(WHO_ASKS),
        ..entry(EntryStatus::InReview, Audience::Public)
    };
    let approve = |four_eyes| may(&editor, Action::Approve, Resource::Entry(own), four_eyes);
    assert_eq!(approve(true), Err(Denial::FourEyes));
    assert_eq!(approve(false), Ok(()));
    let give_back = may(&editor, Action::Return, Resource::Entry(own), true);
    assert_eq!(give_back, Ok(()));
}

#[test]
fn a_token_that_the_submitter_made_is_no_second_person() {
    let own = EntryFacts {
        submitted_by: Some(SOMEONE),
        ..entry(EntryStatus::InReview, Audience::Public)
    };
    let by = |makers: &[AccountId]| {
        let Actor::Member(editor) = in_city(HOME, Role::Editor) else {
            unreachable!("a member of a city has signed in")
        };
        let makers = makers.to_vec();
        let editor = Actor::Member(Member { makers, ..editor });
        may(&editor, Action::Approve, Resource::Entry(own), true)
    };
    assert_eq!(by(&[]), Ok(()));
    assert_eq!(by(&[SOMEONE]), Err(Denial::FourEyes));
}
