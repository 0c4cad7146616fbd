//! The settings of `lehrgeld serve`: flags, and environment variables of the same name.

use std::{
    ffi::OsString,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};

use clap::{
    Arg, Args, Command, FromArgMatches as _,
    builder::{FalseyValueParser, StringValueParser, TypedValueParser},
    error::ErrorKind,
};

use crate::{app::store::Address, http::settings::HttpSettings, logging::LogSettings};

/// How the service runs.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one
    #[arg(
        long,
        env = "LEHRGELD_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        value_parser = listen_address
    )]
    pub listen: SocketAddr,

    /// Where database and index are.
    #[command(flatten)]
    pub place: Place,

    /// Do not load the sample knowledge base into an empty embedded database
    #[arg(long, env = "LEHRGELD_EMPTY", value_parser = FalseyValueParser::new())]
    pub empty: bool,

    /// Whether whoever submitted a lesson cannot approve it
    #[arg(
        long,
        env = "LEHRGELD_FOUR_EYES",
        value_name = "BOOL",
        default_value_t = true,
        action = clap::ArgAction::Set
    )]
    pub four_eyes: bool,

    /// How it speaks HTTP.
    #[command(flatten, next_help_heading = "HTTP")]
    pub http: HttpSettings,

    /// What it logs.
    #[command(flatten, next_help_heading = "Log")]
    pub log: LogSettings,
}

impl Settings {
    /// Reads flags as the command line has them, without a program's name in front. What they do
    /// not say comes from the environment, then from the defaults.
    pub fn from_arguments<I>(arguments: I) -> Result<Self, clap::Error>
    where
        I: IntoIterator<Item: Into<OsString> + Clone>,
    {
        let command = Self::augment_args(Command::new("serve").no_binary_name(true));
        Self::from_arg_matches(&command.try_get_matches_from(arguments)?)
    }
}

/// Where the service keeps what it keeps.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder of the embedded database and of the search index
    #[arg(
        long,
        env = "LEHRGELD_DATA_DIR",
        value_name = "FOLDER",
        default_value = "./data"
    )]
    pub data_dir: PathBuf,

    /// The database; its address may hold a password, so it is shown nowhere.
    #[arg(
        long,
        help = "The database, as in postgres://user:password@host/name or sqlite:path; lehrgeld.db \
                in the data folder unless said",
        env = "LEHRGELD_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true,
        value_parser = DatabaseUrl
    )]
    pub database_url: Option<Address>,
}

impl Place {
    /// Where the database is.
    #[must_use]
    pub fn database(&self) -> Address {
        let embedded = || Address::Sqlite(self.data_dir.join("lehrgeld.db"));
        self.database_url.clone().unwrap_or_else(embedded)
    }

    /// The folder of the index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.data_dir.join("index")
    }
}

/// Parses an address to listen on.
pub(crate) fn listen_address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "not an IP address and a port, as in 127.0.0.1:8080 or [::]:8080")
}

/// The address at which someone on this machine reaches who listens there.
pub(crate) fn reachable(mut listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listen.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listen.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    listen
}

/// Parses the address of a database. Clap repeats what it cannot parse, but this holds a password.
#[derive(Clone)]
struct DatabaseUrl;

impl TypedValueParser for DatabaseUrl {
    type Value = Address;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Address, clap::Error> {
        let text = StringValueParser::new().parse_ref(command, argument, value)?;
        database_address(&text).map_err(|why| {
            let why = format!("--database-url or LEHRGELD_DATABASE_URL {why}\n");
            clap::Error::raw(ErrorKind::ValueValidation, why).with_cmd(command)
        })
    }
}

