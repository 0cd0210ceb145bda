//! The JSON schemas that editors are given: they let the connectors there are pass, and mark slips.

use serde_json::Value;

use crate::desk::Desk;
use crate::machine::repository;

/// What the command prints.
fn schema(of: &str) -> jsonschema::Validator {
    let told = Desk::new().run(&["schema", of]);
    let schema: Value = serde_json::from_str(&told.ends(0).out).expect("JSON");
    jsonschema::draft7::new(&schema).expect("a schema")
}

fn wrong(schema: &jsonschema::Validator, text: &str) -> Vec<String> {
    let value: Value = serde_saphyr::from_str(text).expect("YAML");
    schema
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_connectors_there_are_and_a_new_one_fit_their_schemas() {
    let schemas = ["manifest", "mapping"].map(|of| (of, schema(of)));
    let desk = Desk::new();
    desk.run(&["new", "acme"]).ends(0);
    let folders = std::fs::read_dir(repository("connectors")).expect("connectors/");
    let folders = folders.map(|entry| entry.expect("readable").path());
    let mut checked = 0;
    for folder in folders.chain([desk.path("acme")]).filter(|path| path.is_dir()) {
        for (of, schema) in &schemas {
            let path = folder.join(format!("{of}.yaml"));
            let text = std::fs::read_to_string(&path).expect("a connector has both files");
            assert_eq!(wrong(schema, &text), Vec::<String>::new(), "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 16, "only {checked} files");
}

#[test]
fn a_slip_is_marked() {
    let desk = Desk::new();
    desk.run(&["new", "acme"]).ends(0);
    let cases = [
        // (file, right, wrong)
        ("manifest", "primary_key", "primary_kye"),
        ("manifest", "type: PageIncrement", "type: PageIncrment"),
        ("manifest", "start_from_page", "start_form_page"),
        ("manifest", "field_path: [companies]", "field_paht: [companies]"),
        // The selector does not say its type; its place does.
        ("manifest", "extractor: {type", "extraktor: {type"),
        ("manifest", "version: 7.0.0", "vresion: 7.0.0"),
        ("mapping", "category: CRM", "category: CMR"),
        ("mapping", "entity: account", "entity: acount"),
        ("mapping", "name: name", "nmae: name"),
        ("mapping", "as: domain", "as: doman"),
        ("mapping", "deleted_when", "deletd_when"),
    ];
    for (of, right, slip) in cases {
        let text = desk.read(&format!("acme/{of}.yaml"));
        assert!(text.contains(right), "`{right}` is not in {of}.yaml");
        let marked = wrong(&schema(of), &text.replacen(right, slip, 1));
        assert!(!marked.is_empty(), "{of}.yaml: `{slip}` passes");
    }
}
