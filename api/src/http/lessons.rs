//! `/export/lessons.csv`, `/export/lessons.ndjson` and `/feeds/lessons.atom`: a search that a
//! program, a spreadsheet or a feed reader takes by its address alone.

use std::{io, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    web,
};
use async_graphql::ServerError;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::stream;
use sha2::{Digest as _, Sha256};

use super::{
    Executor, Shared,
    accept::MediaType,
    answer::Answer,
    atom::{self, Addresses},
    auth, execution,
    observe::request_id,
    refusal::Refusal,
    streaming,
};
use crate::{
    app::bulk::{Layout, Separator},
    domain::{actor::Actor, problem::Locale},
    graphql::{
        error::{ApiError, Code},
        url_search::{UrlParameters, UrlSearch},
    },
};

/// How many lessons a feed holds where it is not said.
const FEED: i32 = 50;

/// Why nothing is sent.
enum Failure {
    Refused(Refusal),
    Failed(ServerError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Failed(error.at(None))
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        Self::Failed(error)
    }
}

/// `GET /export/lessons.csv`
pub(super) async fn table<S: Executor>(
    request: HttpRequest,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let answer = async {
        let mut parameters = UrlParameters::read(request.query_string())?;
        let separator = parameters.take("separator")?;
        let layout = table_layout(separator.as_deref(), &request)?;
        let search = parameters.search(true)?;
        export(
            &request,
            &shared,
            search,
            layout,
            "csv",
            "text/csv; charset=utf-8",
        )
        .await
    };
    finished(&request, answer.await)
}

/// `GET /export/lessons.ndjson`
pub(super) async fn objects<S: Executor>(
    request: HttpRequest,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let answer = async {
        let search = UrlParameters::read(request.query_string())?.search(true)?;
        let (layout, kind) = (Layout::Objects, "application/x-ndjson");
        export(&request, &shared, search, layout, "ndjson", kind).await
    };
    finished(&request, answer.await)
}

/// `GET /feeds/lessons.atom`
pub(super) async fn feed<S: Executor>(
    request: HttpRequest,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let answer = async {
        let actor = auth::actor(request.headers(), &shared).await?;
        let mut parameters = UrlParameters::read(request.query_string())?;
        let first = parameters.take_first(FEED)?;
        let search = parameters.search(false)?;
        let addresses = Addresses::of(&request, &shared.settings);
        let executor = shared.executor.clone();
        let work = async move {
            let feed = executor.lesson_feed(search.clone(), first, &actor).await?;
            let written = atom::write(&feed, &search, &addresses);
            written.map_err(|error| ApiError::internal(&error))
        };
        let written = execution::in_time(&shared, work).await??;
        Ok::<_, Failure>(respond_with(&request, written))
    };
    finished(&request, answer.await)
}

/// Answers with a feed, unless the reader has this very one. Only its tag says whether they have: a
/// lesson that is taken back, or whose time is told to the day, changes a feed without making it any
/// newer.
fn respond_with(request: &HttpRequest, feed: atom::Written) -> HttpResponse {
    let tag = URL_SAFE_NO_PAD.encode(&Sha256::digest(&feed.text)[..15]);
    let tag = format!("\"{tag}\"");
    let mut response = if is_known(request.headers(), &tag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let modified = header::HttpDate::from(std::time::SystemTime::from(feed.updated));
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::LAST_MODIFIED, modified))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "authorization"))
        .content_type("application/atom+xml; charset=utf-8");
    response.body(feed.text)
}

/// Whether `If-None-Match` names a tag. For reading, a weak one is as good.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH);
    let named = values.filter_map(|value| value.to_str().ok());
    named
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// Sends what a search finds as a file.
async fn export<S: Executor>(
    request: &HttpRequest,
    shared: &web::Data<Shared<S>>,
    search: UrlSearch,
    layout: Layout,
    ending: &str,
    kind: &'static str,
) -> Result<HttpResponse, Failure> {
    let token = auth::token(request.headers())?;
    let actor = match &token {
        None => Actor::Anonymous,
        Some(token) => auth::holder(token, shared).await?,
    };
    let busy = || {
        Refusal::busy(
            Code::TooManyExports,
            "too many exports are under way; try again",
        )
    };
    let exports = Arc::clone(&shared.exports);
    let permit = exports.try_acquire_owned().map_err(|_| busy())?;
    let (executor, asker) = (shared.executor.clone(), actor.clone());
    let beginning = async move {
        let mut export = executor.export_lessons(search, layout, &asker).await?;
        let first = export.next().await?;
        Ok::<_, ApiError>((export, first))
    };
    let (export, first) = execution::in_time(shared, beginning).await??;
    let day = shared.executor.now().format("%Y-%m-%d");
    let name = format!("attachment; filename=\"lessons-{day}.{ending}\"");
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "accept-language, authorization"));
    if request.method() == Method::HEAD {
        return Ok(response.streaming(stream::empty::<Result<web::Bytes, io::Error>>()));
    }
    let under_way = streaming::UnderWay {
        token,
        actor,
        export,
    };
    Ok(response.streaming(streaming::body(shared, under_way, first, permit)))
}

/// How a table is written. A person's browser says what language they read, and in that language
/// their spreadsheet opens the file: with semicolons where the comma stands in numbers, and in any
/// language only with a byte order mark as UTF-8. A program says neither, and gets what RFC 4180 has.
fn table_layout(separator: Option<&str>, request: &HttpRequest) -> Result<Layout, ApiError> {
    let languages = request.headers().get(header::ACCEPT_LANGUAGE);
    let person = languages.is_some_and(|languages| languages != "*");
    let (separator, byte_order_mark) = match separator {
        None if auth::locale(request) == Locale::De => (Separator::Semicolon, true),
        None => (Separator::Comma, person),
        Some("comma") => (Separator::Comma, false),
        Some("semicolon") => (Separator::Semicolon, true),
        Some(_) => {
            let message = "separator has to be comma or semicolon";
            return Err(ApiError::new(Code::InvalidArgument, message));
        }
    };
    Ok(Layout::Table {
        separator,
        byte_order_mark,
    })
}

fn finished(request: &HttpRequest, answer: Result<HttpResponse, Failure>) -> HttpResponse {
    let mut response = match answer {
        Ok(response) => return response,
        Err(Failure::Refused(refusal)) => refusal.respond(MediaType::Json),
        Err(Failure::Failed(error)) => {
            Answer::failed(error, &request_id(request)).respond_as_json()
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept-language, authorization"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
