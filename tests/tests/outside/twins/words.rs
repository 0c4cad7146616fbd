//! Each word there may be, also those of what is hidden, in each place, in full, in part and misspelt:
//! what dice would rarely throw together.

use tests::{CODES, WORDS};

/// How many words of everyone's are asked for; of what is hidden all are.
const USUAL: usize = 4;
const PLACES: [&str; 7] = [
    "", "title:", "insight:", "hurdle:", "city:", "project:", "topic:",
];
const FACETS: &str = "[TOPIC, ACTION_FIELD, CITY, COUNTRY, REGION, POPULATION, OUTCOME, KIND, YEAR, \
                      LANGUAGE, ORGANIZATION]";

/// Questions for all that can be found, counted, corrected and completed by a word.
pub(super) fn questions() -> Vec<String> {
    let words = CODES.iter().chain(WORDS.iter().take(USUAL));
    words
        .flat_map(|word| [found(word), completed(word)])
        .collect()
}

fn found(word: &str) -> String {
    let mut queries: Vec<String> = PLACES.iter().map(|at| format!("{at}{word}")).collect();
    queries.extend(misspelt(word));
    queries.push(format!("{word} Verwaltung?"));
    queries.push(format!("-{word}"));
    let searches = queries.iter().enumerate().map(|(place, query)| {
        format!(
            "s{place}: searchLessons(query: \"{query}\", first: 100) {{
                totalCount didYouMean warnings
                edges {{ score cursor node {{ id }} highlights {{ field html }} }} }}"
        )
    });
    let searches: Vec<_> = searches.collect();
    format!(
        "{{ {}
            facets: searchLessons(query: \"{word}\") {{
                facets(by: {FACETS}, first: 100) {{ by buckets {{ value count }} }} }}
            briefing(text: \"{word}\", first: 100) {{ score reasons lesson {{ id }} }} }}",
        searches.join("\n")
    )
}

/// All beginnings of a word, and of what is nearly it.
fn completed(word: &str) -> String {
    let letters = word.chars().count();
    let mut prefixes: Vec<String> = (1..=letters)
        .map(|length| word.chars().take(length).collect())
        .collect();
    prefixes.extend(misspelt(word));
    let suggested = prefixes.iter().enumerate().map(|(place, prefix)| {
        format!("p{place}: suggest(prefix: \"{prefix}\", first: 100) {{ kind text node {{ id }} }}")
    });
    let suggested: Vec<_> = suggested.collect();
    format!("{{ {} }}", suggested.join("\n"))
}

/// A letter is missing, another one is there twice.
fn misspelt(word: &str) -> [String; 2] {
    let without = word.chars().enumerate().filter(|(place, _)| *place != 3);
    let twice = word
        .chars()
        .enumerate()
        .flat_map(|(place, letter)| std::iter::repeat_n(letter, 1 + usize::from(place == 2)));
    [without.map(|(_, letter)| letter).collect(), twice.collect()]
}
