//! Following what is published, over WebSocket.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, LehrgeldProcess, Loaded, Place, Socket, World};

use crate::{
    contributing::{BAMBERG, KONSTANZ, call, city, contribute, merge, step},
    tokens::make,
};

tests::both![
    whoever_may_read_a_lesson_is_told_of_it_once,
    only_what_matches_is_told,
    what_another_process_publishes_is_told_too,
    a_token_counts_as_long_as_it_is_good,
    a_token_is_looked_at_while_nothing_happens,
    what_is_revoked_ends_what_follows_at_once,
    browsers_open_from_where_they_may,
    the_protocol_is_kept,
    operations_are_answered_and_refused,
    there_is_room_for_so_many,
    a_service_that_stops_says_goodbye,
];

const FOLLOW: &str = "subscription($query: String, $filter: LessonFilter) {
    lessonPublished(query: $query, filter: $filter) { title } }";

/// Writes a lesson and has it approved.
async fn publish(writer: &Client, editor: &Client, more: Value) -> Value {
    let konstanz = city(writer, KONSTANZ).await;
    let mut input = json!({ "submit": true });
    merge(&mut input, more);
    let submitted = contribute(writer, &konstanz, input).await;
    let approved = step(editor, "approveLesson", &submitted["lesson"], None).await;
    assert_eq!(approved["lesson"]["status"], "PUBLISHED", "{approved}");
    approved["lesson"].clone()
}

async fn writer_and_editor(world: &World) -> (Client, Client) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    (writer, editor)
}

fn titled(title: &str) -> Value {
    json!({ "lessonPublished": { "title": title } })
}

async fn follower(client: &Client) -> Socket {
    let mut socket = Socket::of(client).await;
    socket.follow("1", FOLLOW, json!({})).await;
    socket
}

async fn whoever_may_read_a_lesson_is_told_of_it_once(world: &World) {
    let (writer, editor) = writer_and_editor(world).await;
    let elsewhere = world.member("Andere", BAMBERG, Role::Contributor).await;
    let mut nobody = follower(world.client()).await;
    let mut elsewhere = follower(&elsewhere).await;
    let mut own = follower(&writer).await;

    let konstanz = city(&writer, KONSTANZ).await;
    contribute(&writer, &konstanz, json!({ "title": "Entwurf" })).await;
    publish(
        &writer,
        &editor,
        json!({ "title": "Stadt", "audience": "CITY" }),
    )
    .await;
    let inner = json!({ "title": "Verwaltung", "audience": "ADMINISTRATIONS" });
    publish(&writer, &editor, inner).await;
    let outer = publish(&writer, &editor, json!({ "title": "Alle" })).await;
    assert_eq!(nobody.data("1").await, titled("Alle"));
    assert_eq!(elsewhere.data("1").await, titled("Verwaltung"));
    assert_eq!(elsewhere.data("1").await, titled("Alle"));
    for title in ["Stadt", "Verwaltung", "Alle"] {
        assert_eq!(own.data("1").await, titled(title));
    }

    // An edit is no news; to be published again is.
    let edit = json!({ "id": outer["id"], "expectedVersion": outer["version"], "title": "Alle 2" });
    let kind = "UpdateLessonInput";
    let edited = call(&editor, "updateLesson", kind, edit).await;
    let withdrawn = step(&editor, "withdrawLesson", &edited["lesson"], None).await;
    let restore = json!({
        "id": outer["id"], "expectedVersion": withdrawn["lesson"]["version"], "toVersion": 1,
    });
    let kind = "RestoreLessonInput";
    let restored = call(&editor, "restoreLesson", kind, restore).await;
    let submitted = step(&writer, "submitLesson", &restored["lesson"], None).await;
    step(&editor, "approveLesson", &submitted["lesson"], None).await;
    publish(&writer, &editor, json!({ "title": "Danach" })).await;
    for socket in [&mut nobody, &mut elsewhere, &mut own] {
        assert_eq!(socket.data("1").await, titled("Alle"));
        assert_eq!(socket.data("1").await, titled("Danach"));
    }
}

