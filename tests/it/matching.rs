//! `accord match` as an analyst uses it: small worlds with their clusters, and what it says to a
//! slip.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs `accord match` in a folder, with a text on standard input.
fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.arg("match").args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    // It may have complained before it read.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

/// The clusters, one a line.
fn clusters(csv: &str) -> Vec<String> {
    let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in csv.lines().skip(1) {
        let (record, cluster) = line.split_once(',').expect("two values");
        members.entry(cluster).or_default().push(record);
    }
    members.values().map(|members| members.join(" ")).collect()
}

#[test]
fn small_worlds_fall_into_their_clusters() {
    insta::glob!("../cases/matching", "*.csv", |path| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let kind = if name.starts_with("accounts") { "account" } else { "contact" };
        let world = std::fs::read_to_string(path).expect("a world");
        let folder = tempfile::tempdir().expect("a folder");
        let told = run(folder.path(), &["--kind", kind, "-"], &world);
        assert!(told.status.success(), "{}", text(&told.stderr));
        assert!(told.stderr.is_empty(), "no progress where nobody looks");
        insta::assert_snapshot!(clusters(&text(&told.stdout)).join("\n"));
    });
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let world = include_str!("../cases/matching/accounts-family.csv");
    let folder = tempfile::tempdir().expect("a folder");
    let (header, rest) = world.split_once('\n').expect("a header");
    let reversed: Vec<&str> = rest.lines().rev().collect();
    let reversed = format!("{header}\n{}\n", reversed.join("\n"));
    let [one, other] = [world, &reversed]
        .map(|world| text(&run(folder.path(), &["--kind", "account", "-"], world).stdout));
    assert_eq!(one, other);
}

#[test]
fn parents_are_written_beside_clusters() {
    let world = include_str!("../cases/matching/accounts-family.csv");
    let folder = tempfile::tempdir().expect("a folder");
    let told =
        run(folder.path(), &["--kind", "account", "--relations", "parents.csv", "-"], world);
    assert!(told.status.success(), "{}", text(&told.stderr));
    let parents = std::fs::read_to_string(folder.path().join("parents.csv")).expect("parents");
    assert_eq!(parents, "cluster_id,parent_cluster_id\nb1,a1\n");
}

#[test]
fn two_records_are_explained_by_their_parts() {
    let world = include_str!("../cases/matching/accounts-family.csv");
    let folder = tempfile::tempdir().expect("a folder");
    let told = run(folder.path(), &["--kind", "account", "--explain", "a1,a2", "-"], world);
    let told = text(&told.stdout);
    for part in ["any pair", "name             same", "vat              same", "sum, in bits"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let sum = |line: &str| line.rsplit(' ').next().and_then(|w| w.parse::<f32>().ok());
    let weights: Vec<f32> = told.lines().filter_map(sum).collect();
    let (total, parts) = weights.split_last().expect("weights");
    assert!((parts.iter().sum::<f32>() - total).abs() < 0.05, "{told}");
}

#[test]
fn columns_are_named_by_a_map() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&folder, "map.yaml", "record_id: Key\nname: Firma\nwebsite: Web\n");
    let world = "Key,Firma,Web\n1,Kestrel Pumps,kestrel.de\n2,Kestrel Pumps GmbH,www.kestrel.de\n3,Morgen AG,morgen.ch\n";
    let told = run(folder.path(), &["--kind", "account", "--columns", "map.yaml", "-"], world);
    assert_eq!(clusters(&text(&told.stdout)), ["1 2", "3"], "{}", text(&told.stderr));
}

fn put(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).expect("a file");
}

#[test]
fn a_slip_is_told_with_its_place_and_its_remedy() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "name\nKestrel\n", &["-:1", "no column `record_id`", "--columns"]),
        ("", "record_id,nmae\n1,A\n", &["-:1", "nothing to compare by", "record_id, nmae"]),
        ("", "record_id,name\n1,A\n,B\n", &["-:3", "no record_id"]),
        ("", "record_id,name\n1,A\n2,B\n1,C\n", &["-:4", "`1` is taken by line 2"]),
        ("", "record_id,name\n1,A,B\n", &["-:2", "3 values where the header has 2"]),
        ("nam: name", "record_id,name\n1,A\n", &["`nam` is no field", "did you mean `name`?"]),
        ("name: Nmae", "record_id,name\n1,A\n", &["no column `nmae`", "did you mean `name`?"]),
        ("- name", "record_id,name\n1,A\n", &["map.yaml is not a map of columns"]),
    ];
    for (map, records, sentences) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        put(&folder, "map.yaml", map);
        let mut arguments = vec!["--kind", "account", "-"];
        if !map.is_empty() {
            arguments.extend(["--columns", "map.yaml"]);
        }
        let told = run(folder.path(), &arguments, records);
        let complaint = text(&told.stderr);
        assert_eq!(told.status.code(), Some(1), "{complaint}");
        assert!(told.stdout.is_empty(), "nothing but the complaint");
        for sentence in *sentences {
            assert!(complaint.contains(sentence), "{sentence}: {complaint}");
        }
    }
}

#[test]
fn nothing_and_one_record_are_worlds_too() {
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["account", "contact"] {
        let none = run(folder.path(), &["--kind", kind, "-"], "record_id,name\n");
        assert_eq!(text(&none.stdout), "record_id,cluster_id\n");
        let one = run(folder.path(), &["--kind", kind, "-"], "record_id,name\n7,A\n");
        assert_eq!(text(&one.stdout), "record_id,cluster_id\n7,7\n");
    }
}
