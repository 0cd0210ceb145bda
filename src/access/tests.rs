//! Tokens that are right, and a corpus of those that are not.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
    RsaPublicKeyComponents,
};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;

const ISSUER: &str = "https://id.example/realm";
const AUDIENCE: &str = "accord";
const PEM: &str = include_str!("../../tests/cases/keys/rsa_pkcs8.pem");

fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().expect("a moment")
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The keys of an issuer, and those of somebody else.
struct Pairs {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    p256_der: EcdsaKeyPair,
    p384: EcdsaKeyPair,
    ed: Ed25519KeyPair,
    foreign: Ed25519KeyPair,
}

impl Pairs {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pem: String = PEM.lines().filter(|line| !line.starts_with('-')).collect();
        let rsa = BASE64_STANDARD.decode(pem).expect("a PEM");
        let document = |how: &'static EcdsaSigningAlgorithm| {
            EcdsaKeyPair::generate_pkcs8(how, &random).expect("a key")
        };
        let pair = |how, document: &[u8]| {
            EcdsaKeyPair::from_pkcs8(how, document, &random).expect("a key")
        };
        let p256 = document(&ECDSA_P256_SHA256_FIXED_SIGNING);
        let p384 = document(&ECDSA_P384_SHA384_FIXED_SIGNING);
        let ed = || {
            let document = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
            Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key")
        };
        Self {
            rsa: RsaKeyPair::from_pkcs8(&rsa).expect("a key"),
            p256: pair(&ECDSA_P256_SHA256_FIXED_SIGNING, p256.as_ref()),
            p256_der: pair(&ECDSA_P256_SHA256_ASN1_SIGNING, p256.as_ref()),
            p384: pair(&ECDSA_P384_SHA384_FIXED_SIGNING, p384.as_ref()),
            ed: ed(),
            foreign: ed(),
        }
    }

    fn components(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        RsaPublicKeyComponents::from(self.rsa.public())
    }

    fn modulus(&self) -> Vec<u8> {
        self.components().n
    }

    fn set(&self) -> Value {
        let point = |kid: &str, crv: &str, point: &[u8]| {
            let (x, y) = point[1..].split_at((point.len() - 1) / 2);
            json!({"kty": "EC", "kid": kid, "crv": crv, "x": b64(x), "y": b64(y)})
        };
        let exponent = self.components().e;
        let rsa =
            json!({"kty": "RSA", "kid": "rsa", "n": b64(self.modulus()), "e": b64(exponent)});
        let ed = |kid: &str| json!({"kty": "OKP", "kid": kid, "crv": "Ed25519", "x": b64(self.ed.public_key())});
        let mut encrypts = ed("encrypts");
        encrypts["use"] = json!("enc");
        let mut wraps = ed("wraps");
        wraps["key_ops"] = json!(["wrapKey"]);
        let mut only = rsa.clone();
        (only["kid"], only["alg"]) = (json!("only-ps"), json!("PS256"));
        json!({"keys": [
            rsa, only, encrypts, wraps, ed("ed"),
            point("p256", "P-256", self.p256.public_key().as_ref()),
            point("p384", "P-384", self.p384.public_key().as_ref()),
            {"kty": "oct", "kid": "oct", "k": "c2VjcmV0"},
            {"kty": "EC", "kid": "short", "crv": "P-256", "x": "AA", "y": "AA"},
            "no key at all",
        ]})
    }

    /// The signature by whichever key is meant.
    fn sign(&self, by: &str, message: &str) -> Vec<u8> {
        let (random, message) = (SystemRandom::new(), message.as_bytes());
        let rsa = |how: &'static dyn RsaEncoding| {
            let mut signature = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(how, &random, message, &mut signature).expect("signed");
            signature
        };
        let ec = |pair: &EcdsaKeyPair| {
            pair.sign(&random, message).expect("signed").as_ref().to_vec()
        };
        match by {
            "RS256" => rsa(&RSA_PKCS1_SHA256),
            "PS256" => rsa(&RSA_PSS_SHA256),
            "ES256" => ec(&self.p256),
            "ES256 in DER" => ec(&self.p256_der),
            "ES384" => ec(&self.p384),
            "EdDSA" => self.ed.sign(message).as_ref().to_vec(),
            "foreign" => self.foreign.sign(message).as_ref().to_vec(),
            "PEM" => mac(PEM.as_bytes(), message),
            "n" => mac(&self.modulus(), message),
            "zeros" => vec![0; 64],
            _ => Vec::new(),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "made where it is passed")]
    fn token(&self, header: impl ToString, claims: impl ToString, by: &str) -> String {
        let signed = format!("{}.{}", b64(header.to_string()), b64(claims.to_string()));
        format!("{signed}.{}", b64(self.sign(by, &signed)))
    }

    /// A token that only its header makes wrong.
    fn headed(&self, header: impl ToString) -> String {
        self.token(header, claims(), "EdDSA")
    }

    /// A token that only one claim makes wrong.
    fn claiming(&self, name: &str, value: Value) -> String {
        let mut claims = claims();
        match value {
            Value::Null => drop(claims.as_object_mut().expect("an object").remove(name)),
            value => claims[name] = value,
        }
        self.token(header(), claims, "EdDSA")
    }
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

