//! Global ids: opaque, typed, and safe in addresses.

use async_graphql::ID;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::id::{
    AccessTokenId, AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId,
    ProjectId, ProposalId, ReuseId, RevisionId, SavedSearchId, SourceId, StatementId, TopicId,
};
use uuid::Uuid;

use crate::graphql::error::{ApiError, Code};

macro_rules! node_types {
    ($($variant:ident $id:ident = $tag:literal $name:literal,)+) => {
        /// The id of something, with its type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum NodeId {
            $(#[doc = concat!("Of type `", $name, "`.")] $variant($id),)+
        }

        impl NodeId {
            fn parts(self) -> (u8, Uuid) {
                match self {
                    $(Self::$variant(id) => ($tag, id.0),)+
                }
            }

            fn of(tag: u8, id: Uuid) -> Option<Self> {
                match tag {
                    $($tag => Some(Self::$variant($id(id))),)+
                    _ => None,
                }
            }
        }

        $(
            impl From<$id> for NodeId {
                fn from(id: $id) -> Self {
                    Self::$variant(id)
                }
            }

            impl GlobalId for $id {
                const TYPE: &'static str = $name;

                fn from_node(node: NodeId) -> Option<Self> {
                    match node {
                        NodeId::$variant(id) => Some(id),
                        _ => None,
                    }
                }
            }
        )+
    };
}

// A tag once given stays: clients keep ids.
node_types! {
    City CityId = 1 "City",
    Organization OrganizationId = 2 "Organization",
    Project ProjectId = 3 "Project",
    Lesson LessonId = 4 "Lesson",
    Topic TopicId = 5 "Topic",
    Participation ParticipationId = 6 "Participation",
    Statement StatementId = 7 "Statement",
    Source SourceId = 8 "Source",
    Reuse ReuseId = 9 "Reuse",
    Comment CommentId = 10 "Comment",
    Revision RevisionId = 11 "Revision",
    Proposal ProposalId = 12 "Proposal",
    Account AccountId = 13 "Account",
    AccessToken AccessTokenId = 14 "AccessToken",
    SavedSearch SavedSearchId = 15 "SavedSearch",
}

/// A key that has a global id.
pub trait GlobalId: Sized + Copy + Into<NodeId> {
    /// The type's name in the schema.
    const TYPE: &'static str;

    /// The key, if the node is of this type.
    fn from_node(node: NodeId) -> Option<Self>;

    /// The id as clients see it.
    fn global(self) -> ID {
        let node: NodeId = self.into();
        ID(node.encode())
    }

    /// Reads an id that a client sent for something of this type.
    fn parse(id: &ID) -> Result<Self, ApiError> {
        let node = NodeId::parse(id)?;
        Self::from_node(node).ok_or_else(|| {
            let article = article(Self::TYPE);
            ApiError::new(
                Code::InvalidId,
                format!("the id does not belong to {article} {}", Self::TYPE),
            )
        })
    }
}

/// What stands before a type's name. None begins with a vowel that is spoken as a consonant.
fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    }
}

impl NodeId {
    fn encode(self) -> String {
        let (tag, id) = self.parts();
        let mut bytes = [0; 17];
        bytes[0] = tag;
        bytes[1..].copy_from_slice(id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads an id that a client sent.
    pub fn parse(id: &ID) -> Result<Self, ApiError> {
        Self::decode(id).ok_or_else(|| {
            ApiError::new(
                Code::InvalidId,
                "the id is not one that this service hands out",
            )
        })
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes: [u8; 17] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let [tag, id @ ..] = bytes;
        Self::of(tag, Uuid::from_bytes(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_as_what_they_were() {
        let id = LessonId(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001));
        let global = id.global();
        assert!(
            global
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
        assert_eq!(LessonId::parse(&global), Ok(id));
        let wrong = CityId::parse(&global).map_err(|error| error.code());
        assert_eq!(wrong, Err(Code::InvalidId));
    }

    #[test]
    fn an_id_of_another_type_is_refused_in_good_english() {
        let city = CityId(Uuid::from_u128(1)).global();
        let refused = |message: &str| Some(ApiError::new(Code::InvalidId, message));
        assert_eq!(
            OrganizationId::parse(&city).err(),
            refused("the id does not belong to an Organization")
        );
        assert_eq!(
            AccessTokenId::parse(&city).err(),
            refused("the id does not belong to an AccessToken")
        );
        assert_eq!(
            ProjectId::parse(&city).err(),
            refused("the id does not belong to a Project")
        );
    }

    #[test]
    fn what_was_not_handed_out_is_refused() {
        let good = LessonId(Uuid::from_u128(1)).global().0;
        let mut altered = good.clone();
        // The last character holds two bits that belong to no byte.
        altered.replace_range(22.., "F");
        for wrong in [
            "",
            "1",
            "ä",
            "Y2l0eTox",
            &good[..22],
            &format!("{good}A"),
            &format!("{good}="),
            &altered,
        ] {
            assert_eq!(NodeId::decode(wrong), None, "{wrong}");
        }
    }
}
