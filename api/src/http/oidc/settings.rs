//! The settings of an identity provider: all of them, or none.

use std::path::PathBuf;

use clap::{
    ArgMatches, Args, Command, FromArgMatches,
    builder::{NonEmptyStringValueParser, TypedValueParser as _},
    error::ErrorKind,
};

pub use super::keys::KeySource;
use super::{algorithm::Algorithm, fetch::JwksUrl};

/// How many characters an issuer has at most.
const LONGEST_ISSUER: usize = 300;

/// An identity provider whose tokens are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// What its tokens have to say in `iss`.
    pub issuer: String,
    /// What its tokens have to say in `aud`: who they are for.
    pub audience: String,
    /// Where its keys are.
    pub keys: KeySource,
    /// What its tokens may be signed with.
    pub algorithms: Vec<Algorithm>,
}

/// Whose tokens are accepted besides those of this service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OidcSettings {
    /// The provider, if there is one.
    pub provider: Option<Provider>,
}

/// The settings as they are written, each by itself.
#[derive(Args)]
struct Written {
    /// The identity provider whose JWTs are accepted as bearer tokens, as it names itself in their
    /// iss; none unless said
    #[arg(long = "oidc-issuer", env = "LEHRGELD_OIDC_ISSUER", value_name = "ISSUER", value_parser = issuer)]
    issuer: Option<String>,

    /// What these tokens have to name in their aud: the name of this service at the provider
    #[arg(
        long = "oidc-audience",
        env = "LEHRGELD_OIDC_AUDIENCE",
        value_name = "AUDIENCE",
        value_parser = NonEmptyStringValueParser::new()
    )]
    audience: Option<String>,

    /// The file of the provider's public keys, a JSON Web Key Set; read again when it changes
    #[arg(
        long = "oidc-jwks-file",
        env = "LEHRGELD_OIDC_JWKS_FILE",
        value_name = "FILE"
    )]
    jwks_file: Option<PathBuf>,

    /// Instead of a file, the address of the provider's public keys: https, or http on this machine
    // Parsed later: clap repeats what it cannot parse, and this may hold what is nobody's business.
    #[arg(
        long = "oidc-jwks-url",
        env = "LEHRGELD_OIDC_JWKS_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    jwks_url: Option<String>,

    /// What these tokens may be signed with; all of RS256, PS256, ES256 and EdDSA unless said
    #[arg(
        long = "oidc-algorithms",
        env = "LEHRGELD_OIDC_ALGORITHMS",
        value_name = "ALGORITHM",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new().try_map(|name| name.parse::<Algorithm>())
    )]
    algorithms: Vec<Algorithm>,
}

impl Written {
    fn is_nothing(&self) -> bool {
        self.issuer.is_none()
            && self.audience.is_none()
            && self.jwks_file.is_none()
            && self.jwks_url.is_none()
            && self.algorithms.is_empty()
    }

    fn provider(self) -> Result<Provider, clap::Error> {
        let keys = match (self.jwks_file, self.jwks_url) {
            (Some(path), None) => KeySource::File(path),
            (None, Some(url)) => KeySource::Address(address(&url)?),
            (None, None) => return Err(missing("--oidc-jwks-file or --oidc-jwks-url")),
            (Some(_), Some(_)) => {
                let both = "--oidc-jwks-file and --oidc-jwks-url exclude each other\n";
                return Err(clap::Error::raw(ErrorKind::ArgumentConflict, both));
            }
        };
        let algorithms = match self.algorithms {
            none if none.is_empty() => Algorithm::ALL.to_vec(),
            some => some,
        };
        Ok(Provider {
            issuer: self.issuer.ok_or_else(|| missing("--oidc-issuer"))?,
            audience: self.audience.ok_or_else(|| missing("--oidc-audience"))?,
            keys,
            algorithms,
        })
    }
}

fn address(url: &str) -> Result<JwksUrl, clap::Error> {
    url.parse().map_err(|why| {
        let why = format!("--oidc-jwks-url or LEHRGELD_OIDC_JWKS_URL {why}\n");
        clap::Error::raw(ErrorKind::ValueValidation, why)
    })
}

/// Half a provider is a mistake, not a provider that is off.
fn missing(flag: &str) -> clap::Error {
    let why = format!(
        "the settings of an identity provider go together, and {flag} is missing (or its \
         environment variable, LEHRGELD_OIDC_…)\n"
    );
    clap::Error::raw(ErrorKind::MissingRequiredArgument, why)
}

fn issuer(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if (1..=LONGEST_ISSUER).contains(&length) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(format!("not a text of 1 to {LONGEST_ISSUER} characters"))
    }
}