fn header() -> Value {
    json!({"alg": "EdDSA", "kid": "ed"})
}

fn at(seconds: i64) -> Value {
    json!((now() + TimeDelta::seconds(seconds)).timestamp())
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "1", "email": "Ada@Example.com",
        "iat": at(-10), "nbf": at(-10), "exp": at(300),
    })
}

fn issuer() -> Issuer {
    Issuer {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        algorithms: Algorithm::ALL.iter().map(|(_, one)| *one).collect(),
        jwks: None,
        email_claim: "email".to_owned(),
        role_claim: None,
        role_map: Vec::new(),
        role: Some("executive".to_owned()),
        attribute_claims: BTreeMap::new(),
        sign_in: None,
    }
}

fn judged(pairs: &Pairs, token: &str) -> Result<Claims, Doubt> {
    let keys = KeySet::parse(pairs.set().to_string().as_bytes()).expect("keys");
    Token::parse(token).ok_or(Doubt::Wrong)?.verified(&issuer(), &keys, now())
}

#[test]
fn a_token_of_each_kind_is_believed_while_its_time_lasts() {
    let pairs = Pairs::new();
    let kinds = [
        ("RS256", "rsa"),
        ("PS256", "rsa"),
        ("PS256", "only-ps"),
        ("ES256", "p256"),
        ("ES384", "p384"),
        ("EdDSA", "ed"),
    ];
    for (alg, kid) in kinds {
        let token = pairs.token(json!({"alg": alg, "kid": kid, "typ": "JWT"}), claims(), alg);
        assert!(judged(&pairs, &token).is_ok(), "{alg} by {kid}");
    }
    let right = [
        ("the only key for it", pairs.token(json!({"alg": "ES256"}), claims(), "ES256")),
        (
            "an access token",
            pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "typ": "at+JWT"})),
        ),
        ("among others", pairs.claiming("aud", json!(["else", AUDIENCE]))),
        ("within the leeway", pairs.claiming("exp", at(-59))),
        ("a little early", pairs.claiming("nbf", at(59))),
        ("with a fraction", pairs.claiming("exp", json!(1_795_262_400.5))),
        ("without nbf", pairs.claiming("nbf", Value::Null)),
        ("a key's address is not followed", {
            pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "jku": "https://evil.example"}))
        }),
    ];
    for (what, token) in right {
        assert!(judged(&pairs, &token).is_ok(), "{what}");
    }
}

