//! `[[subscriptions]]` of the configuration: who is told of signals.

use anyhow::{Context, anyhow, ensure};
use serde::Deserialize;
use toml::Value;

use super::config::referred;
use crate::connector::SigningKey;
use crate::insight::SegmentModel;
use crate::insight::signals::Rule;
use crate::model::nearest::unknown;
use crate::sync::Subscription;

/// `[[subscriptions]]`. The address may hold a secret: never printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubscriptionSettings {
    /// What logs and `accord check` call it; what is on its way belongs to this name.
    name: String,
    /// Where signals are posted.
    url: String,
    /// What they are signed with, as a reference.
    secret: Value,
    /// Only these rules; all when empty.
    #[serde(default)]
    rules: Vec<String>,
    /// Only signals of this segment and of accounts in it.
    segment: Option<String>,
}

impl SubscriptionSettings {
    /// The subscriptions, each under a name of its own.
    pub(super) fn all(
        settings: &[Self],
        segments: &SegmentModel,
    ) -> anyhow::Result<Vec<Subscription>> {
        let mut all: Vec<Subscription> = Vec::new();
        for one in settings {
            ensure!(
                !one.name.trim().is_empty() && all.iter().all(|known| known.name != one.name),
                "two of [[subscriptions]] are named `{}`, or one is not named; give each a name \
                 of its own",
                one.name
            );
            all.push(one.subscription(segments)?);
        }
        Ok(all)
    }

    fn subscription(&self, segments: &SegmentModel) -> anyhow::Result<Subscription> {
        let place = format!("subscriptions.{}", self.name);
        ensure!(
            self.url.starts_with("https://") || self.url.starts_with("http://"),
            "{place}.url is no http or https address; write it as https://host/path"
        );
        let secret = referred(&self.secret, &format!("{place}.secret"))?;
        let secret = SigningKey::parse(&secret)
            .with_context(|| format!("{place}.secret is no secret"))?;
        let rule = |word: &String| {
            Rule::from_word(word).ok_or_else(|| {
                let known = Rule::ALL.iter().map(|rule| rule.word());
                anyhow!("{place}.rules: {}", unknown("rule", word, known))
            })
        };
        if let Some(segment) = &self.segment {
            let mut known = segments.segments.iter().map(|segment| segment.code.as_str());
            ensure!(
                known.clone().any(|code| code == segment),
                "{place}.segment: {}",
                unknown("segment", segment, known.by_ref())
            );
        }
        Ok(Subscription {
            name: self.name.clone(),
            url: self.url.clone(),
            secret,
            rules: self.rules.iter().map(rule).collect::<anyhow::Result<_>>()?,
            segment: self.segment.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A subscription with the key of the vault's example as its secret.
    fn read(lines: &str) -> anyhow::Result<Vec<Subscription>> {
        let folder = tempfile::tempdir()?;
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "a secret of at least sixteen bytes\n")?;
        let lines = lines.replace("SECRET", &format!("{{ file = '{}' }}", secret.display()));
        let mut table: toml::Table = toml::from_str(&lines)?;
        let all = table.remove("subscriptions").context("there are some")?;
        SubscriptionSettings::all(&Vec::deserialize(all)?, &SegmentModel::built_in())
    }

    const RIGHT: &str = "[[subscriptions]]\nname = 'desk'\nurl = 'https://desk.example/x'\n\
                         secret = SECRET\nrules = ['DELIVERY']\nsegment = 'just-in-time'\n";

    #[test]
    fn a_subscription_is_read_and_shows_neither_address_nor_secret() {
        let all = read(RIGHT).expect("right");
        assert_eq!((all[0].name.as_str(), &all[0].rules[..]), ("desk", &[Rule::Delivery][..]));
        assert_eq!(format!("{all:?}"), "[the subscription desk]");
    }

    #[test]
    fn whatever_is_wrong_is_named_with_its_remedy() {
        let twice = RIGHT.repeat(2);
        let cases = [
            (twice.as_str(), "are named `desk`"),
            (&RIGHT.replace("'desk'", "' '"), "is not named"),
            (&RIGHT.replace("https:", "ftp:"), "subscriptions.desk.url is no http"),
            (&RIGHT.replace("DELIVERY", "DELIVRY"), "did you mean `DELIVERY`?"),
            (&RIGHT.replace("just-in-time", "just-in-tme"), "did you mean `just-in-time`?"),
            (
                &RIGHT.replace("SECRET", "'open'"),
                "subscriptions.desk.secret is a secret: write",
            ),
            (&RIGHT.replace("rules", "rule"), "unknown field `rule`"),
        ];
        for (lines, wanted) in cases {
            let error = format!("{:#}", read(lines).expect_err(wanted));
            assert!(error.contains(wanted), "{wanted}: {error}");
        }
    }
}