async fn only_what_matches_is_told(world: &World) {
    let (writer, editor) = writer_and_editor(world).await;
    let konstanz = city(&writer, KONSTANZ).await;
    let bamberg = city(&writer, BAMBERG).await;
    let mut socket = Socket::of(world.client()).await;
    for (id, variables) in [
        ("word", json!({ "query": "Wasserstoff" })),
        ("form", json!({ "query": "Umbau Beschäftigte" })),
        ("kind", json!({ "filter": { "outcomes": ["FAILED"] } })),
        ("here", json!({ "filter": { "cities": [konstanz] } })),
        ("there", json!({ "filter": { "cities": [bamberg] } })),
    ] {
        socket.follow(id, FOLLOW, variables).await;
    }
    let other = json!({ "title": "Busse", "insight": "Wasserstoff fährt." });
    publish(&writer, &editor, other).await;
    let mut told = Vec::new();
    for _ in 0..2 {
        told.push(socket.next().await["id"].clone());
    }
    told.sort_by_key(ToString::to_string);
    assert_eq!(told, ["here", "word"]);

    let hidden = json!({ "title": "Still", "attribution": "ANONYMOUS", "outcome": "FAILED" });
    publish(&writer, &editor, hidden).await;
    let mut told = Vec::new();
    for _ in 0..2 {
        told.push(socket.next().await["id"].clone());
    }
    told.sort_by_key(ToString::to_string);
    assert_eq!(
        told,
        ["form", "kind"],
        "where it comes from is no secret's end"
    );

    socket
        .send(json!({ "type": "complete", "id": "here" }))
        .await;
    socket
        .follow("here", FOLLOW, json!({ "query": "Ende" }))
        .await;
    publish(
        &writer,
        &editor,
        json!({ "title": "Ende", "insight": "Ganz." }),
    )
    .await;
    assert_eq!(socket.data("here").await, titled("Ende"));
    socket.send(json!({ "type": "ping" })).await;
    assert_eq!(socket.next().await, json!({ "type": "pong" }));
}

async fn what_another_process_publishes_is_told_too(world: &World) {
    let Some(beside) = world.beside().await else {
        return;
    };
    let (writer, editor) = writer_and_editor(world).await;
    let mut here = follower(world.client()).await;
    let mut there = follower(beside.client()).await;
    publish(&writer, &editor, json!({ "title": "Hier beschlossen" })).await;
    for socket in [&mut here, &mut there] {
        assert_eq!(socket.data("1").await, titled("Hier beschlossen"));
    }
    beside.stop().await;
}

const REVOKE: &str = "mutation($id: ID!) { revokeAccessToken(input: { id: $id }) {
    token { revokedAt } } }";

/// Someone with a token of its own, and what revokes it.
async fn revocable(world: &World, of: &Client) -> (Client, Value) {
    let made = make(of, json!({})).await;
    let secret = made["secret"].as_str().unwrap();
    (
        world.client().with_token(secret),
        json!({ "id": made["token"]["id"] }),
    )
}

fn forbidden() -> (u16, String) {
    (4403, "Forbidden".to_owned())
}

async fn a_token_counts_as_long_as_it_is_good(world: &World) {
    let (writer, editor) = writer_and_editor(world).await;
    let bearer = writer.header("authorization").unwrap();
    let token = bearer.strip_prefix("Bearer ").unwrap();
    for payload in [
        json!({ "authorization": bearer }),
        json!({ "Authorization": bearer }),
        json!({ "token": token }),
    ] {
        let mut socket = Socket::open(world.client()).await;
        socket
            .send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.next().await["type"], "connection_ack");
        let viewer = "{ viewer { account { name } } }";
        socket.subscribe("1", viewer, json!({})).await;
        assert_eq!(
            socket.data("1").await["viewer"]["account"]["name"],
            "Schreiber"
        );
    }
    for payload in [
        json!({ "authorization": token }),
        json!({ "authorization": "Bearer lg_0" }),
        json!({ "token": "" }),
        json!({ "token": format!("{token}x") }),
    ] {
        let mut socket = Socket::open(world.client()).await;
        socket
            .send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.closed().await, forbidden(), "{payload}");
    }

    let (client, id) = revocable(world, &writer).await;
    let mut socket = follower(&client).await;
    publish(&writer, &editor, json!({ "title": "Davor" })).await;
    assert_eq!(socket.data("1").await, titled("Davor"));
    writer.graphql(REVOKE, id).await;
    publish(&writer, &editor, json!({ "title": "Danach" })).await;
    assert_eq!(socket.closed().await, forbidden());
}

