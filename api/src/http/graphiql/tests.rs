//! The page's policy and files.

use super::*;

/// Writes files in the places of the real ones.
fn folder(content: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for asset in &ASSETS {
        let path = folder.path().join(asset.package).join(asset.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

#[test]
fn files_that_are_not_the_pinned_ones_are_refused() {
    let error = GraphiQl::load(Some(folder("").path())).err().unwrap();
    assert!(
        error.to_string().ends_with("is not that of react 18.3.1"),
        "{error}"
    );
    let missing = GraphiQl::load(Some(Path::new("/nowhere"))).err().unwrap();
    assert_eq!(missing.kind(), io::ErrorKind::NotFound);
}

#[test]
fn names_and_versions_agree_with_the_package_file() {
    let text = include_str!("../../../../package.json");
    let package: serde_json::Value = serde_json::from_str(text).unwrap();
    for asset in &ASSETS {
        assert_eq!(package["dependencies"][asset.package], asset.version);
        assert!(
            asset
                .name
                .contains(&format!("{}-{}.", asset.package, asset.version))
        );
    }
}

#[test]
fn the_policy_lets_in_what_the_page_loads_and_no_more() {
    for from_cdn in [false, true] {
        let (page, policy) = (page(from_cdn), policy(from_cdn));
        assert!(policy.starts_with("default-src 'none';"));
        assert!(!policy.contains("unsafe") && !policy.contains('*'));
        assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains("onload"));
        assert_eq!(
            page.matches("<script").count(),
            page.matches(" src=").count()
        );
        for asset in &ASSETS {
            let url = asset.url(from_cdn);
            assert!(page.contains(&format!("\"{url}\" integrity=\"sha384-{}\"", asset.hash)));
            assert_eq!(policy.contains(&url), from_cdn);
        }
        assert_eq!(page.contains("https://"), from_cdn);
    }
}
