//! Picks the part of a text that is shown, and writes it as HTML.

/// Texts up to this many characters are shown whole.
const WHOLE: usize = 300;
/// Of longer ones about this many are.
const FRAGMENT: usize = 240;
/// What is left after the last word is shown if it is no longer than this: a full stop, a quote.
const TAIL: usize = 10;

/// A word of a text: where it stands, in bytes, and whether it was found.
pub(super) struct Word {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) marked: bool,
}

/// The text, or the part of it with the most marks, as HTML. Nothing is added to what stands there, not
/// even a sign that it goes on: so it can be found in the text.
pub(super) fn html(text: &str, words: &[Word]) -> String {
    let (from, to) = if text.chars().count() <= WHOLE {
        (0, text.len())
    } else {
        densest(text, words)
    };
    let mut html = String::with_capacity(to - from + 64);
    let mut at = from;
    let shown = |word: &&Word| word.marked && word.from >= from && word.to <= to;
    for word in words.iter().filter(shown) {
        escape(&text[at..word.from], &mut html);
        html.push_str("<mark>");
        escape(&text[word.from..word.to], &mut html);
        html.push_str("</mark>");
        at = word.to;
    }
    escape(&text[at..to], &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

/// From where to where, in bytes, the marks stand closest. It begins and ends with whole words.
fn densest(text: &str, words: &[Word]) -> (usize, usize) {
    let places = Places::of(text, words);
    let (mut first, mut last) = places.most_marks(words);
    // What room is left goes to both sides, and what one side cannot use to the other.
    let room = FRAGMENT.saturating_sub(places.width(first, last));
    let enough = places.width(first, last) + room / 2;
    while first > 0 && places.width(first - 1, last) <= enough {
        first -= 1;
    }
    while last + 1 < words.len() && places.width(first, last + 1) <= FRAGMENT {
        last += 1;
    }
    while first > 0 && places.width(first - 1, last) <= FRAGMENT {
        first -= 1;
    }
    let lead = text[..words[first].from].chars().count();
    let from = if first == 0 && lead <= TAIL {
        0
    } else {
        words[first].from
    };
    let tail = text[words[last].to..].chars().take(TAIL + 1).count();
    let is_end = last + 1 == words.len() && tail <= TAIL;
    (from, if is_end { text.len() } else { words[last].to })
}

/// Where words stand, in characters.
struct Places {
    spans: Vec<(usize, usize)>,
}

impl Places {
    fn of(text: &str, words: &[Word]) -> Self {
        let mut bytes = 0;
        let mut characters = 0;
        let mut place = |byte: usize| {
            characters += text[bytes..byte].chars().count();
            bytes = byte;
            characters
        };
        let spans = words.iter().map(|word| (place(word.from), place(word.to)));
        Self {
            spans: spans.collect(),
        }
    }

    fn width(&self, first: usize, last: usize) -> usize {
        self.spans[last].1 - self.spans[first].0
    }

    /// The first and the last of the most marked words that fit into a fragment.
    fn most_marks(&self, words: &[Word]) -> (usize, usize) {
        let marks: Vec<usize> = (0..words.len()).filter(|at| words[*at].marked).collect();
        let mut best = 0..0;
        let mut end = 0;
        for start in 0..marks.len() {
            end = end.max(start + 1);
            while end < marks.len() && self.width(marks[start], marks[end]) <= FRAGMENT {
                end += 1;
            }
            if end - start > best.len() {
                best = start..end;
            }
        }
        let marks = marks.get(best).unwrap_or_default();
        let first = marks.first().copied().unwrap_or_default();
        (first, marks.last().copied().unwrap_or(first))
    }
}