async fn a_token_is_looked_at_while_nothing_happens(place: &Place) {
    let Loaded(place) = Loaded::copy(place.engine()).await;
    let often = ["--socket-keep-alive", "1"];
    let world = World::start(place, &often).await;
    world.caught_up().await;
    let (writer, _) = writer_and_editor(&world).await;
    let (client, id) = revocable(&world, &writer).await;
    // It follows nothing, so that nobody tells it what changes.
    let socket = Socket::of(&client).await;
    writer.graphql(REVOKE, id).await;
    assert_eq!(socket.closed().await, forbidden());
    world.stop().await;
}

async fn what_is_revoked_ends_what_follows_at_once(place: &Place) {
    let Loaded(place) = Loaded::copy(place.engine()).await;
    // No look at the token comes in time: only being told ends it.
    let world = World::start(place, &["--socket-look", "86400"]).await;
    world.caught_up().await;
    let (writer, _) = writer_and_editor(&world).await;
    let (client, id) = revocable(&world, &writer).await;
    let mut other = follower(&writer).await;
    let socket = follower(&client).await;
    writer.graphql(REVOKE, id).await;
    assert_eq!(socket.closed().await, forbidden());
    other.send(json!({ "type": "ping" })).await;
    assert_eq!(other.next().await, json!({ "type": "pong" }));
    world.stop().await;
}

async fn browsers_open_from_where_they_may(place: &Place) {
    let allowed = ["--cors-origins", "https://amt.example"];
    let mut service = LehrgeldProcess::start(&serve(&allowed), place);
    let client = service.client();
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let own = client.address("");
    for (origin, expected) in [
        (own.as_str(), None),
        ("https://amt.example", None),
        ("https://evil.example", Some(403)),
        ("null", Some(403)),
    ] {
        let opened = Socket::try_open(&client, &[protocol, ("origin", origin)]).await;
        assert_eq!(opened.err(), expected, "{origin}");
    }
    for protocols in ["graphql-ws", "chat, graphql-ws"] {
        let protocols = ("sec-websocket-protocol", protocols);
        assert_eq!(
            Socket::try_open(&client, &[protocols]).await.err(),
            Some(400)
        );
    }
    assert_eq!(Socket::try_open(&client, &[]).await.err(), Some(400));
    let token = ("authorization", "lg_1");
    let opened = Socket::try_open(&client, &[protocol, token]).await;
    assert_eq!(opened.err(), Some(401));
}

fn serve<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ["serve", "--listen", "127.0.0.1:0", "--empty"]
        .into_iter()
        .chain(more.iter().copied())
        .collect()
}

async fn the_protocol_is_kept(place: &Place) {
    let hasty = [
        "--socket-init-timeout",
        "1",
        "--socket-message-limit",
        "1000",
    ];
    let mut service = LehrgeldProcess::start(&serve(&hasty), place);
    let client = service.client();
    client.ready().await;
    let open = || Socket::open(&client);

    assert_eq!(open().await.closed().await.0, 4408);
    let mut early = open().await;
    early.subscribe("1", "{ __typename }", json!({})).await;
    assert_eq!(early.closed().await, (4401, "Unauthorized".to_owned()));
    let mut twice = Socket::of(&client).await;
    twice.send(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.closed().await.0, 4429);
    for wrong in ["", "{", "[]", r#"{"type":"start","id":"1","payload":{}}"#] {
        let mut socket = Socket::of(&client).await;
        socket.send_text(wrong).await;
        assert_eq!(socket.closed().await.0, 4400, "{wrong}");
    }
    let mut queryless = Socket::of(&client).await;
    let message = json!({ "type": "subscribe", "id": "1", "payload": { "query": 1 } });
    queryless.send(message).await;
    let expected = "Invalid message: query has to be a string";
    assert_eq!(queryless.closed().await, (4400, expected.to_owned()));
    let mut large = Socket::of(&client).await;
    large.send_text(&"x".repeat(1_001)).await;
    assert_eq!(large.closed().await.0, 1009);
    let mut same = Socket::of(&client).await;
    same.follow("1", FOLLOW, json!({})).await;
    same.subscribe("1", "{ __typename }", json!({})).await;
    let expected = "Subscriber for 1 already exists";
    assert_eq!(same.closed().await, (4409, expected.to_owned()));
    let mut polite = Socket::of(&client).await;
    polite
        .send(json!({ "type": "ping", "payload": { "a": 1 } }))
        .await;
    let pong = json!({ "type": "pong", "payload": { "a": 1 } });
    assert_eq!(polite.next().await, pong);
    polite.send(json!({ "type": "pong" })).await;
    polite
        .send(json!({ "type": "complete", "id": "unknown" }))
        .await;
    polite.close().await;
}

