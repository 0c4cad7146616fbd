//! The house loads a register of municipalities; the country with the official key tells which is
//! which, so that loading a newer register updates the cities that are there.

use std::collections::{HashMap, HashSet};

use entity::{city, id::CityId, kind::Subject};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};

use crate::{
    app::{KnowledgeBase, error::Error, progress::Progress, sample, writing::Writing},
    domain::{
        register::{self, Line, LineError, Municipality},
        text_key::{slug, text_key},
    },
};

/// How many cities one step of the progress covers.
const STEP: usize = 500;

/// Why a register was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum ImportCitiesError {
    /// The table cannot be read.
    #[error("the register cannot be read")]
    Table(#[from] csv::Error),
    /// A line is wrong.
    #[error("the register is wrong")]
    Line(#[from] LineError),
    /// Storing failed.
    #[error(transparent)]
    App(#[from] Error),
}

/// What loading a register did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CityCounts {
    /// Cities that were not there.
    pub created: usize,
    /// Cities of which something changed.
    pub updated: usize,
    /// Cities that were there just so.
    pub unchanged: usize,
}

/// The register that comes with the service.
#[must_use]
pub fn embedded_register() -> &'static [u8] {
    sample::REGISTER.as_bytes()
}

/// Reads a register: tab-separated, with a header that names at least `country`, `official_key` and
/// `name`; `region`, `population`, `lat` and `lon` are read where they are there.
pub fn read_register(table: impl std::io::Read) -> Result<Vec<Municipality>, ImportCitiesError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(table);
    let lines: Vec<Line> = reader.deserialize().collect::<Result<_, _>>()?;
    Ok(register::municipalities(&lines, 2)?)
}

impl KnowledgeBase {
    /// Loads a register in one transaction: all of it or, if that fails, nothing.
    pub async fn import_cities(
        &self,
        register: &[Municipality],
        progress: &dyn Progress,
    ) -> Result<CityCounts, Error> {
        let mut writing = self.write("import cities").await?;
        let counts = writing.import_cities(register, progress).await?;
        writing.commit().await?;
        Ok(counts)
    }
}

impl Writing<'_> {
    /// Creates the cities that are not there and updates those that are.
    pub(super) async fn import_cities(
        &mut self,
        register: &[Municipality],
        progress: &dyn Progress,
    ) -> Result<CityCounts, Error> {
        let stored = self.find(city::Entity::find()).await?;
        let mut slugs: HashSet<_> = stored.iter().map(|city| city.slug.clone()).collect();
        let stored: HashMap<_, _> = stored
            .into_iter()
            .filter_map(|city| Some(((city.country.clone(), city.official_key.clone()?), city)))
            .collect();
        let mut counts = CityCounts::default();
        progress.begin("municipalities", register.len() as u64);
        for step in register.chunks(STEP) {
            let mut created = Vec::new();
            for municipality in step {
                let key = (
                    municipality.country.clone(),
                    municipality.official_key.clone(),
                );
                match stored.get(&key) {
                    None => created.push(self.city_row(municipality, &mut slugs)),
                    Some(city) if self.update_city_from(city, municipality).await? => {
                        counts.updated += 1;
                    }
                    Some(_) => counts.unchanged += 1,
                }
            }
            counts.created += created.len();
            self.on_each(Subject::City, created.iter().map(|city| city.id.0))
                .insert(created)
                .await?;
            progress.advance(step.len() as u64);
        }
        progress.finish();
        Ok(counts)
    }

    fn city_row(&self, from: &Municipality, slugs: &mut HashSet<String>) -> city::Model {
        let mut free = from.slug.clone();
        if !slugs.insert(free.clone()) {
            free = slug(&format!(
                "{} {} {}",
                from.name, from.country, from.official_key
            ));
            slugs.insert(free.clone());
        }
        city::Model {
            id: CityId(self.id()),
            country: from.country.clone(),
            key_scheme: from.key_scheme.to_owned(),
            official_key: Some(from.official_key.clone()),
            name: from.name.clone(),
            name_key: text_key(&from.name),
            slug: free,
            region: from.region.clone(),
            population: from.population,
            latitude: from.latitude,
            longitude: from.longitude,
            website: None,
            created_at: self.now(),
            updated_at: self.now(),
        }
    }

    /// Takes over what the register says otherwise; what it does not say stays. The slug stays too,
    /// for it stands in addresses.
    async fn update_city_from(
        &mut self,
        city: &city::Model,
        from: &Municipality,
    ) -> Result<bool, Error> {
        let updated = city::Model {
            name: from.name.clone(),
            name_key: text_key(&from.name),
            region: from.region.clone().or_else(|| city.region.clone()),
            population: from.population.or(city.population),
            latitude: from.latitude.or(city.latitude),
            longitude: from.longitude.or(city.longitude),
            ..city.clone()
        };
        if updated == *city {
            return Ok(false);
        }
        let updated = city::Model {
            updated_at: self.now(),
            ..updated
        };
        self.on(Subject::City, city.id)
            .update(updated.into_active_model().reset_all())
            .await?;
        Ok(true)
    }
}
