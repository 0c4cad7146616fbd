//! What is kept on disk, over restarts and damage.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::{fill, found, id};
use crate::testing::{lesson, name, position};
use crate::{Document, Error, Fate, Found, Index, Level, Position};

fn opened(dir: &Path) -> (Index, Fate) {
    Index::open(dir).unwrap()
}

/// An index with documents on all shelves, closed again.
fn kept() -> TempDir {
    let dir = TempDir::new().unwrap();
    let (index, fate) = opened(dir.path());
    assert_eq!(fate, Fate::Created);
    let mut writer = index.writer().unwrap();
    for number in 1..=40 {
        let mut document = lesson(number, "Akte", "Haushalt");
        document.published = number % 4 != 0;
        writer.upsert(&document).unwrap();
        writer.upsert_name(&name(number, "Konstanz", 1)).unwrap();
    }
    writer.commit(&position(40)).unwrap();
    dir
}

/// A copy of a sound index, to be damaged. Making one anew takes far longer.
fn copied(sound: &Path) -> TempDir {
    let dir = TempDir::new().unwrap();
    for file in files(sound) {
        let copy = dir.path().join(file.strip_prefix(sound).unwrap());
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(&file, copy).unwrap();
    }
    dir
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn an_index_comes_back_as_it_was() {
    let dir = kept();
    let (index, fate) = opened(dir.path());
    assert_eq!(fate, Fate::Kept);
    assert_eq!(index.position(), Some(position(40)));
    assert_eq!(index.searcher().position(), Some(&position(40)));
    assert_eq!(index.searcher().document_count(), 40);
    assert_eq!(found(&index.searcher(), "Akte").len(), 30);
}

#[test]
fn a_new_index_has_no_position() {
    let index = Index::in_memory().unwrap();
    assert_eq!(index.position(), None);
    let mut writer = index.writer().unwrap();
    let at = Position {
        mark: "xid 12:34".to_owned(),
        ..position(7)
    };
    writer.commit(&at).unwrap();
    assert_eq!(index.position(), Some(at));
}

#[test]
fn the_contents_tell_what_every_document_is() {
    let index = Index::in_memory().unwrap();
    let mut hidden = lesson(2, "Akte", "Zwei");
    hidden.level = Level::City;
    let documents = [lesson(1, "Akte", "Eins"), hidden];
    fill(&index, &documents);
    let contents: BTreeSet<(Uuid, u64)> =
        index.searcher().contents().unwrap().into_iter().collect();
    let expected = documents
        .iter()
        .map(|document| (document.id, document.digest()));
    assert_eq!(contents, expected.collect());
}

#[test]
fn a_document_moves_between_shelves_and_is_never_two() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let mut document = lesson(1, "Akte", "Haushalt");
    for (change, published) in (1..).zip([false, true, true, false, true, false, false]) {
        document.published = published;
        writer.upsert(&document).unwrap();
        // Twice in one commit, by way of the other shelf.
        if change % 2 == 0 {
            document.published = !published;
            writer.upsert(&document).unwrap();
        }
        writer.commit(&position(change)).unwrap();
        let searcher = index.searcher();
        assert_eq!(searcher.document_count(), 1);
        let visible = usize::from(document.published);
        assert_eq!(found(&searcher, "Akte").len(), visible, "{change}");
    }
    writer.delete(document.id).unwrap();
    writer.commit(&position(99)).unwrap();
    assert_eq!(index.searcher().document_count(), 0);
}

#[test]
fn clearing_leaves_only_what_comes_after() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.upsert(&lesson(1, "Akte", "alt")).unwrap();
    writer.upsert_name(&name(1, "Alt", 0)).unwrap();
    writer.commit(&position(1)).unwrap();
    writer.upsert(&lesson(2, "Akte", "alt")).unwrap();
    writer.delete(id(1)).unwrap();
    writer.clear().unwrap();
    writer.upsert(&lesson(1, "Akte", "neu")).unwrap();
    writer.upsert(&lesson(3, "Akte", "neu")).unwrap();
    writer.commit(&position(2)).unwrap();
    let searcher = index.searcher();
    assert_eq!(searcher.contents().unwrap().len(), 2);
    assert_eq!(found(&searcher, "neu"), [1, 3]);
    assert!(searcher.name_contents().unwrap().is_empty());
}