fn database_address(text: &str) -> Result<Address, String> {
    match text.split_once(':') {
        Some(("postgres" | "postgresql", _)) => {
            let url = url::Url::parse(text).map_err(|error| format!("is wrong: {error}"))?;
            match url.host_str() {
                Some(host) if !host.is_empty() => Ok(Address::Postgres(Box::new(url))),
                _ => Err("names no host".to_owned()),
            }
        }
        Some(("sqlite", path)) => {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains(['?', '#']) || path.starts_with(":memory:") {
                return Err("names no file".to_owned());
            }
            Ok(Address::Sqlite(path.into()))
        }
        _ => Err("begins with neither postgres:// nor sqlite:".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn database(url: &str) -> Result<Address, clap::Error> {
        Settings::from_arguments(["--database-url", url]).map(|settings| settings.place.database())
    }

    #[test]
    fn without_settings_all_is_in_one_folder_and_only_this_machine_is_heard() {
        let settings = Settings::from_arguments::<[&str; 0]>([]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.place.database().to_string(), "./data/lehrgeld.db");
        assert_eq!(settings.place.index(), Path::new("./data/index"));
        assert!(!settings.empty);
    }

    #[test]
    fn flags_are_read() {
        let settings = Settings::from_arguments([
            "--listen=[::1]:0",
            "--data-dir=/x",
            "--empty",
            "--body-limit=5",
        ])
        .unwrap();
        assert_eq!(settings.listen.to_string(), "[::1]:0");
        assert_eq!(settings.place.index(), Path::new("/x/index"));
        assert!(settings.empty);
        assert_eq!(settings.http.body_limit, 5);
        assert!(Settings::from_arguments(["--listen=8080"]).is_err());
    }

    /// Run by the next test, in a process with an environment of its own.
    #[test]
    fn what_the_environment_says() {
        for arguments in [&[][..], &["--listen=127.0.0.1:2"]] {
            let settings = Settings::from_arguments(arguments).unwrap();
            println!(
                "{} {} {} {}",
                settings.listen,
                settings.place.database(),
                settings.empty,
                settings.http.body_limit
            );
        }
        let help = Settings::from_arguments(["--help"]).unwrap_err();
        println!("{}", help.render());
    }

    #[test]
    fn the_environment_is_read_and_flags_win() {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "settings::tests::what_the_environment_says"])
            .arg("--nocapture")
            .env("LEHRGELD_LISTEN", "127.0.0.1:1")
            .env("LEHRGELD_DATABASE_URL", "postgres://u:geheim@db/lehrgeld")
            .env("LEHRGELD_EMPTY", "0")
            .env("LEHRGELD_BODY_LIMIT", "7")
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        for line in [
            "127.0.0.1:1 postgres://db/lehrgeld false 7",
            "127.0.0.1:2 postgres://db/lehrgeld false 7",
        ] {
            assert!(told.contains(line), "{line} in {told}");
        }
        assert!(told.contains("LEHRGELD_DATABASE_URL"), "{told}");
        assert!(!told.contains("geheim"), "{told}");
    }

    #[test]
    fn who_listens_everywhere_is_reached_on_this_machine() {
        let reachable = |address: &str| reachable(address.parse().unwrap()).to_string();
        assert_eq!(reachable("0.0.0.0:80"), "127.0.0.1:80");
        assert_eq!(reachable("[::]:80"), "[::1]:80");
        assert_eq!(reachable("192.0.2.1:80"), "192.0.2.1:80");
    }

    #[test]
    fn databases() {
        let file = |path: &str| Address::Sqlite(path.into());
        for (url, expected) in [
            ("sqlite:a/b.db", file("a/b.db")),
            ("sqlite://a.db", file("a.db")),
            ("sqlite:///srv/a.db", file("/srv/a.db")),
        ] {
            assert_eq!(database(url).unwrap(), expected, "{url}");
        }
        for url in [
            "postgres://u:p@h/d",
            "postgresql://h:6543/d?sslmode=require",
        ] {
            assert!(
                matches!(database(url).unwrap(), Address::Postgres(_)),
                "{url}"
            );
        }
        for wrong in [
            "",
            "a.db",
            "mysql://h/d",
            "postgres:///d",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:a?mode=ro",
        ] {
            assert!(database(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_password_shows_nowhere() {
        let url = "postgres://somebody:geheim@db:5433/lehrgeld?password=geheim";
        let settings = Settings::from_arguments(["--database-url", url]).unwrap();
        let shown = format!("{settings:?} {}", settings.place.database());
        assert!(shown.contains("postgres://db:5433/lehrgeld"), "{shown}");
        for wrong in ["postgres://u:geheim@h:port/d", "mysql://u:geheim@h/d"] {
            let error = database(wrong).unwrap_err();
            let shown = format!("{shown} {error} {error:?} {}", error.render());
            assert!(!shown.contains("geheim"), "{shown}");
            assert!(!shown.contains("somebody"), "{shown}");
        }
    }
}
