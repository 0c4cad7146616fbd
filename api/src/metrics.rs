//! What the service counts about itself.

use std::time::Duration;

use prometheus::{
    Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder, core::Collector,
};

/// Counters of one running service, in a registry of their own.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    sql_statements: IntCounter,
    sql_failures: IntCounter,
    sql_seconds: Histogram,
    http_requests: IntCounterVec,
    http_seconds: HistogramVec,
    graphql_requests: IntCounterVec,
    search_seconds: Histogram,
    changes_behind: IntGauge,
    sockets: IntGauge,
}

impl Metrics {
    /// Counters that start at zero.
    ///
    /// # Panics
    ///
    /// Only if two metrics had one name, which a test rules out.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "names and labels are constants, and a test builds them"
    )]
    pub fn new() -> Self {
        Self::registered().expect("no two metrics have one name")
    }

    fn registered() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let counter = |name, help| register(&registry, IntCounter::new(name, help)?);
        let counters = |name, help, by: &[&str]| {
            register(&registry, IntCounterVec::new(Opts::new(name, help), by)?)
        };
        let time = |name, help| register(&registry, Histogram::with_opts(seconds(name, help))?);
        let times = |name, help, by: &[&str]| {
            register(&registry, HistogramVec::new(seconds(name, help), by)?)
        };
        let metrics = Self {
            sql_statements: counter(
                "lehrgeld_sql_statements_total",
                "SQL statements sent to the database",
            )?,
            sql_failures: counter(
                "lehrgeld_sql_failures_total",
                "SQL statements that the database refused",
            )?,
            sql_seconds: time("lehrgeld_sql_seconds", "How long SQL statements took")?,
            http_requests: counters(
                "lehrgeld_http_requests_total",
                "HTTP requests by route and status",
                &["route", "status"],
            )?,
            http_seconds: times(
                "lehrgeld_http_seconds",
                "How long HTTP requests took, by route",
                &["route"],
            )?,
            graphql_requests: counters(
                "lehrgeld_graphql_requests_total",
                "GraphQL requests by outcome: OK or the code of their first error",
                &["outcome"],
            )?,
            search_seconds: time(
                "lehrgeld_search_seconds",
                "How long searches of the index took",
            )?,
            changes_behind: register(
                &registry,
                IntGauge::new(
                    "lehrgeld_index_changes_behind",
                    "Changes in the database that the index does not hold yet; -1 until known",
                )?,
            )?,
            sockets: register(
                &registry,
                IntGauge::new("lehrgeld_websockets", "WebSockets that are open")?,
            )?,
            registry,
        };
        metrics.changes_behind.set(-1);
        Ok(metrics)
    }

    /// A statement was sent to the database.
    pub fn sql_statement(&self, elapsed: Duration, failed: bool) {
        self.sql_statements.inc();
        self.sql_failures.inc_by(u64::from(failed));
        self.sql_seconds.observe(elapsed.as_secs_f64());
    }

    /// A request was answered. The route is a pattern, never a path that clients choose.
    pub fn http_request(&self, route: &str, status: u16, elapsed: Duration) {
        self.http_requests
            .with_label_values(&[route, status.to_string().as_str()])
            .inc();
        self.http_seconds
            .with_label_values(&[route])
            .observe(elapsed.as_secs_f64());
    }

    /// A GraphQL request was answered, with `OK` or with an error of this code first.
    pub fn graphql_request(&self, outcome: &str) {
        self.graphql_requests.with_label_values(&[outcome]).inc();
    }

    /// The index was searched.
    pub fn search(&self, elapsed: Duration) {
        self.search_seconds.observe(elapsed.as_secs_f64());
    }

    /// How many changes in the database the index does not hold yet.
    pub fn set_changes_behind(&self, changes: u64) {
        self.changes_behind
            .set(i64::try_from(changes).unwrap_or(i64::MAX));
    }

    /// A WebSocket was opened.
    pub fn socket_opened(&self) {
        self.sockets.inc();
    }

    /// A WebSocket is gone.
    pub fn socket_closed(&self) {
        self.sockets.dec();
    }

    /// SQL statements sent so far.
    #[must_use]
    pub fn sql_statements(&self) -> u64 {
        self.sql_statements.get()
    }

    /// All of it in Prometheus' text format.
    pub fn render(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

fn register<C: Collector + Clone + 'static>(
    registry: &Registry,
    metric: C,
) -> Result<C, prometheus::Error> {
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

/// From a tenth of a millisecond, which a lookup takes, to what nobody waits for.
fn seconds(name: &str, help: &str) -> HistogramOpts {
    HistogramOpts::new(name, help).buckets(vec![
        0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_renders() {
        let metrics = Metrics::new();
        assert!(
            metrics
                .render()
                .unwrap()
                .contains("lehrgeld_index_changes_behind -1")
        );
        metrics.sql_statement(Duration::from_millis(2), false);
        metrics.sql_statement(Duration::from_millis(2), true);
        metrics.http_request("/graphql", 200, Duration::from_millis(5));
        metrics.graphql_request("OK");
        metrics.search(Duration::from_millis(1));
        metrics.set_changes_behind(3);
        metrics.socket_opened();
        metrics.socket_opened();
        metrics.socket_closed();
        let text = metrics.render().unwrap();
        for line in [
            "lehrgeld_sql_statements_total 2",
            "lehrgeld_sql_failures_total 1",
            "lehrgeld_sql_seconds_count 2",
            "lehrgeld_http_requests_total{route=\"/graphql\",status=\"200\"} 1",
            "lehrgeld_http_seconds_count{route=\"/graphql\"} 1",
            "lehrgeld_graphql_requests_total{outcome=\"OK\"} 1",
            "lehrgeld_search_seconds_count 1",
            "lehrgeld_index_changes_behind 3",
            "lehrgeld_websockets 1",
        ] {
            assert!(text.lines().any(|it| it == line), "{line} in {text}");
        }
    }
}
