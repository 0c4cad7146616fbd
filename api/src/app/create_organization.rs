//! A steward adds an organization.

use entity::{id::OrganizationId, kind::Subject, organization};

use crate::{
    app::{error::Error, writing::Writing},
    domain::{entry::NewOrganization, text_key::text_key},
};

impl Writing<'_> {
    /// Adds an organization.
    pub(super) async fn create_organization(
        &mut self,
        new: NewOrganization,
    ) -> Result<OrganizationId, Error> {
        let id = OrganizationId(self.id());
        let now = self.now();
        let row = organization::Model {
            id,
            kind: new.kind,
            name_key: text_key(&new.name),
            name: new.name,
            slug: new.slug,
            city_id: new.city,
            parent_id: new.parent,
            website: new.website,
            created_at: now,
            updated_at: now,
        };
        self.on(Subject::Organization, id).insert([row]).await?;
        Ok(id)
    }
}
