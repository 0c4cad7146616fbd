//! What the other tests stand on.

use sea_orm::{ConnectionTrait as _, Database};
use tests::{Engine, Place};

tests::both![every_place_is_its_own];

async fn every_place_is_its_own(place: &Place) {
    let other = Place::empty(place.engine());
    for place in [place, &other] {
        let url = match place.engine() {
            Engine::Sqlite => format!("sqlite://{}/x.db?mode=rwc", place.folder().display()),
            Engine::Postgres => place.arguments().pop().unwrap(),
        };
        let connection = Database::connect(url).await.unwrap();
        connection
            .execute_unprepared("CREATE TABLE here (x integer)")
            .await
            .unwrap();
        connection.close().await.unwrap();
    }
}