async fn operations_are_answered_and_refused(place: &Place) {
    let few = ["--socket-operations", "2"];
    let mut service = LehrgeldProcess::start(&serve(&few), place);
    let client = service.client();
    client.ready().await;
    let mut socket = Socket::of(&client).await;
    socket
        .subscribe("q", "{ cities { totalCount } }", json!({}))
        .await;
    let count = json!({ "cities": { "totalCount": 0 } });
    assert_eq!(socket.data("q").await, count);
    let complete = json!({ "type": "complete", "id": "q" });
    assert_eq!(socket.next().await, complete);
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "mutation { revokeAccessToken(input: {id: \"x\"}) { clientMutationId } }",
            "METHOD_NOT_ALLOWED",
        ),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { a: lessonPublished { id } b: lessonPublished { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { ... { lessonPublished { id } } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { lessonPublished @skip(if: true) { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { lessonPublished(filter: { cities: [\"x\"] }) { id } }",
            "INVALID_ID",
        ),
    ] {
        socket.subscribe("q", query, json!({})).await;
        assert_eq!(socket.code("q").await, code, "{query}");
    }
    let long = json!({ "query": "a ".repeat(501) });
    socket.subscribe("q", FOLLOW, long).await;
    assert_eq!(socket.code("q").await, "SEARCH_QUERY_TOO_LONG");

    socket.follow("1", FOLLOW, json!({})).await;
    socket.follow("2", FOLLOW, json!({})).await;
    socket.subscribe("3", "{ __typename }", json!({})).await;
    assert_eq!(socket.code("3").await, "TOO_MANY_OPERATIONS");
    socket.send(json!({ "type": "complete", "id": "1" })).await;
    socket.subscribe("3", "{ __typename }", json!({})).await;
    assert_eq!(socket.data("3").await, json!({ "__typename": "Query" }));
    let posted = client.codes(FOLLOW, json!({})).await;
    assert_eq!(posted, ["GRAPHQL_VALIDATION_FAILED"]);
}

async fn there_is_room_for_so_many(place: &Place) {
    let mut service = LehrgeldProcess::start(&serve(&["--sockets", "1"]), place);
    let client = service.client();
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let only = Socket::of(&client).await;
    assert_eq!(client.counter("lehrgeld_websockets").await, 1);
    assert_eq!(
        Socket::try_open(&client, &[protocol]).await.err(),
        Some(503)
    );
    only.close().await;
    // The service may learn a moment later that its connection is gone.
    for _ in 0..1_000 {
        if Socket::try_open(&client, &[protocol]).await.is_ok() {
            return;
        }
    }
    panic!("the place is not free again");
}

async fn a_service_that_stops_says_goodbye(place: &Place) {
    let mut service = LehrgeldProcess::start(&serve(&[]), place);
    let client = service.client();
    client.ready().await;
    let busy = follower(&client).await;
    let silent = Socket::open(&client).await;
    service.signal("TERM");
    for socket in [busy, silent] {
        assert_eq!(
            socket.closed().await,
            (1001, "The service stops".to_owned())
        );
    }
    let (status, said) = service.end();
    assert!(status.success(), "{said}");
}
