//! Words that say nothing of what a text is about, though they are no stop words: two texts that
//! share them share nothing. In a search they count, because someone typed them on purpose.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::analysis::{Analysis, Device, Forms, Language, analysed};

/// German ones, in the forms that their stem does not cover.
const GERMAN: &str = "\
    allein allerdings allgemein andere anderer anders beim bereits besonders besser beste bisher \
    bislang bzw dabei dadurch dafür dagegen daher damals damit danach daneben daran darauf daraus \
    darf darin darüber darum darunter dass davon davor dazu demnach derzeit deshalb deswegen \
    deutlich diverse doppelt dort drei ebenfalls ebenso eher eigen eigene eigens einfach einige \
    einmal einzelne ein zweiter entsprechend entweder erst erste erstmals etwa etwas fast folgende \
    für ganz gar gegebenenfalls gemeinsam genau generell genug gering gesamt gewiss gibt \
    gleich gleichzeitig grob groß größer größte grundsätzlich gut gute halb häufig heute hier \
    hierbei hierfür hierzu hoch hohe immer innerhalb insbesondere insgesamt inzwischen jährlich je \
    jede jederzeit jedoch jeweils jeweilige jetzt kaum klein kleiner knapp komplett konkret \
    künftig kurz laut lang lange längst lediglich leicht letzte letztlich leider lieber manche \
    mehr mehrere mehrfach meist meiste mindestens mithilfe mittels mögliche möglich möglichst \
    nahezu namens natürlich neben neu neue nie niemals noch notwendig nötig nur oben obwohl oft \
    öfter ohnehin pro rasch recht reich richtig rund schließlich schnell schon schwer sehr seit \
    seitdem selbst selten sodass sofern sofort sogar somit sonst sonstige soweit sowie sowohl \
    stark stärker statt stattdessen stets teils teilweise tatsächlich trotz trotzdem \
    über überall überhaupt üblich umso unbedingt ungefähr unten unter unterschiedlich verschieden \
    vier viel viele vielleicht vielmehr voll vollständig vorab vorher vorhanden wahr während weit \
    weiter weitere weiterhin weniger wenige wichtig wichtiger wieder wiederum wirklich wobei wodurch \
    wohl wodurch worden zahlreiche zehn zuerst zudem zukünftig zuletzt zumindest zunächst zurück \
    zusammen zusätzlich zuvor zwar zwei zweite zwischen \
    bekommen bekommt beginnen beginnt begonnen begann besteht bestehen bestimmt betrifft bieten \
    bietet bleiben bleibt blieb braucht brauchen bringen bringt brachte dauert dienen dient dürfen \
    enthält entsteht entstehen entstand erfolgt erfolgen ergibt ergeben erhält erhalten fand finden \
    findet folgt führen führt führte gab geben gebracht gedacht gefunden gegangen gegeben gehen geht \
    gehört gehören gekommen gelten gilt gelassen gemacht genannt genommen gesagt geschieht gesehen \
    gestellt ging haben halten hält heißt kam kamen können kommen kommt konnte lassen lässt lag \
    legen legt liegt liegen machen macht machte mögen müssen musste nehmen nimmt nennt sagen sagt \
    schaffen schafft sehen sieht setzen setzt sitzt sollen sollte stand stehen steht stellen stellt \
    tragen trägt tun tut verwenden verwendet wählen war waren werden wird wollen wollte wurde zeigen \
    zeigt ziehen zieht";

/// English ones.
const ENGLISH: &str = "\
    able above according across actually added after again against ago all almost along already \
    also although always among another any anything around away back based became because become \
    been before began begin being below best better between beyond both bring brought came case \
    certain clear clearly come comes common could current currently different doing done down due \
    during each early earlier easy either else enough especially etc even ever every everyone \
    everything example few find first five following for four found four from full further gave \
    general get gets give given gives go goes going gone good got great had half have having help \
    helps helped hence here high however if important including instead into just keep keeps kept \
    kind know known large last late later least led less let like likely little long look low made \
    main mainly make makes making many may maybe mean means might more most mostly much must near \
    need needed needs neither never new next nor not nothing now number often old once one only \
    onto open other others otherwise our out over own part per perhaps possible put quite rather \
    really right same saw say says second see seen set several shall short should show showed shown \
    shows simple simply since six small so some something soon started still such sure take taken \
    takes ten than that them themselves then there therefore these they thing things think third \
    this those though three through thus time to together told too took toward towards tried true \
    try two under until up upon us use used useful uses using usually various very via want wanted \
    wants was way ways well went were what when where whether which while who whole whose why will \
    with within without work worked working works would year years yes yet you your";

/// A filler may be of the family of a word that is none: führen, Führung.
const ANALYSIS: Analysis = Analysis::without(&[Device::Families]);

thread_local! {
    /// What makes forms of words, with those that it remembers.
    static READERS: RefCell<[Forms; 2]> = RefCell::new(
        [Language::German, Language::English]
            .map(|language| Forms::new(language, ANALYSIS)),
    );
}

static FILLERS: LazyLock<[HashSet<String>; 2]> = LazyLock::new(|| {
    [(Language::German, GERMAN), (Language::English, ENGLISH)].map(|(language, words)| {
        let found = analysed(&mut Forms::new(language, ANALYSIS), words).into_iter();
        found.map(|found| found.form.stem).collect()
    })
});

/// Whether a word of a text is a filler. Where its language is not known, it is if it is in any.
pub(super) fn is_filler(language: Language, written: &str) -> bool {
    let [german, english] = &*FILLERS;
    let word = written.to_lowercase();
    let listed = |listing: Language, forms: &mut Forms, list: &HashSet<String>| {
        let applies = language == listing || language == Language::Plain;
        applies && list.contains(&forms.of(&word).stem)
    };
    READERS.with_borrow_mut(|[of_german, of_english]| {
        listed(Language::German, of_german, german)
            || listed(Language::English, of_english, english)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_known_in_their_forms_and_language() {
        for word in [
            "dass",
            "neuen",
            "Neue",
            "gehört",
            "daraus",
            "weiteren",
            "verschiedener",
        ] {
            assert!(is_filler(Language::German, word), "{word}");
            assert!(is_filler(Language::Plain, word), "{word}");
        }
        assert!(is_filler(Language::English, "several"));
        assert!(!is_filler(Language::German, "several"));
        for word in [
            "Akte",
            "Digitalisierung",
            "Neubau",
            "Stadt",
            "Budget",
            "Weg",
            "Führung",
        ] {
            assert!(!is_filler(Language::German, word), "{word}");
        }
    }
}
