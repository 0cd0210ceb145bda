//! What a manifest becomes under a configuration: settings, streams, schemas, what is switched off.

use std::collections::BTreeMap;
use std::fmt::Write;

use accord::connector::{Given, Manifest};
use accord::model::Record;
use serde::Deserialize;
use serde_json::Value;

/// A manifest and what it depends on.
#[derive(Deserialize)]
struct Case {
    config: Value,
    manifest: Value,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    records: BTreeMap<String, Vec<String>>,
}

impl Case {
    fn records(&self) -> BTreeMap<String, Vec<Record>> {
        let record = |raw: &String| Record {
            key: raw.clone(),
            raw: raw.clone(),
            shaped: None,
            deleted: false,
        };
        let lists = self.records.iter();
        lists.map(|(name, list)| (name.clone(), list.iter().map(record).collect())).collect()
    }
}

/// Writes down what a case becomes, one line a fact.
fn played(text: &str) -> String {
    let case: Case = serde_saphyr::from_str(text).expect("a case that can be read");
    let text = serde_json::to_string_pretty(&case.manifest).expect("a manifest");
    let manifest = match Manifest::parse("manifest.yaml", &text) {
        Ok(manifest) => manifest,
        Err(error) => return format!("manifest: {error}\n"),
    };
    let mut told = String::new();
    let mut tell = |line: String| writeln!(told, "{line}").expect("a String takes all");
    if manifest.spec()["connectionSpecification"]["properties"] != serde_json::json!({}) {
        tell(format!("spec {}", manifest.spec()));
    }
    for (name, why) in manifest.unusable() {
        tell(format!("off  {name}: {why}"));
    }
    for why in manifest.skipped() {
        tell(format!("skip {why}"));
    }
    settle(&manifest, &case.config, &mut tell);
    for need in manifest.needs() {
        tell(format!("need {}", need.stream));
    }
    offered(&manifest, &case, &mut tell);
    told
}

fn settle(manifest: &Manifest, config: &Value, tell: &mut impl FnMut(String)) {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    for (word, manifest) in [("use ", manifest), ("test", &manifest.for_check())] {
        match manifest.normalise_config(config, now) {
            Ok(settled) if settled.config != *config => {
                let kept = settled.migrated.map(|kept| format!("\nkeep {kept}"));
                tell(format!("{word} {}{}", settled.config, kept.unwrap_or_default()));
            }
            Ok(_) => {}
            Err(why) => tell(format!("{word} {}", why.join("; "))),
        }
    }
}

fn offered(manifest: &Manifest, case: &Case, tell: &mut impl FnMut(String)) {
    let now = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let records = case.records();
    let whole = match manifest.expand(&case.config, now, &records) {
        Ok(whole) => whole,
        Err(error) => return tell(format!("streams: {error}")),
    };
    let files = |path: &str| case.files.get(path).cloned();
    let given = Given { config: &case.config, now, files: &files, records: &records };
    for stream in whole.streams() {
        for need in whole.schema_needs(&stream.name) {
            tell(format!("need {}", need.stream));
        }
        if let Some(told) = whole.without_files(&stream.name) {
            tell(format!("bare {told}"));
        }
        match whole.airbyte_stream(&stream.name, &given) {
            Ok(told) => tell(format!("have {told}")),
            Err(why) => tell(format!("none {}: {why}", stream.name)),
        }
    }
    tell(format!("ask  {}", whole.check_streams_for(&case.config).join(", ")));
}

#[test]
fn every_manifest_becomes_what_its_configuration_makes_of_it() {
    insta::glob!("../cases/manifests", "*.yaml", |path| {
        let text = std::fs::read_to_string(path).expect("a case");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true,
            snapshot_path => "../cases/manifests" }, {
            insta::assert_snapshot!(played(&text));
        });
    });
}

#[test]
fn a_manifest_says_what_is_wrong_with_its_dynamic_parts() {
    let head = "type: DeclarativeSource\nversion: 6.0.0\ncheck: {stream_names: []}\n";
    let cases = [
        // (the rest of the manifest, told)
        (
            "dynamic_streams:\n- type: DynamicDeclarativeStream\n  stream_template: {}\n  components_resolver: {type: ConfigComponentResolver}",
            "did you mean `ConfigComponentsResolver`?",
        ),
        (
            "dynamic_streams:\n- type: DynamicDeclarativeStream\n  stream_template: {}\n  components_resolver:\n    type: ParametrizedComponentsResolver\n    stream_parameters: {list_of_parameters_for_stream: []}\n    components_mapping: [{field_path: [a], value: b, condition: 'x'}]",
            "`condition` is for a ConfigComponentsResolver only",
        ),
        (
            "streams:\n- type: StateDelegatingStream\n  name: a\n  full_refresh_stream: &s {type: DeclarativeStream, name: b, retriever: {requester: {url: 'https://x'}, record_selector: {extractor: {field_path: []}}}}\n  incremental_stream: *s",
            "need its name; found `b` and `b`",
        ),
        (
            "spec:\n  connection_specification: {}\n  config_normalization_rules: {validations: [{type: DpathValidator, field_path: [a], validation_strategy: {type: ValidateAdheresToSchema, base_schema: {type: 5}}}]}",
            "`base_schema` is no JSON schema",
        ),
    ];
    for (rest, expected) in cases {
        let told = Manifest::parse("m.yaml", &format!("{head}{rest}\n")).expect_err(expected);
        assert!(told.to_string().contains(expected), "{told}");
        assert!(told.line > 3, "{told}");
    }
}
