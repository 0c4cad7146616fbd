//! Cuts a query into its items: words with their signs, and phrases.

/// Something between two spaces, or between two quotation marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Whether a minus stands before it.
    pub(super) negative: bool,
    pub(super) body: Body,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Anything without spaces.
    Bare(String),
    /// What stands in quotation marks, and the name with a colon right before it.
    Quoted { field: Option<String>, text: String },
    /// A minus with nothing to exclude.
    LoneMinus,
    /// A quotation mark without a partner.
    LoneQuote,
}

/// The items of a query, in their order.
pub(super) fn items(query: &str) -> Vec<Item> {
    let characters: Vec<char> = query.chars().map(plain).collect();
    let mut reader = Reader {
        characters: &characters,
        at: 0,
    };
    std::iter::from_fn(|| reader.item()).collect()
}

/// One sign for all that look or mean alike.
fn plain(c: char) -> char {
    match c {
        '„' | '“' | '”' | '‟' | '»' | '«' | '＂' => '"',
        '−' => '-',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    }
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn item(&mut self) -> Option<Item> {
        while self.peek()? == ' ' {
            self.at += 1;
        }
        let negative = self.peek()? == '-';
        if negative {
            self.at += 1;
        }
        let body = match self.peek() {
            None | Some(' ') => Body::LoneMinus,
            Some('"') => self.quoted(None),
            Some(_) => self.bare(),
        };
        Some(Item { negative, body })
    }

    fn bare(&mut self) -> Body {
        let from = self.at;
        while self.peek().is_some_and(|c| c != ' ' && c != '"') {
            self.at += 1;
        }
        let text: String = self.characters[from..self.at].iter().collect();
        match text.strip_suffix(':') {
            Some(field) if self.peek() == Some('"') => self.quoted(Some(field.to_owned())),
            _ => Body::Bare(text),
        }
    }

    /// Reads from a quotation mark to its partner.
    fn quoted(&mut self, field: Option<String>) -> Body {
        let from = self.at + 1;
        let inside = self.characters[from..].iter().position(|c| *c == '"');
        let Some(length) = inside else {
            self.at = from;
            return field.map_or(Body::LoneQuote, |field| Body::Bare(format!("{field}:")));
        };
        self.at = from + length + 1;
        let text = self.characters[from..from + length].iter().collect();
        Body::Quoted { field, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> Item {
        Item {
            negative: false,
            body: Body::Bare(text.to_owned()),
        }
    }

    fn quoted(field: Option<&str>, text: &str) -> Item {
        Item {
            negative: false,
            body: Body::Quoted {
                field: field.map(str::to_owned),
                text: text.to_owned(),
            },
        }
    }

    #[test]
    fn words_and_phrases_of_every_quotation_mark() {
        let expected = [bare("a"), quoted(None, "b c"), bare("d")];
        for query in [
            "a \"b c\" d",
            "a „b c“ d",
            "a “b c” d",
            "a »b c« d",
            "a\u{0}\u{201e}b c\u{201d}\td",
        ] {
            assert_eq!(items(query), expected, "{query}");
        }
        assert_eq!(items("title:\"b c\""), [quoted(Some("title"), "b c")]);
    }

    #[test]
    fn signs_without_a_meaning() {
        assert_eq!(items("- a")[0].body, Body::LoneMinus);
        assert_eq!(items("a -")[1].body, Body::LoneMinus);
        assert_eq!(items("\"a b")[0].body, Body::LoneQuote);
        assert_eq!(items("\"a b").len(), 3);
        assert_eq!(items("  "), []);
    }
}