impl FromArgMatches for OidcSettings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let written = Written::from_arg_matches(matches)?;
        let provider = (!written.is_nothing()).then(|| written.provider());
        Ok(Self {
            provider: provider.transpose()?,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for OidcSettings {
    fn augment_args(command: Command) -> Command {
        Written::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Written::augment_args_for_update(command)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        oidc: OidcSettings,
    }

    const WHO: [&str; 2] = ["--oidc-issuer=https://login.example", "--oidc-audience=us"];
    const FILE: &str = "--oidc-jwks-file=keys.json";
    const URL: &str = "--oidc-jwks-url=https://login.example/keys";

    fn parse(arguments: &[&str]) -> Result<Option<Provider>, clap::Error> {
        let arguments = std::iter::once(&"test").chain(arguments);
        Command::try_parse_from(arguments).map(|it| it.oidc.provider)
    }

    #[test]
    fn without_settings_there_is_no_provider() {
        assert_eq!(parse(&[]).unwrap(), None);
    }

    #[test]
    fn a_provider_is_read() {
        let read = |keys| parse(&[WHO[0], WHO[1], keys]).unwrap().unwrap();
        let provider = read(FILE);
        assert_eq!(provider.issuer, "https://login.example");
        assert_eq!(provider.audience, "us");
        assert_eq!(provider.keys, KeySource::File("keys.json".into()));
        assert_eq!(provider.algorithms, Algorithm::ALL);
        let url = "https://login.example/keys".parse().unwrap();
        assert_eq!(read(URL).keys, KeySource::Address(url));
    }

    #[test]
    fn half_a_provider_is_an_error_that_says_what_is_missing() {
        for (arguments, told) in [
            (&[WHO[0]][..], "--oidc-jwks-file or --oidc-jwks-url"),
            (&WHO, "--oidc-jwks-file or --oidc-jwks-url"),
            (&[WHO[0], FILE], "--oidc-audience is missing"),
            (&[WHO[1], URL], "--oidc-issuer is missing"),
            (&[FILE], "--oidc-issuer is missing"),
            (&["--oidc-algorithms=ES256"], "is missing"),
            (&[WHO[0], WHO[1], FILE, URL], "exclude each other"),
        ] {
            let error = parse(arguments).unwrap_err().to_string();
            assert!(error.contains(told), "{arguments:?}: {error}");
        }
    }

    #[test]
    fn algorithms_can_be_fewer_and_never_others() {
        let algorithms = |text: &str| {
            let algorithms = format!("--oidc-algorithms={text}");
            let parsed = parse(&[WHO[0], WHO[1], FILE, &algorithms]);
            parsed.map(|provider| provider.unwrap().algorithms)
        };
        let expected = [Algorithm::Es256, Algorithm::EdDsa];
        assert_eq!(algorithms("ES256,EdDSA").unwrap(), expected);
        for wrong in ["none", "HS256", "RS512", "es256", "ES256,none", ""] {
            assert!(algorithms(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for wrong in [
            "--oidc-issuer=",
            "--oidc-audience=",
            "--oidc-jwks-url=",
            "--oidc-jwks-url=keys",
            "--oidc-jwks-url=http://login.example/keys",
            "--oidc-jwks-url=http://127.0.0.1.example/keys",
            "--oidc-jwks-url=file:///keys",
            "--oidc-jwks-url=https://user:geheim@login.example/keys",
        ] {
            let error = parse(&[WHO[0], WHO[1], wrong]).unwrap_err();
            assert_ne!(error.kind(), ErrorKind::MissingRequiredArgument, "{wrong}");
            assert!(!format!("{error} {error:?}").contains("geheim"), "{error}");
        }
    }

    /// Run by the next test, in a process with an environment of its own.
    #[test]
    fn what_the_environment_says() {
        println!("{:?}", parse(&[]));
        println!("{:?}", parse(&["--oidc-audience=flag"]));
    }

    #[test]
    fn the_environment_is_read_and_counts_as_said() {
        let environment = |provider: &[(&str, &str)]| {
            let output = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--nocapture"])
                .arg("http::oidc::settings::tests::what_the_environment_says")
                .envs(provider.iter().copied())
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let whole = [
            ("LEHRGELD_OIDC_ISSUER", "https://login.example"),
            ("LEHRGELD_OIDC_AUDIENCE", "us"),
            ("LEHRGELD_OIDC_JWKS_URL", "https://login.example/keys"),
            ("LEHRGELD_OIDC_ALGORITHMS", "PS256,EdDSA"),
        ];
        let told = environment(&whole);
        for part in ["\"us\"", "\"flag\"", "[Ps256, EdDsa]", "Address("] {
            assert!(told.contains(part), "{part} in {told}");
        }
        let told = environment(&whole[..1]);
        assert_eq!(told.matches("MissingRequiredArgument").count(), 2, "{told}");
    }

    #[test]
    fn this_machine_may_be_asked_without_tls() {
        for right in ["127.0.0.1:80", "[::1]", "localhost:8080", "127.8.8.8"] {
            let url = format!("--oidc-jwks-url=http://{right}/keys");
            assert!(parse(&[WHO[0], WHO[1], &url]).is_ok(), "{right}");
        }
    }
}
