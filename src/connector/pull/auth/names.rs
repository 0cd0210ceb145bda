//! Which settings an expression reads, to name them in errors.

use crate::connector::template::Template;

/// The configuration values that some expressions read, by name.
pub(super) fn names(templates: &[&Template]) -> String {
    let mut names: Vec<String> = Vec::new();
    for template in templates {
        for name in config_names(template.source()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() { "the credentials".to_owned() } else { names.join(", ") }
}

/// The paths after `config` in an expression: `config['a']['b']`, `config.b`, `config.get('c')`.
fn config_names(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in source.split("config").skip(1) {
        let mut path: Vec<&str> = Vec::new();
        let mut rest = part;
        while let Some((name, after)) = step(rest) {
            path.push(name);
            rest = after;
        }
        if !path.is_empty() {
            found.push(path.join("."));
        }
    }
    found
}

// One step of a path and what follows it.
fn step(text: &str) -> Option<(&str, &str)> {
    let opened = ["['", "[\"", ".get('", ".get(\"", "."].iter();
    let rest = opened.filter_map(|open| text.strip_prefix(open)).next()?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let after = after.trim_start_matches(['\'', '"']);
    let after = after.strip_prefix([']', ')']).unwrap_or(after);
    (!name.is_empty()).then_some((name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_to_check_are_named() {
        let cases = [
            ("{{ config['access_token'] }}", vec!["access_token"]),
            ("{{ config.email }}/token", vec!["email"]),
            ("{{ config.get('a', '') ~ config[\"b\"] }}", vec!["a", "b"]),
            ("{{ config['credentials']['token'] }}", vec!["credentials.token"]),
            ("{{ config.credentials.token }}", vec!["credentials.token"]),
            ("fixed", vec![]),
        ];
        for (source, expected) in cases {
            assert_eq!(config_names(source), expected, "{source}");
        }
    }
}
