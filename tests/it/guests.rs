//! Who may come in, as whoever runs the hub says it at the terminal.

use crate::kit;
use crate::machine::Machine;

#[test]
fn keys_are_made_listed_and_taken_back_and_the_audit_has_it() {
    let machine = Machine::new(None);
    let king = machine.run(&["key", "create", "--name", "powerbi", "--role", "king"]);
    assert!(!king.fine && king.text.contains("known: account_manager, admin"), "{}", king.text);
    let person = machine.run(&["key", "create", "--name", "a@b.example", "--role", "bi"]);
    assert!(!person.fine && person.text.contains("no @"), "{}", person.text);
    let partner = ["key", "create", "--name", "p", "--role", "partner"];
    let blind = machine.run(&partner);
    assert!(blind.fine && blind.text.contains("it will see no such account"), "{}", blind.text);
    let seeing = machine.run(&[&partner[..], &["--attribute", "partner=acc_1"]].concat());
    assert!(seeing.fine && !seeing.text.contains("warning"), "{}", seeing.text);
    let key = seeing.text.trim();
    let id = key.split('_').nth(1).expect("an id");
    assert_eq!(key.len(), 56, "the key alone: {key}");
    let list = machine.run(&["key", "list"]).text;
    assert!(list.contains(id) && list.contains("partner=acc_1"), "{list}");
    assert!(!list.contains(key.rsplit('_').next().expect("a secret")), "{list}");
    assert!(machine.run(&["key", "revoke", id]).fine);
    let again = machine.run(&["key", "revoke", id]);
    assert!(!again.fine && again.text.contains("revoked before"), "{}", again.text);
    let list = machine.run(&["key", "list"]).text;
    assert!(list.contains("revoked 20"), "{list}");
    let audit = machine.run(&["audit", "list", "--since", "1d", "--who", "host"]).text;
    assert!(audit.contains(&format!("key revoke {id}")), "{audit}");
    assert!(audit.contains("as partner"), "{audit}");
    let verified = machine.run(&["audit", "verify"]);
    assert!(verified.fine && verified.text.starts_with("ok: 3 rows"), "{}", verified.text);
    let other = machine.run(&["audit", "verify", "--has", "0123"]);
    assert_eq!((other.code, other.text.contains("cut off")), (1, true), "{}", other.text);
}

#[tokio::test]
async fn where_others_reach_it_and_nothing_says_who_may_it_does_not_start() {
    for database in kit::databases().await {
        for listen in ["0.0.0.0:0", "[::]:0"] {
            let machine = Machine::new(Some(&database.url)).set("listen", listen);
            for command in [&["serve"][..], &["check"]] {
                let said = machine.run(command);
                assert_eq!(said.code, 1, "{command:?} on {listen}: {}", said.text);
                assert!(said.text.contains("accord key create"), "{}", said.text);
            }
        }
        let machine = Machine::new(Some(&database.url));
        let said = machine.run(&["check"]);
        assert!(said.fine && said.text.contains("whoever is on this machine"), "{}", said.text);
        let machine = Machine::new(Some(&database.url)).set("listen", "0.0.0.0:0");
        assert!(machine.run(&["key", "create", "--name", "bi", "--role", "bi"]).fine);
        let said = machine.run(&["check"]);
        assert!(said.fine && said.text.contains("1 of 1 API keys"), "{}", said.text);
    }
}
