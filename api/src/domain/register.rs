//! The official registers of municipalities, read from a table, with the names people use.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::text_key::{slug, text_key};

/// A municipality as its register has it, under the name people use.
#[derive(Clone, Debug, PartialEq)]
pub struct Municipality {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What the official key is: AGS in Germany, GKZ in Austria, BFS in Switzerland, else LAU.
    pub key_scheme: &'static str,
    /// The official key.
    pub official_key: String,
    /// The name people use.
    pub name: String,
    /// Part of an address, unique in the register.
    pub slug: String,
    /// State, Land or canton, spelt out.
    pub region: Option<String>,
    /// Inhabitants.
    pub population: Option<i64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// A line of the table.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    country: String,
    official_key: String,
    name: String,
    region: Option<String>,
    population: Option<i64>,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not a country.
    #[error("line {0}: country must be an ISO 3166-1 alpha-2 code")]
    Country(usize),
    /// No key, or one that is not digits and capitals.
    #[error("line {0}: official_key must be 1 to 20 digits or capital letters")]
    Key(usize),
    /// No name.
    #[error("line {0}: name must be 1 to 200 characters")]
    Name(usize),
    /// Less than nobody.
    #[error("line {0}: population must not be negative")]
    Population(usize),
    /// Not on this planet.
    #[error("line {0}: lat and lon must be degrees")]
    Place(usize),
    /// The same municipality twice.
    #[error("line {0}: country and official_key stand in an earlier line too")]
    Twice(usize),
}

/// What a municipality's official key is called in a country.
#[must_use]
pub fn key_scheme(country: &str) -> &'static str {
    match country {
        "DE" => "AGS",
        "AT" => "GKZ",
        "CH" => "BFS",
        _ => "LAU",
    }
}

/// Makes municipalities of the lines, the first of which is line `first_line` of its file.
///
/// An official suffix ("Konstanz, Universitätsstadt") is dropped unless two municipalities of a
/// country would then bear one name. Slugs are the name; where several municipalities share it, the
/// name and region; where these are shared too, the name and official key.
pub fn municipalities(lines: &[Line], first_line: usize) -> Result<Vec<Municipality>, LineError> {
    let mut cities = Vec::with_capacity(lines.len());
    let mut seen = HashSet::new();
    for (number, line) in (first_line..).zip(lines) {
        let city = municipality(line, number)?;
        let key = (city.country.clone(), city.official_key.clone());
        if !seen.insert(key) {
            return Err(LineError::Twice(number));
        }
        cities.push(city);
    }
    drop_suffixes(&mut cities);
    name_slugs(&mut cities);
    Ok(cities)
}

fn municipality(line: &Line, number: usize) -> Result<Municipality, LineError> {
    let country =
        super::parse::country_code(&line.country).map_err(|_| LineError::Country(number))?;
    let official_key = line.official_key.trim().to_owned();
    let valid = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if !(1..=20).contains(&official_key.len()) || !official_key.bytes().all(valid) {
        return Err(LineError::Key(number));
    }
    if line.population.is_some_and(i64::is_negative) {
        return Err(LineError::Population(number));
    }
    let on_earth =
        |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| degrees.abs() <= most);
    if !on_earth(line.lat, 90.0) || !on_earth(line.lon, 180.0) {
        return Err(LineError::Place(number));
    }
    let region = line
        .region
        .as_deref()
        .map(str::trim)
        .filter(|region| !region.is_empty());
    Ok(Municipality {
        key_scheme: key_scheme(&country),
        official_key,
        name: super::parse::short_text(&line.name).map_err(|_| LineError::Name(number))?,
        slug: String::new(),
        region: region.map(|region| region_name(&country, region).to_owned()),
        population: line.population,
        latitude: line.lat,
        longitude: line.lon,
        country,
    })
}

/// A German state spelt out; any other region as it stands.
fn region_name<'a>(country: &str, region: &'a str) -> &'a str {
    match (country, region) {
        ("DE", "BB") => "Brandenburg",
        ("DE", "BE") => "Berlin",
        ("DE", "BW") => "Baden-Württemberg",
        ("DE", "BY") => "Bayern",
        ("DE", "HB") => "Bremen",
        ("DE", "HE") => "Hessen",
        ("DE", "HH") => "Hamburg",
        ("DE", "MV") => "Mecklenburg-Vorpommern",
        ("DE", "NI") => "Niedersachsen",
        ("DE", "NW") => "Nordrhein-Westfalen",
        ("DE", "RP") => "Rheinland-Pfalz",
        ("DE", "SH") => "Schleswig-Holstein",
        ("DE", "SL") => "Saarland",
        ("DE", "SN") => "Sachsen",
        ("DE", "ST") => "Sachsen-Anhalt",
        ("DE", "TH") => "Thüringen",
        _ => region,
    }
}

