//! Writes a feed of lessons as Atom (RFC 4287).

use std::{borrow::Cow, io};

use actix_web::HttpRequest;
use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::settings::HttpSettings;
use crate::{
    app::lesson_feed::{FeedEntry, LessonFeed},
    graphql::url_search::UrlSearch,
};

type Xml = Writer<Vec<u8>>;

/// Where feed and lessons are, as the reader sees it.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    feed: String,
    /// What it is a feed of, as a table.
    table: String,
    base: String,
    page: Option<String>,
}

/// A feed, written.
pub(super) struct Written {
    pub(super) text: Vec<u8>,
    /// When the newest of its lessons was changed.
    pub(super) updated: DateTime<Utc>,
}

impl Addresses {
    /// From the settings, or else from what the request, or the proxy before us, says.
    pub(super) fn of(request: &HttpRequest, settings: &HttpSettings) -> Self {
        let base = settings.public_url.clone().unwrap_or_else(|| {
            let connection = request.connection_info();
            let base = format!("{}://{}", connection.scheme(), connection.host());
            // What is no address is left out, and the links are relative.
            Url::parse(&base)
                .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
        });
        let query_string = request.query_string();
        let mark = if query_string.is_empty() { "" } else { "?" };
        Self {
            feed: format!("{base}{}{mark}{query_string}", request.path()),
            table: format!("{base}/export/lessons.csv?{}", without_first(query_string)),
            page: settings.lesson_page.clone(),
            base,
        }
    }

    /// The page of a lesson, or its fields as GraphQL answers them.
    fn lesson(&self, global_id: &str) -> (String, &'static str) {
        if let Some(page) = &self.page {
            return (page.replace("{id}", global_id), "text/html");
        }
        let query = format!(
            "{{lesson(id:\"{global_id}\"){{title insight situation hurdle tried worked \
             recommendation outcome occurredOn city{{name}}}}}}"
        );
        let mut parameters = url::form_urlencoded::Serializer::new(String::new());
        let parameters = parameters.append_pair("query", &query).finish();
        (
            format!("{}/graphql?{parameters}", self.base),
            "application/graphql-response+json",
        )
    }
}

/// Writes a feed. Without an entry it is as old as the epoch, and not as young as the request: it
/// must not look changed each time it is read.
pub(super) fn write(
    feed: &LessonFeed,
    search: &UrlSearch,
    addresses: &Addresses,
) -> io::Result<Written> {
    let updated = feed.entries.iter().map(|entry| entry.updated).max();
    let updated = updated.unwrap_or(DateTime::UNIX_EPOCH);
    let title = match search.query.trim() {
        "" => "Lehrgeld".to_owned(),
        query => format!("Lehrgeld: {query}"),
    };
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("feed");
    let root = root.with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.write_inner_content(|xml| {
        text(xml, "id", &feed_id(feed, search))?;
        text(xml, "title", &title)?;
        text(xml, "updated", &time(updated))?;
        link(xml, "self", &addresses.feed, "application/atom+xml")?;
        link(xml, "alternate", &addresses.table, "text/csv")?;
        author(xml, "Lehrgeld")?;
        xml.create_element("generator")
            .write_text_content(BytesText::new("Lehrgeld"))?;
        for it in &feed.entries {
            entry(xml, it, addresses)?;
        }
        Ok(())
    })?;
    Ok(Written {
        text: xml.into_inner(),
        updated,
    })
}

/// Stable as long as the search and the database are the same, wherever the feed is read.
fn feed_id(feed: &LessonFeed, search: &UrlSearch) -> String {
    let mut hash = Sha256::new();
    hash.update(feed.instance.as_bytes());
    hash.update(&search.said);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .urn()
        .to_string()
}

fn entry(xml: &mut Xml, it: &FeedEntry, addresses: &Addresses) -> io::Result<()> {
    let element = xml.create_element("entry");
    let element = element.with_attribute(("xml:lang", it.language.as_str()));
    element.write_inner_content(|xml| {
        text(xml, "id", &it.uuid.urn().to_string())?;
        text(xml, "title", &it.title)?;
        text(xml, "updated", &time(it.updated))?;
        if let Some(published) = it.published {
            text(xml, "published", &time(published))?;
        }
        // Without one of its own an entry has the author of the feed.
        if let Some(city) = &it.city {
            author(xml, city)?;
        }
        let (address, kind) = addresses.lesson(&it.global_id);
        link(xml, "alternate", &address, kind)?;
        for (slug, label) in &it.topics {
            let (slug, label) = (characters(slug), characters(label));
            xml.create_element("category")
                .with_attribute(("term", slug.as_ref()))
                .with_attribute(("label", label.as_ref()))
                .write_empty()?;
        }
        text(xml, "rights", &it.licence)?;
        text(xml, "summary", &it.insight)
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    let content = characters(content);
    xml.create_element(name)
        .write_text_content(BytesText::new(&content))?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, relation: &str, address: &str, kind: &str) -> io::Result<()> {
    let address = characters(address);
    xml.create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("type", kind))
        .with_attribute(("href", address.as_ref()))
        .write_empty()?;
    Ok(())
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The parameters of a feed that an export takes too.
fn without_first(query_string: &str) -> String {
    let parameters = url::form_urlencoded::parse(query_string.as_bytes());
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters.filter(|(name, _)| name != "first"))
        .finish()
}

/// A text without the characters that XML 1.0 cannot hold, however they are written.
fn characters(text: &str) -> Cow<'_, str> {
    let holds = |letter: char| !matches!(letter, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(holds) {
        Cow::Borrowed(text)
    } else {
        text.chars().filter(|letter| holds(*letter)).collect()
    }
}