#[test]
fn a_searcher_does_not_change() {
    let index = Index::in_memory().unwrap();
    fill(&index, &[lesson(1, "Akte", "")]);
    let before = index.searcher();
    fill(&index, &[lesson(2, "Akte", "")]);
    assert_eq!(found(&before, "Akte"), [1]);
    assert_eq!(found(&index.searcher(), "Akte"), [1, 2]);
}

#[test]
fn there_is_one_writer_at_a_time() {
    let dir = kept();
    let (index, _) = opened(dir.path());
    let writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Locked)));
    let (other, _) = opened(dir.path());
    assert!(matches!(other.writer(), Err(Error::Locked)));
    drop(writer);
    assert!(other.writer().is_ok());
}

#[test]
fn a_lock_file_that_was_left_behind_is_no_lock() {
    let dir = kept();
    for shelf in ["open", "closed", "names"] {
        std::fs::write(dir.path().join(shelf).join(".tantivy-writer.lock"), "").unwrap();
    }
    let (index, fate) = opened(dir.path());
    assert_eq!(fate, Fate::Kept);
    assert!(index.writer().is_ok());
}

#[test]
fn files_left_behind_are_cleared_away() {
    let dir = kept();
    let (index, _) = opened(dir.path());
    let managed = dir.path().join("open/.managed.json");
    let mut known: Vec<String> = serde_json::from_slice(&std::fs::read(&managed).unwrap()).unwrap();
    let (segment, _) = known[0].split_once('.').unwrap();
    let orphan = format!("{segment}.99.del");
    std::fs::write(
        dir.path().join("open").join(&orphan),
        "left by a killed process",
    )
    .unwrap();
    known.push(orphan.clone());
    std::fs::write(&managed, serde_json::to_vec(&known).unwrap()).unwrap();
    drop(index);
    let (index, fate) = opened(dir.path());
    assert_eq!(fate, Fate::Kept);
    let _writer = index.writer().unwrap();
    assert!(!dir.path().join("open").join(&orphan).exists());
}

#[test]
fn another_format_is_made_anew() {
    let dir = kept();
    let path = dir.path().join("format.json");
    let format = std::fs::read_to_string(&path).unwrap();
    for other in [
        format.replace("\"schema\": ", "\"schema\": 9"),
        "{".to_owned(),
    ] {
        std::fs::write(&path, other).unwrap();
        let (index, fate) = opened(dir.path());
        assert!(matches!(fate, Fate::Rebuilt(_)), "{fate:?}");
        assert_eq!(index.position(), None);
        assert_eq!(index.searcher().document_count(), 0);
        fill(&index, &[lesson(1, "Akte", "")]);
        drop(index);
        assert_eq!(opened(dir.path()).1, Fate::Kept);
    }
}

#[test]
fn a_missing_shelf_is_damage() {
    for shelf in ["open", "closed", "names"] {
        let dir = kept();
        std::fs::remove_dir_all(dir.path().join(shelf)).unwrap();
        let (index, fate) = opened(dir.path());
        assert!(matches!(fate, Fate::Rebuilt(_)), "{shelf}");
        assert_eq!(index.searcher().document_count(), 0);
    }
}

#[test]
fn what_does_not_belong_to_the_index_is_left_alone() {
    let dir = kept();
    std::fs::write(dir.path().join("letter.txt"), "dear").unwrap();
    std::fs::remove_file(dir.path().join("format.json")).unwrap();
    assert!(matches!(opened(dir.path()).1, Fate::Rebuilt(_)));
    assert!(dir.path().join("letter.txt").exists());
}

#[test]
fn a_damaged_index_is_not_taken_from_its_writer() {
    let dir = kept();
    let (index, _) = opened(dir.path());
    let _writer = index.writer().unwrap();
    std::fs::remove_file(dir.path().join("format.json")).unwrap();
    assert!(matches!(Index::open(dir.path()), Err(Error::Locked)));
}