fn short_name(name: &str) -> &str {
    name.split_once(',').map_or(name, |(short, _)| short).trim()
}

fn drop_suffixes(cities: &mut [Municipality]) {
    let mut bearers = HashMap::<_, usize>::new();
    for city in cities.iter() {
        let key = (city.country.clone(), text_key(short_name(&city.name)));
        *bearers.entry(key).or_default() += 1;
    }
    for city in cities {
        let short = short_name(&city.name);
        if bearers.get(&(city.country.clone(), text_key(short))) == Some(&1) {
            city.name = short.to_owned();
        }
    }
}

fn name_slugs(cities: &mut [Municipality]) {
    let candidates: Vec<_> = cities
        .iter()
        .map(|city| {
            let name = slug(short_name(&city.name));
            let with_region = slug(&format!(
                "{name} {}",
                city.region.as_deref().unwrap_or_default()
            ));
            (name, with_region)
        })
        .collect();
    let mut uses = HashMap::<&str, usize>::new();
    for (name, with_region) in &candidates {
        *uses.entry(name).or_default() += 1;
        if with_region != name {
            *uses.entry(with_region).or_default() += 1;
        }
    }
    let unique = |slug: &str| !slug.is_empty() && uses.get(slug) == Some(&1);
    for (city, (name, with_region)) in cities.iter_mut().zip(&candidates) {
        city.slug = if unique(name) {
            name.clone()
        } else if unique(with_region) {
            with_region.clone()
        } else {
            slug(&format!("{name} {} {}", city.country, city.official_key))
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(country: &str, key: &str, name: &str, region: &str) -> Line {
        Line {
            country: country.to_owned(),
            official_key: key.to_owned(),
            name: name.to_owned(),
            region: Some(region.to_owned()),
            population: None,
            lat: None,
            lon: None,
        }
    }

    #[test]
    fn suffixes_go_where_the_name_stays_clear() {
        let lines = [
            line("DE", "08335043", "Konstanz, Universitätsstadt", "BW"),
            line("DE", "05362008", "Bergheim, Stadt", "NW"),
            line("DE", "09185118", "Bergheim", "BY"),
            line("AT", "50303", "Bergheim", "Salzburg"),
            line("DE", "01051013", "Burg (Dithmarschen)", "SH"),
            line(
                "DE",
                "1",
                "Erkrath, Fundort des Neanderthalers, Stadt",
                "NW",
            ),
        ];
        let cities = municipalities(&lines, 2).expect("a register");
        let names: Vec<_> = cities.iter().map(|city| city.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Konstanz",
                "Bergheim, Stadt",
                "Bergheim",
                "Bergheim",
                "Burg (Dithmarschen)",
                "Erkrath"
            ]
        );
        let slugs: Vec<_> = cities.iter().map(|city| city.slug.as_str()).collect();
        assert_eq!(
            slugs,
            [
                "konstanz",
                "bergheim-nordrhein-westfalen",
                "bergheim-bayern",
                "bergheim-salzburg",
                "burg-dithmarschen",
                "erkrath",
            ]
        );
        assert_eq!(cities[0].region.as_deref(), Some("Baden-Württemberg"));
        assert_eq!(cities[3].key_scheme, "GKZ");
    }

    #[test]
    fn slugs_are_unique_even_where_name_and_region_are_shared() {
        let lines = [
            line("DE", "1", "Aach", "BW"),
            line("DE", "2", "Aach", "BW"),
            line("DE", "3", "Aach Baden-Württemberg", "BY"),
        ];
        let cities = municipalities(&lines, 2).expect("a register");
        let slugs: Vec<_> = cities.iter().map(|city| city.slug.as_str()).collect();
        assert_eq!(
            slugs,
            ["aach-de-1", "aach-de-2", "aach-baden-wuerttemberg-bayern"]
        );
    }

    #[test]
    fn errors_name_the_line() {
        let lines = [line("DE", "1", "A", "BW"), line("DE", "1", "B", "BW")];
        assert_eq!(municipalities(&lines, 2), Err(LineError::Twice(3)));
        let lines = [line("XX", "1", "A", "BW")];
        assert_eq!(municipalities(&lines, 2), Err(LineError::Country(2)));
    }
}
