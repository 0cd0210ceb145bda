//! How much the variables of a request say, counted before anybody reads them.

use async_graphql::{Value, Variables};

use super::super::limits;
use super::super::service::Refused;

/// Refuses variables with too many values.
pub(in super::super) fn check(variables: &Variables) -> Result<(), Refused> {
    let mut left: Vec<&Value> = variables.values().collect();
    let mut met = 0;
    while let Some(value) = left.pop() {
        met += 1;
        match value {
            Value::List(values) => left.extend(values),
            Value::Object(members) => left.extend(members.values()),
            _ => {}
        }
        if met + left.len() > limits::VALUES {
            let most = limits::VALUES;
            return Err(Refused::bad(format!("variables hold at most {most} values in all")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_counted_with_what_they_hold() {
        let of = |value| check(&Variables::from_json(value)).is_ok();
        let many = |count: usize| json!({"ids": vec!["a"; count]});
        assert!(of(json!({})) && of(many(limits::VALUES - 1)) && !of(many(limits::VALUES)));
        let object = json!({"a": [{"b": 1}], "c": null});
        assert!(of(object));
        let nested = json!({"all": vec![json!({"id": 1}); limits::VALUES / 2]});
        assert!(!of(nested), "an object and what is in it are two");
    }
}