#[test]
fn every_cut_off_or_missing_file_is_noticed() {
    let sound = kept();
    for file in files(sound.path()) {
        let told = file.display().to_string();
        if told.contains(".lock") {
            continue;
        }
        for damage in ["cut", "empty", "missing"] {
            let dir = copied(sound.path());
            let file = dir.path().join(file.strip_prefix(sound.path()).unwrap());
            let bytes = std::fs::read(&file).unwrap();
            match damage {
                "cut" => std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
                "empty" => std::fs::write(&file, []).unwrap(),
                _ => std::fs::remove_file(&file).unwrap(),
            }
            let (index, fate) = opened(dir.path());
            assert!(matches!(fate, Fate::Rebuilt(_)), "{damage}: {told}");
            assert_eq!(index.position(), None);
        }
    }
}

fn bytes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let read = |file: PathBuf| (file.clone(), std::fs::read(file).unwrap());
    files(dir).into_iter().map(read).collect()
}

#[test]
fn who_only_reads_changes_nothing_whatever_there_is() {
    let sound = kept();
    let look = |dir: &Path| {
        let before = bytes(dir);
        let found = Index::open_to_read(dir);
        assert!(before == bytes(dir), "something was written");
        found
    };
    for file in files(sound.path()) {
        let told = file.display().to_string();
        let dir = copied(sound.path());
        let file = dir.path().join(file.strip_prefix(sound.path()).unwrap());
        std::fs::remove_file(file).unwrap();
        let found = look(dir.path());
        // A lock file is no part of what is read.
        let is_lock = told.contains(".lock");
        assert_eq!(matches!(found, Found::Sound(_)), is_lock, "{told}");
        assert_eq!(matches!(found, Found::Unusable(_)), !is_lock, "{told}");
    }
    let nowhere = sound.path().join("nowhere");
    assert!(matches!(Index::open_to_read(&nowhere), Found::Missing));
    assert!(!nowhere.exists());
}

#[test]
fn who_only_reads_finds_all_and_gets_no_writer() {
    let dir = kept();
    let before = bytes(dir.path());
    let Found::Sound(index) = Index::open_to_read(dir.path()) else {
        panic!("it is sound");
    };
    assert_eq!(index.position(), Some(position(40)));
    assert_eq!(found(&index.searcher(), "Akte").len(), 30);
    assert_eq!(index.searcher().contents().unwrap().len(), 40);
    assert!(index.writer().is_err());
    assert!(before == bytes(dir.path()), "something was written");
}

#[test]
fn an_index_can_be_read_beside_its_writer() {
    let dir = kept();
    let (index, _) = opened(dir.path());
    let mut writer = index.writer().unwrap();
    std::thread::scope(|threads| {
        let reading = threads.spawn(|| {
            for _ in 0..40 {
                let found = Index::open_to_read(dir.path());
                assert!(matches!(found, Found::Sound(_)));
            }
        });
        let mut change = 41;
        while !reading.is_finished() {
            writer.upsert(&lesson(1, "Akte", "neu")).unwrap();
            writer.commit(&position(change)).unwrap();
            change += 1;
        }
    });
}

fn contents(index: &Index) -> BTreeSet<(Uuid, u64)> {
    index.searcher().contents().unwrap().into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// A flipped bit is noticed, or makes no difference to what can be found.
    #[test]
    fn a_flipped_bit_never_gives_wrong_answers(at in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0u8..8) {
        static SOUND: LazyLock<TempDir> = LazyLock::new(kept);
        let dir = copied(SOUND.path());
        let expected = contents(&opened(SOUND.path()).0);
        let files: Vec<PathBuf> = files(dir.path()).into_iter()
            .filter(|file| std::fs::metadata(file).unwrap().len() > 0)
            .collect();
        let file = &files[at.index(files.len())];
        let mut bytes = std::fs::read(file).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        std::fs::write(file, bytes).unwrap();
        let (index, fate) = opened(dir.path());
        if fate == Fate::Kept {
            prop_assert!(index.position().is_none() || index.position() == Some(position(40)));
            prop_assert_eq!(contents(&index), expected);
            prop_assert_eq!(found(&index.searcher(), "Akte").len(), 30, "{:?}", file);
            prop_assert_eq!(index.searcher().name_contents().unwrap().len(), 40);
            let again: Vec<Document> = vec![lesson(1, "Akte", "neu")];
            fill(&index, &again);
            prop_assert_eq!(found(&index.searcher(), "neu"), vec![1]);
        } else {
            prop_assert_eq!(index.searcher().document_count(), 0);
        }
    }
}
