//! Counts as people say them.

/// How often: `once`, `3 times`.
pub fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// How often something was tried, and how it ended: `once: why`, `3 times, last: why`.
pub(crate) fn tries(count: u32, last: &str) -> String {
    let mark = if count == 1 { "" } else { ", last" };
    format!("{}{mark}: {last}", times(u64::from(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_is_once() {
        assert_eq!([0, 1, 2].map(times), ["0 times", "once", "2 times"]);
        assert_eq!(tries(1, "a 500"), "once: a 500");
        assert_eq!(tries(3, "a 500"), "3 times, last: a 500");
    }
}
