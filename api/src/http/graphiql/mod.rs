//! `GraphiQL`, where people write queries: a page of our own under a strict content policy.
//!
//! Its four files are pinned, with a hash each. They come from a folder that the operator fills
//! with `npm ci`, or else from a public CDN that serves the same files of the same packages.

#[cfg(test)]
mod tests;

use std::{fmt::Write as _, fs, io, path::Path};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    web,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha384};

use super::{Executor, Shared, pages};

const PAGE: &str = include_str!("page.html");
const START: &str = include_str!("start.js");
const STYLE: &str = include_str!("style.css");

/// A file of a package, and what it has to be.
struct Asset {
    /// Its name at our own address.
    name: &'static str,
    package: &'static str,
    version: &'static str,
    path: &'static str,
    /// SHA-384 in Base64. Changes together with `package.json`.
    hash: &'static str,
    is_style: bool,
}

/// In the order in which the page loads them.
const ASSETS: [Asset; 4] = [
    Asset {
        name: "react-18.3.1.js",
        package: "react",
        version: "18.3.1",
        path: "umd/react.production.min.js",
        hash: "DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
        is_style: false,
    },
    Asset {
        name: "react-dom-18.3.1.js",
        package: "react-dom",
        version: "18.3.1",
        path: "umd/react-dom.production.min.js",
        hash: "gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
        is_style: false,
    },
    Asset {
        name: "graphiql-4.1.2.js",
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.js",
        hash: "9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
        is_style: false,
    },
    Asset {
        name: "graphiql-4.1.2.css",
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.css",
        hash: "1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
        is_style: true,
    },
];

impl Asset {
    fn url(&self, from_cdn: bool) -> String {
        if from_cdn {
            format!(
                "https://cdn.jsdelivr.net/npm/{}@{}/{}",
                self.package, self.version, self.path
            )
        } else {
            format!("/graphiql/assets/{}", self.name)
        }
    }

    /// Reads the file from a `node_modules` folder. Another file than ours would not run in the
    /// browser, which checks the hash too; here the operator learns of it.
    fn read(&self, folder: &Path) -> io::Result<web::Bytes> {
        let path = folder.join(self.package).join(self.path);
        let content = fs::read(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        if BASE64_STANDARD.encode(Sha384::digest(&content)) == self.hash {
            Ok(content.into())
        } else {
            Err(io::Error::other(format!(
                "{} is not that of {} {}",
                path.display(),
                self.package,
                self.version
            )))
        }
    }
}

/// The page and its files, ready to be served.
pub(super) struct GraphiQl {
    page: String,
    policy: String,
    /// The files, if they are ours to serve.
    assets: Vec<(&'static Asset, web::Bytes)>,
}

impl GraphiQl {
    /// Prepares the page, with its files from a folder or else from the CDN.
    pub(super) fn load(folder: Option<&Path>) -> io::Result<Self> {
        let from_cdn = folder.is_none();
        let assets = folder.map_or(Ok(Vec::new()), |folder| {
            let read = |asset: &'static Asset| Ok((asset, asset.read(folder)?));
            ASSETS.iter().map(read).collect::<io::Result<_>>()
        })?;
        Ok(Self {
            page: page(from_cdn),
            policy: policy(from_cdn),
            assets,
        })
    }

    /// The page.
    pub(super) fn respond(&self) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((CONTENT_SECURITY_POLICY, self.policy.as_str()))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .body(self.page.clone())
    }
}

fn page(from_cdn: bool) -> String {
    let (mut styles, mut scripts) = (String::new(), String::new());
    for asset in &ASSETS {
        let (url, hash) = (asset.url(from_cdn), asset.hash);
        let checked = format!("integrity=\"sha384-{hash}\" crossorigin=\"anonymous\"");
        // Writing to a string cannot fail.
        let _ = if asset.is_style {
            writeln!(styles, "<link rel=\"stylesheet\" href=\"{url}\" {checked}>")
        } else {
            writeln!(scripts, "<script defer src=\"{url}\" {checked}></script>")
        };
    }
    PAGE.replace("<!-- styles -->\n", &styles)
        .replace("<!-- scripts -->\n", &scripts)
}

/// The style element that `GraphiQL`'s dialogs add while they are open, to keep the page from
/// scrolling behind them. It is the same each time, so its hash lets it in and nothing else.
const DIALOG_STYLE: &str = "'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='";

/// Nothing but what the page is known to need. The CDN's files are named one by one, because the
/// CDN serves everybody's.
fn policy(from_cdn: bool) -> String {
    let sources = |styles: bool| {
        let named = ASSETS
            .iter()
            .filter(|asset| from_cdn && asset.is_style == styles);
        named.fold("'self'".to_owned(), |sources, asset| {
            sources + " " + &asset.url(from_cdn)
        })
    };
    format!(
        "default-src 'none'; script-src {}; style-src {} {DIALOG_STYLE}; font-src data:; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        sources(false),
        sources(true)
    )
}

/// `GET /graphiql/assets/{name}`: one of the four files, by its name and no other way.
pub(super) async fn asset<S: Executor>(
    name: web::Path<String>,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let assets = shared.graphiql.as_ref().map(|graphiql| &graphiql.assets);
    let found = assets.and_then(|all| all.iter().find(|(asset, _)| asset.name == *name));
    match found {
        Some((asset, content)) => file(asset.is_style)
            .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .body(content.clone()),
        None => pages::not_found().await,
    }
}

/// `GET /graphiql/start.js`: what starts the page, in a file because the policy rules out any
/// script within the page.
pub(super) async fn start<S: Executor>(shared: web::Data<Shared<S>>) -> HttpResponse {
    own(&shared, false, START).await
}

/// `GET /graphiql/style.css`: what little style is our own.
pub(super) async fn style<S: Executor>(shared: web::Data<Shared<S>>) -> HttpResponse {
    own(&shared, true, STYLE).await
}

async fn own<S>(shared: &Shared<S>, style: bool, content: &'static str) -> HttpResponse {
    if shared.graphiql.is_none() {
        return pages::not_found().await;
    }
    file(style)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(content)
}

fn file(style: bool) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type(if style {
        "text/css; charset=utf-8"
    } else {
        "text/javascript; charset=utf-8"
    });
    response
}
