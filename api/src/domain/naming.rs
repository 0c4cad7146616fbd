//! How people are named: as they want to be.

use entity::kind::Naming;

/// As much of a name as may be told.
#[must_use]
pub fn told_person(naming: Naming, person: Option<&str>) -> Option<&str> {
    match naming {
        Naming::Full => person,
        Naming::FirstName => person?.split_whitespace().next(),
        Naming::RoleOnly | Naming::Anonymous => None,
    }
}

/// A function, unless it belongs to someone who is not to be named at all.
#[must_use]
pub fn told_function(naming: Naming, function: Option<&str>) -> Option<&str> {
    function.filter(|_| naming != Naming::Anonymous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_named_more_than_they_want() {
        let (person, function) = (Some("Erika Mustermann"), Some("Leiterin"));
        for (naming, name, role) in [
            (Naming::Full, person, function),
            (Naming::FirstName, Some("Erika"), function),
            (Naming::RoleOnly, None, function),
            (Naming::Anonymous, None, None),
        ] {
            assert_eq!(told_person(naming, person), name);
            assert_eq!(told_function(naming, function), role);
        }
    }
}
