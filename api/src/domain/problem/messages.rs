//! What is said of each fault: the sentences in English and in German, side by side.

use entity::kind::EntryStatus;

use super::{Fault, Unfitting};
use crate::domain::parse::Wrong;

impl Fault {
    pub(super) fn in_english(&self) -> String {
        match self {
            Self::Required => "Please fill this in.".into(),
            Self::TooLong(most) => {
                format!("This is longer than {} characters.", grouped(*most, ','))
            }
            Self::TooMany(most) => format!("These are more than {most} values."),
            Self::Text(wrong) => format!("This {wrong}."),
            Self::Date => "This is not a date such as 2019, 2019-11 or 2019-11-05.".into(),
            Self::Slug => "Use a to z, 0 to 9 and single hyphens.".into(),
            Self::Mail => "This is not an e-mail address.".into(),
            Self::Id => "This is not an id of the right kind.".into(),
            Self::Range(least, NO_LIMIT) => format!("This must be {least} or more."),
            Self::Range(least, most) => format!("This must be from {least} to {most}."),
            Self::Number => "This is not a number that can be kept.".into(),
            Self::Unfitting(unfitting) => unfitting.in_english().into(),
            Self::NotFound => "There is no such thing, or you may not see it.".into(),
            Self::Taken => "Someone has this already.".into(),
            Self::Overlap => "The lesson was changed meanwhile in the same place as this proposal \
                              changes it. Please decline the proposal, and propose again what is \
                              still wanted."
                .into(),
            Self::MostSaved(most) => {
                format!(
                    "You have saved {most} searches, which is the most; please delete one first."
                )
            }
            Self::Conflict(version) => format!(
                "Someone else changed this meanwhile; the newest version is {version}. Please \
                 look at it and try again."
            ),
            Self::NotAllowedInStatus(status) => {
                format!(
                    "This is not possible while the entry is {}.",
                    english(*status)
                )
            }
            Self::Decided => "This proposal has been decided already.".into(),
            Self::FourEyes => {
                "Whoever submitted this cannot approve it, nor can a token that they made; a second \
                 person has to."
                    .into()
            }
            Self::Duplicate => "This is there already.".into(),
        }
    }

    pub(super) fn in_german(&self) -> String {
        match self {
            Self::Required => "Bitte füllen Sie dieses Feld aus.".into(),
            Self::TooLong(most) => format!(
                "Dieser Text ist länger als {} Zeichen.",
                grouped(*most, '.')
            ),
            Self::TooMany(most) => format!("Das sind mehr als {most} Werte."),
            Self::Text(wrong) => german(wrong),
            Self::Date => "Das ist kein Datum wie 2019, 2019-11 oder 2019-11-05.".into(),
            Self::Slug => {
                "Bitte verwenden Sie nur a bis z, 0 bis 9 und einzelne Bindestriche.".into()
            }
            Self::Mail => "Das ist keine E-Mail-Adresse.".into(),
            Self::Id => "Das ist keine ID der richtigen Art.".into(),
            Self::Range(least, NO_LIMIT) => {
                format!("Der Wert darf nicht kleiner als {least} sein.")
            }
            Self::Range(least, most) => {
                format!("Der Wert muss zwischen {least} und {most} liegen.")
            }
            Self::Number => "Das ist keine Zahl, die gespeichert werden kann.".into(),
            Self::Unfitting(unfitting) => unfitting.in_german().into(),
            Self::NotFound => "Das gibt es nicht, oder Sie dürfen es nicht sehen.".into(),
            Self::Taken => "Das ist bereits vergeben.".into(),
            Self::Overlap => "Die Lehre wurde inzwischen an derselben Stelle geändert, die dieser \
                              Vorschlag ändert. Bitte lehnen Sie ihn ab und schlagen Sie neu vor, \
                              was noch gewünscht ist."
                .into(),
            Self::MostSaved(most) => format!(
                "Sie haben bereits {most} Suchen gespeichert, mehr geht nicht. Bitte löschen Sie \
                 zuerst eine."
            ),
            Self::Conflict(version) => format!(
                "Dieser Eintrag wurde inzwischen geändert; die neueste Version ist {version}. \
                 Bitte sehen Sie sie an und versuchen Sie es erneut."
            ),
            Self::NotAllowedInStatus(status) => {
                format!(
                    "Das ist nicht möglich, solange der Eintrag {} ist.",
                    status_de(*status)
                )
            }
            Self::Decided => "Über diesen Vorschlag ist bereits entschieden.".into(),
            Self::FourEyes => "Wer einen Eintrag einreicht, kann ihn nicht selbst freigeben, auch \
                               nicht mit einem selbst erstellten Token; das muss eine zweite \
                               Person tun."
                .into(),
            Self::Duplicate => "Das gibt es bereits.".into(),
        }
    }
}

