//! Reads the lists: a line an entry, with `#` a comment, with `>` what stands for it.

/// The entries of a list, each with what stands for it.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = list.lines().map(|line| match line.split_once('#') {
        Some((entry, _)) => entry.trim(),
        None => line.trim(),
    });
    lines
        .filter(|entry| !entry.is_empty())
        .map(|entry| match entry.split_once('>') {
            Some((form, base)) => (form.trim(), base.trim()),
            None => (entry, entry),
        })
}