/// Tokens whose header is wrong.
fn wrong_headers(pairs: &Pairs) -> Vec<(&'static str, String)> {
    let foreign = json!({
        "kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": b64(pairs.foreign.public_key()),
    });
    let by = |header: Value, by: &str| pairs.token(header, claims(), by);
    let kid = |kid: Value| pairs.headed(json!({"alg": "EdDSA", "kid": kid}));
    vec![
        ("none without a signature", by(json!({"alg": "none"}), "")),
        ("none with a signature", by(json!({"alg": "none", "kid": "ed"}), "EdDSA")),
        ("None", by(json!({"alg": "None", "kid": "ed"}), "EdDSA")),
        ("nOnE", by(json!({"alg": "nOnE"}), "zeros")),
        ("HS256 with the PEM", by(json!({"alg": "HS256", "kid": "rsa"}), "PEM")),
        ("HS256 with the modulus", by(json!({"alg": "HS256", "kid": "rsa"}), "n")),
        ("HS256 with an oct key", by(json!({"alg": "HS256", "kid": "oct"}), "n")),
        ("HS512", by(json!({"alg": "HS512", "kid": "rsa"}), "n")),
        ("RS512", by(json!({"alg": "RS512", "kid": "rsa"}), "RS256")),
        ("no alg", pairs.headed(json!({"kid": "ed"}))),
        ("alg a number", pairs.headed(json!({"alg": 1, "kid": "ed"}))),
        ("alg a list", pairs.headed(json!({"alg": ["EdDSA"], "kid": "ed"}))),
        ("alg in small letters", pairs.headed(json!({"alg": "eddsa", "kid": "ed"}))),
        ("PKCS 1 where PSS is said", by(json!({"alg": "PS256", "kid": "rsa"}), "RS256")),
        ("PSS where PKCS 1 is said", by(json!({"alg": "RS256", "kid": "rsa"}), "PS256")),
        ("a key for PSS only", by(json!({"alg": "RS256", "kid": "only-ps"}), "RS256")),
        ("an RSA signature as ES256", by(json!({"alg": "ES256", "kid": "rsa"}), "RS256")),
        ("P-256 as ES384", by(json!({"alg": "ES384", "kid": "p256"}), "ES256")),
        ("ECDSA in DER", by(json!({"alg": "ES256", "kid": "p256"}), "ES256 in DER")),
        ("ECDSA of zeros", by(json!({"alg": "ES256", "kid": "p256"}), "zeros")),
        ("Ed25519 of zeros", by(header(), "zeros")),
        ("another's key", by(header(), "foreign")),
        ("a key in the header", {
            by(json!({"alg": "EdDSA", "kid": "ed", "jwk": foreign}), "foreign")
        }),
        ("keys at an address", {
            by(json!({"alg": "EdDSA", "kid": "x", "jku": "https://evil.example/"}), "foreign")
        }),
        ("a certificate at an address", {
            by(json!({"alg": "EdDSA", "x5u": "https://evil.example/"}), "foreign")
        }),
        ("no kid where several fit", by(json!({"alg": "PS256"}), "PS256")),
        ("an unknown kid", kid(json!("nobody"))),
        ("a path as kid", kid(json!("../../../dev/null"))),
        ("SQL as kid", kid(json!("ed' UNION SELECT 'x"))),
        ("an empty kid", kid(json!(""))),
        ("kid a number", kid(json!(1))),
        ("kid null", kid(Value::Null)),
        ("kid too long", kid(json!("e".repeat(257)))),
        ("a key for encryption", kid(json!("encrypts"))),
        ("a key for wrapping", kid(json!("wraps"))),
        ("crit", pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "crit": ["exp"], "exp": 1}))),
        ("an empty crit", pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "crit": []}))),
        ("b64", pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "b64": false}))),
        ("a logout", pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "typ": "logout+jwt"}))),
        ("typ a number", pairs.headed(json!({"alg": "EdDSA", "kid": "ed", "typ": 1}))),
        ("alg twice", pairs.headed(r#"{"alg":"none","alg":"EdDSA","kid":"ed"}"#)),
        ("kid twice", pairs.headed(r#"{"alg":"EdDSA","kid":"x","kid":"ed"}"#)),
        ("a list as header", pairs.headed(r#"[{"alg":"EdDSA","kid":"ed"}]"#)),
        ("more behind the header", pairs.headed(r#"{"alg":"EdDSA","kid":"ed"} {}"#)),
    ]
}

/// Tokens whose claims are wrong.
fn wrong_claims(pairs: &Pairs) -> Vec<(&'static str, String)> {
    let said = |text: &str| pairs.token(header(), text, "EdDSA");
    let whole = claims().to_string();
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    vec![
        ("another issuer", pairs.claiming("iss", json!("https://evil.example"))),
        ("an issuer with more", pairs.claiming("iss", json!(format!("{ISSUER}/")))),
        ("an issuer in capitals", pairs.claiming("iss", json!(ISSUER.to_uppercase()))),
        ("issuers", pairs.claiming("iss", json!([ISSUER]))),
        ("no issuer", pairs.claiming("iss", Value::Null)),
        ("for another", pairs.claiming("aud", json!("else"))),
        ("for somebody with more", pairs.claiming("aud", json!("accord-test"))),
        ("for others", pairs.claiming("aud", json!(["else", "accordion"]))),
        ("for none", pairs.claiming("aud", json!([]))),
        ("for an object", pairs.claiming("aud", json!({"accord": AUDIENCE}))),
        ("for nobody", pairs.claiming("aud", Value::Null)),
        ("no end", pairs.claiming("exp", Value::Null)),
        ("an end in words", pairs.claiming("exp", json!("2100-01-01"))),
        ("an end that is true", pairs.claiming("exp", json!(true))),
        ("not yet", pairs.claiming("nbf", at(61))),
        ("not yet, in words", pairs.claiming("nbf", json!("soon"))),
        ("issued later", pairs.claiming("iat", at(61))),
        ("exp twice", said(&whole.replacen('{', "{\"exp\":1,", 1))),
        ("iss twice", said(&whole.replacen('{', "{\"iss\":\"https://evil.example\",", 1))),
        ("a list", said(&format!("[{whole}]"))),
        ("nothing", said("")),
        ("null", said("null")),
        ("half of it", said(&whole.replace('}', ""))),
        ("a number without end", said(&whole.replacen('{', "{\"x\":1e999,", 1))),
        ("too deep", said(&deep)),
        ("huge", pairs.claiming("padding", json!("x".repeat(20_000)))),
    ]
}

/// Tokens that were damaged on their way.
fn damaged(pairs: &Pairs) -> Vec<(&'static str, String)> {
    let right = pairs.headed(header());
    let [head, body, end] = right.split('.').collect::<Vec<_>>()[..] else { panic!("parts") };
    let mut other = claims();
    other["email"] = json!("eve@example.com");
    let shorter = end.get(..end.len() - 2).expect("a signature is longer");
    vec![
        ("other claims", format!("{head}.{}.{end}", b64(other.to_string()))),
        ("another header", format!("{}.{body}.{end}", b64(r#"{"alg":"EdDSA"}"#))),
        ("a shorter signature", format!("{head}.{body}.{shorter}")),
        ("a longer signature", format!("{head}.{body}.{end}AA")),
        ("no signature", format!("{head}.{body}.")),
        ("two parts", format!("{head}.{body}")),
        ("one part", head.to_owned()),
        ("four parts", format!("{right}.{end}")),
        ("an encrypted one", format!("{right}.{end}.{end}")),
        ("a part twice", format!("{head}.{body}.{body}.{end}")),
        ("nothing", String::new()),
        ("only points", "..".to_owned()),
        ("padding", format!("{head}.{body}.{end}==")),
        ("a space", format!("{head}.{body}. {end}")),
        ("a line's end", format!("{right}\n")),
        ("another alphabet", right.replace('-', "+").replace('_', "/") + "/"),
        ("not UTF-8", format!("{head}.{}.{end}", b64([0xff, 0xfe]))),
        ("a right one with another's signature", {
            let signed = format!("{head}.{body}");
            format!("{signed}.{}", b64(pairs.sign("foreign", &signed)))
        }),
    ]
}

#[test]
fn a_token_with_anything_wrong_is_refused_and_only_a_right_one_is_told_that_it_expired() {
    let pairs = Pairs::new();
    let corpus = [wrong_headers(&pairs), wrong_claims(&pairs), damaged(&pairs)].concat();
    assert!(corpus.len() > 80, "{}", corpus.len());
    let named = ["an unknown kid", "a path as kid", "SQL as kid", "an empty kid"];
    let left_out = ["a key for encryption", "a key for wrapping", "keys at an address"];
    let oct = ["HS256 with an oct key"];
    for (what, token) in corpus {
        let unknown = [&named[..], &left_out].concat().contains(&what);
        let wanted = if unknown { Doubt::UnknownKey } else { Doubt::Wrong };
        assert_eq!(judged(&pairs, &token).err(), Some(wanted), "{what}");
        assert!(!oct.contains(&what) || wanted == Doubt::Wrong);
    }
    for seconds in [-60, -3_600] {
        let token = pairs.claiming("exp", at(seconds));
        assert_eq!(judged(&pairs, &token), Err(Doubt::Expired), "{seconds}");
    }
    let mut old = claims();
    old["exp"] = at(-600);
    let forged = pairs.token(header(), &old, "foreign");
    assert_eq!(judged(&pairs, &forged), Err(Doubt::Wrong), "a forger learns nothing");
}

#[test]
fn only_algorithms_of_the_issuers_list_are_taken() {
    let pairs = Pairs::new();
    let keys = KeySet::parse(pairs.set().to_string().as_bytes()).expect("keys");
    let only = Issuer { algorithms: [Algorithm::Es256].into(), ..issuer() };
    for (alg, kid, taken) in
        [("ES256", "p256", true), ("EdDSA", "ed", false), ("RS256", "rsa", false)]
    {
        let token = pairs.token(json!({"alg": alg, "kid": kid}), claims(), alg);
        let judged = Token::parse(&token).expect("a token").verified(&only, &keys, now());
        assert_eq!(judged.is_ok(), taken, "{alg}");
    }
    for set in ["", "{}", "[]", r#"{"keys": []}"#, r#"{"keys": [{"kty": "oct", "k": "AA"}]}"#] {
        assert!(KeySet::parse(set.as_bytes()).is_err(), "{set}");
    }
}

#[test]
fn claims_make_a_person_with_a_role_or_nobody() {
    let pairs = Pairs::new();
    let issuer = Issuer {
        role_claim: Some("realm_access.roles".to_owned()),
        role_map: vec![
            ("lead".to_owned(), "cx_lead".to_owned()),
            ("staff".to_owned(), "service".to_owned()),
        ],
        role: None,
        attribute_claims: [("region".to_owned(), "https://accord.example/region".to_owned())]
            .into(),
        ..issuer()
    };
    let of = |more: Value| {
        let mut all = claims();
        all["realm_access"] = json!({"roles": ["staff", "lead"]});
        all["https://accord.example/region"] = json!(["north", 7]);
        let more = more.as_object().expect("an object").clone();
        all.as_object_mut().expect("an object").extend(more);
        let claims = judged(&pairs, &pairs.token(header(), all, "EdDSA")).expect("believed");
        issuer.credential(&claims)
    };
    let ada = of(json!({"email_verified": true})).expect("somebody");
    assert_eq!((ada.name.as_str(), ada.role.as_str()), ("ada@example.com", "cx_lead"));
    assert_eq!(ada.attributes["region"], ["7".to_owned(), "north".to_owned()].into());
    let staff = of(json!({"realm_access": {"roles": "staff"}, "email_verified": "true"}));
    assert_eq!(staff.map(|person| person.role), Some("service".to_owned()));
    let nobody = [
        json!({"email_verified": false}),
        json!({"email_verified": "false"}),
        json!({"email_verified": null}),
        json!({"email": ""}),
        json!({"email": "powerbi"}),
        json!({"email": "@example.com"}),
        json!({"email": "ada@exam\nple.com"}),
        json!({"email": ["ada@example.com"]}),
        json!({"email": null}),
        json!({"realm_access": {"roles": ["other"]}}),
        json!({"realm_access": {"roles": [{"staff": true}]}}),
        json!({"realm_access": null}),
    ];
    for more in nobody {
        assert_eq!(of(more.clone()), None, "{more}");
    }
}

#[test]
fn what_a_role_asks_of_a_key_and_the_key_does_not_say_is_known() {
    let of = |role: &str, said: &[&str]| {
        let values = |name: &&str| ((*name).to_owned(), ["x".to_owned()].into());
        let credential = Credential {
            role: role.to_owned(),
            attributes: said.iter().map(values).collect(),
            ..Credential::default()
        };
        let viewer = Policy::built_in().viewer(credential).expect("a role");
        viewer.rights.unfilled().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(of("partner", &[]), ["partners"]);
    assert_eq!(of("partner", &["partnr"]), ["partners"], "a slip of the pen");
    assert_eq!(of("partner", &["partner"]), [""; 0]);
    assert_eq!(of("bi", &[]), [""; 0]);
}