impl Unfitting {
    fn in_english(self) -> &'static str {
        match self {
            Self::ProjectOfAnotherCity => "This project belongs to another city.",
            Self::OwnLesson => "A city cannot take up its own lesson.",
            Self::Itself => "A lesson cannot be related to itself.",
            Self::TakesItsPlace => "That lesson already replaces this one.",
            Self::OtherLesson => "This comment is about another lesson.",
            Self::NobodyTakesPart => "Please name an organization or a person.",
            Self::OneOfTwo => "Please name either a city or an organization.",
            Self::StrongerToken => {
                "A token cannot be stronger than its account, or than the token that makes it."
            }
            Self::Past => "This time has passed.",
            Self::EndBeforeStart => "A project cannot end before it starts.",
            Self::Circle => "A project cannot be a part of itself.",
            Self::NotYourCity => "You may not contribute for this city.",
            Self::NamesThePerson => {
                "The reason is kept: it must not repeat the name that is to be erased."
            }
        }
    }

    fn in_german(self) -> &'static str {
        match self {
            Self::ProjectOfAnotherCity => "Dieses Projekt gehört zu einer anderen Stadt.",
            Self::OwnLesson => "Eine Stadt kann ihre eigene Lehre nicht nachnutzen.",
            Self::Itself => "Eine Lehre kann nicht mit sich selbst verknüpft werden.",
            Self::TakesItsPlace => "Jene Lehre ersetzt bereits diese.",
            Self::OtherLesson => "Dieser Kommentar gehört zu einer anderen Lehre.",
            Self::NobodyTakesPart => "Bitte nennen Sie eine Organisation oder eine Person.",
            Self::OneOfTwo => "Bitte nennen Sie entweder eine Stadt oder eine Organisation.",
            Self::StrongerToken => {
                "Ein Token darf nicht mehr erlauben als sein Konto oder das Token, mit dem es \
                 erstellt wird."
            }
            Self::Past => "Dieser Zeitpunkt liegt in der Vergangenheit.",
            Self::EndBeforeStart => "Ein Projekt kann nicht enden, bevor es beginnt.",
            Self::Circle => "Ein Projekt kann nicht Teil seiner selbst sein.",
            Self::NotYourCity => "Für diese Stadt dürfen Sie nichts beitragen.",
            Self::NamesThePerson => {
                "Die Begründung wird aufbewahrt: Sie darf den Namen, der gelöscht werden soll, \
                 nicht enthalten."
            }
        }
    }
}

/// Where a number has no upper limit but that of its type.
const NO_LIMIT: i64 = i32::MAX as i64;

/// A number with its thousands apart.
fn grouped(number: usize, sign: char) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{}{sign}{:03}", number / 1_000, number % 1_000)
}

fn english(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::Draft => "a draft",
        EntryStatus::InReview => "in review",
        EntryStatus::Published => "published",
        EntryStatus::Withdrawn => "withdrawn",
    }
}

fn status_de(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::Draft => "ein Entwurf",
        EntryStatus::InReview => "in Prüfung",
        EntryStatus::Published => "veröffentlicht",
        EntryStatus::Withdrawn => "zurückgezogen",
    }
}

fn german(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Empty => "Bitte füllen Sie dieses Feld aus.".into(),
        Wrong::TooLong(most) => {
            format!(
                "Dieser Text ist länger als {} Zeichen.",
                grouped(*most, '.')
            )
        }
        Wrong::Control => "Dieser Text enthält Steuerzeichen.".into(),
        Wrong::Address => "Bitte geben Sie eine Adresse an, die mit http:// oder https:// \
                           beginnt."
            .into(),
        Wrong::Language => {
            "Bitte geben Sie eine Sprache nach BCP 47 an, zum Beispiel de oder en-GB.".into()
        }
        Wrong::Country => "Bitte geben Sie ein Land nach ISO 3166-1 an, zum Beispiel DE.".into(),
    }
}
