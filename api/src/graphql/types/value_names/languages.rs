//! What languages are called: the official ones of the European Union, and some others.

use super::Named;

/// The languages by their codes, ISO 639-1, with their names in German, English, French, Italian, Dutch and
/// Spanish.
#[rustfmt::skip]
pub(super) const LANGUAGES: &[Named] = &[
    ("ar", ["Arabisch", "Arabic", "arabe", "arabo", "Arabisch", "árabe"]),
    ("bg", ["Bulgarisch", "Bulgarian", "bulgare", "bulgaro", "Bulgaars", "búlgaro"]),
    ("cs", ["Tschechisch", "Czech", "tchèque", "ceco", "Tsjechisch", "checo"]),
    ("da", ["Dänisch", "Danish", "danois", "danese", "Deens", "danés"]),
    ("de", ["Deutsch", "German", "allemand", "tedesco", "Duits", "alemán"]),
    ("el", ["Griechisch", "Greek", "grec", "greco", "Grieks", "griego"]),
    ("en", ["Englisch", "English", "anglais", "inglese", "Engels", "inglés"]),
    ("es", ["Spanisch", "Spanish", "espagnol", "spagnolo", "Spaans", "español"]),
    ("et", ["Estnisch", "Estonian", "estonien", "estone", "Estisch", "estonio"]),
    ("fi", ["Finnisch", "Finnish", "finnois", "finlandese", "Fins", "finés"]),
    ("fr", ["Französisch", "French", "français", "francese", "Frans", "francés"]),
    ("ga", ["Irisch", "Irish", "irlandais", "irlandese", "Iers", "irlandés"]),
    ("hr", ["Kroatisch", "Croatian", "croate", "croato", "Kroatisch", "croata"]),
    ("hu", ["Ungarisch", "Hungarian", "hongrois", "ungherese", "Hongaars", "húngaro"]),
    ("it", ["Italienisch", "Italian", "italien", "italiano", "Italiaans", "italiano"]),
    ("lt", ["Litauisch", "Lithuanian", "lituanien", "lituano", "Litouws", "lituano"]),
    ("lv", ["Lettisch", "Latvian", "letton", "lettone", "Lets", "letón"]),
    ("mt", ["Maltesisch", "Maltese", "maltais", "maltese", "Maltees", "maltés"]),
    ("nb", ["Norwegisch (Bokmål)", "Norwegian Bokmål", "norvégien bokmål", "norvegese bokmål", "Noors (Bokmål)", "noruego bokmål"]),
    ("nl", ["Niederländisch", "Dutch", "néerlandais", "olandese", "Nederlands", "neerlandés"]),
    ("nn", ["Norwegisch (Nynorsk)", "Norwegian Nynorsk", "norvégien nynorsk", "norvegese nynorsk", "Noors (Nynorsk)", "noruego nynorsk"]),
    ("no", ["Norwegisch", "Norwegian", "norvégien", "norvegese", "Noors", "noruego"]),
    ("pl", ["Polnisch", "Polish", "polonais", "polacco", "Pools", "polaco"]),
    ("pt", ["Portugiesisch", "Portuguese", "portugais", "portoghese", "Portugees", "portugués"]),
    ("ro", ["Rumänisch", "Romanian", "roumain", "rumeno", "Roemeens", "rumano"]),
    ("ru", ["Russisch", "Russian", "russe", "russo", "Russisch", "ruso"]),
    ("sk", ["Slowakisch", "Slovak", "slovaque", "slovacco", "Slowaaks", "eslovaco"]),
    ("sl", ["Slowenisch", "Slovenian", "slovène", "sloveno", "Sloveens", "esloveno"]),
    ("sv", ["Schwedisch", "Swedish", "suédois", "svedese", "Zweeds", "sueco"]),
    ("tr", ["Türkisch", "Turkish", "turc", "turco", "Turks", "turco"]),
    ("uk", ["Ukrainisch", "Ukrainian", "ukrainien", "ucraino", "Oekraïens", "ucraniano"]),
];
