//! Exports and feeds: what leaves as a file tells as little of what is hidden as an answer does.

use tests::{CODES, Client, WORDS, global_id};
use url::form_urlencoded;

use super::values;

const PATHS: [&str; 3] = [
    "/export/lessons.ndjson",
    "/export/lessons.csv",
    "/feeds/lessons.atom",
];

/// That both worlds send the same files.
pub(super) async fn compare([one, other]: &[Client; 2], who: &str) {
    for parameters in parameters() {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let query = query.extend_pairs(&parameters).finish();
        for path in PATHS {
            if path.starts_with("/feeds") && query.contains("orderBy") {
                continue;
            }
            let path = format!("{path}?{query}");
            let (one, other) = tokio::join!(one.text(&path), other.text(&path));
            let mut lines = one.lines().zip(other.lines());
            let differs = lines.find(|(line, twin)| line != twin);
            assert_eq!(differs, None, "{who} learns what is hidden from {path}");
            assert!(one == other, "{who} gets more of one from {path}");
        }
    }
}

/// All that a search can be narrowed by, one at a time.
fn parameters() -> Vec<Vec<(&'static str, String)>> {
    let said = |name: &'static str, value: &str| vec![(name, value.to_owned())];
    let mut all = vec![
        vec![],
        said("orderBy", "NEWEST"),
        said("orderBy", "OLDEST"),
        said("orderBy", "MOST_REUSED"),
        said("countries", "DE"),
        said("regions", "Küstenland"),
        said("populationFrom", "2000"),
        said("occurredFrom", "2018"),
        said("publishedSince", "2023-11-14T22:15:00Z"),
        said("reused", "true"),
    ];
    all.extend(WORDS[..3].iter().map(|word| said("query", word)));
    for word in CODES {
        all.push(said("query", word));
        all.push(said("query", &format!("project:{word}")));
    }
    for (name, kind, step) in [
        ("cities", "City", 1),
        ("projects", "Project", 3),
        ("organizations", "Organization", 1),
    ] {
        let ids = (0..values::numbers(kind)).step_by(step);
        all.extend(ids.map(|number| vec![(name, global_id(kind, 0, number))]));
    }
    all
}
