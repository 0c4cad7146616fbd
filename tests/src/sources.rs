//! Our own source, read as tokens, for the rules of the house.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package `tests` lies in the workspace")
}

/// A file of Rust.
#[derive(Debug)]
pub struct Source {
    /// Below the root of the workspace, with `/`.
    pub path: String,
    /// As written.
    pub text: String,
}

/// A word or a sign, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// An identifier, a sign, a bracket, or a literal as written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// How many modules of this file it lies in.
    pub modules: usize,
    /// Whether it lies in something marked `#[cfg(test)]`.
    pub test: bool,
}

/// Each file of Rust below these folders of the workspace.
#[must_use]
pub fn below(folders: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut sources);
    }
    assert!(!sources.is_empty(), "no source below {folders:?}");
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(Source {
                path: path
                    .strip_prefix(root())
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
}

impl Source {
    /// Its tokens; comments are none, and what documentation says is a literal.
    #[must_use]
    pub fn tokens(&self) -> Vec<Token> {
        let stream: TokenStream = self
            .text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let mut tokens = Vec::new();
        flatten(stream, 0, self.is_test(), &mut tokens);
        tokens
    }

    /// Whether it is compiled for tests alone: `x/tests.rs`, and what lies in a folder `tests`.
    fn is_test(&self) -> bool {
        self.path
            .trim_end_matches(".rs")
            .split('/')
            .any(|part| part == "tests")
    }

    /// The modules it stands for: `["graphql", "types"]` for `graphql/types/mod.rs`.
    #[must_use]
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.split_once("/src/").map_or("", |(_, path)| path);
        let mut module: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
        if matches!(module.last(), Some(&"mod" | &"lib" | &"main")) {
            module.pop();
        }
        module
    }
}

fn flatten(stream: TokenStream, modules: usize, test: bool, tokens: &mut Vec<Token>) {
    // The attribute `#[cfg(test)]` was seen, and the item it belongs to has not ended.
    let mut marked = false;
    let mut opens_module = false;
    for tree in stream {
        let line = tree.span().start().line;
        let mut push = |text: String, test: bool| {
            tokens.push(Token {
                text,
                line,
                modules,
                test,
            });
        };
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                marked |= open == "[" && is_cfg_test(&group.stream());
                push(open.into(), test || marked);
                flatten(
                    group.stream(),
                    modules + usize::from(opens_module && open == "{"),
                    test || marked,
                    tokens,
                );
                tokens.push(Token {
                    text: close.into(),
                    line: group.span_close().start().line,
                    modules,
                    test: test || marked,
                });
                if open == "{" {
                    marked = false;
                    opens_module = false;
                }
            }
            TokenTree::Punct(sign) => {
                push(sign.as_char().into(), test || marked);
                if sign.as_char() == ';' {
                    marked = false;
                    opens_module = false;
                }
            }
            TokenTree::Ident(name) => {
                opens_module |= name == "mod";
                push(name.to_string(), test || marked);
            }
            TokenTree::Literal(literal) => push(literal.to_string(), test || marked),
        }
    }
}

/// Where `pattern`, words and signs parted by spaces, occurs in `tokens`.
#[must_use]
pub fn find<'a>(tokens: &'a [Token], pattern: &str) -> Vec<&'a Token> {
    let pattern: Vec<&str> = pattern.split_whitespace().collect();
    tokens
        .windows(pattern.len())
        .filter(|window| {
            window
                .iter()
                .zip(&pattern)
                .all(|(token, text)| token.text == *text)
        })
        .map(|window| &window[0])
        .collect()
}

/// Each path in `tokens` that starts with `first`, with groups and renames written out:
/// `crate::{app::x, domain}` gives `["crate", "app", "x"]` and `["crate", "domain"]`.
#[must_use]
pub fn paths<'a>(tokens: &'a [Token], first: &str) -> Vec<(&'a Token, Vec<&'a str>)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let starts = token.text == first
            && is_colons(tokens, at + 1)
            && !(at >= 2 && is_colons(tokens, at - 2));
        if starts {
            spell_out(tokens, at, &mut Vec::new(), token, &mut found);
        }
    }
    found
}

fn is_cfg_test(attribute: &TokenStream) -> bool {
    let attribute = attribute.to_string().replace(' ', "");
    attribute == "cfg(test)" || attribute.starts_with("cfg(all(test,")
}

fn is_colons(tokens: &[Token], at: usize) -> bool {
    at + 1 < tokens.len() && tokens[at].text == ":" && tokens[at + 1].text == ":"
}

fn spell_out<'a>(
    tokens: &'a [Token],
    mut at: usize,
    prefix: &mut Vec<&'a str>,
    start: &'a Token,
    found: &mut Vec<(&'a Token, Vec<&'a str>)>,
) -> usize {
    let depth = prefix.len();
    loop {
        match tokens.get(at).map(|token| token.text.as_str()) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at = spell_out(tokens, at, prefix, start, found);
                    if tokens.get(at).is_some_and(|token| token.text == ",") {
                        at += 1;
                    }
                }
                prefix.truncate(depth);
                return at + 1;
            }
            Some(name) => prefix.push(name),
            None => return at,
        }
        at += 1;
        if is_colons(tokens, at) {
            at += 2;
        } else {
            break;
        }
    }
    found.push((start, prefix.clone()));
    prefix.truncate(depth);
    // A rename inside a group ends at the comma or the bracket.
    while tokens
        .get(at)
        .is_some_and(|token| depth > 0 && token.text != "," && token.text != "}")
    {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        Source {
            path: "api/src/x.rs".into(),
            text: text.into(),
        }
        .tokens()
    }

    #[test]
    fn paths_are_spelled_out() {
        let tokens = tokens(
            "use crate::{app::{self, x::Y as Z}, domain}; fn f() { crate::http::g(a::crate_::b) }",
        );
        let paths: Vec<String> = paths(&tokens, "crate")
            .into_iter()
            .map(|(_, path)| path.join("::"))
            .collect();
        assert_eq!(
            paths,
            [
                "crate::app::self",
                "crate::app::x::Y",
                "crate::domain",
                "crate::http::g"
            ]
        );
    }

    #[test]
    fn tests_and_modules_are_told_apart() {
        let tokens = tokens(
            "#[cfg(test)] use a::b; fn f() {} #[cfg(test)] mod tests { fn g() {} } fn h() {}",
        );
        let seen: Vec<(&str, usize, bool)> = tokens
            .iter()
            .filter(|token| ["b", "f", "g", "h"].contains(&token.text.as_str()))
            .map(|token| (token.text.as_str(), token.modules, token.test))
            .collect();
        assert_eq!(
            seen,
            [
                ("b", 0, true),
                ("f", 0, false),
                ("g", 1, true),
                ("h", 0, false)
            ]
        );
    }
}
