use std::sync::LazyLock; use std::collections::HashMap; 
static T: LazyLock<HashMap<String,f32>> = LazyLock::new(|| std::env::vars().filter_map(|(k,v)| Some((k.strip_prefix("T_")?.to_owned(), v.parse().ok()?))).collect());
pub(crate) fn get(name:&str, d:f32)->f32 { T.get(name).copied().unwrap_or(d) }
