//! Whether values are what they should be: for the report on the quality of records. Nothing is
//! rejected by it.

use super::form::mailbox::Mailbox;
use super::form::number::{Check, check_vat};
use super::form::place;

/// Codes of ISO 3166-1 alpha-2, and Kosovo's.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
     BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM \
     DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
     GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
     KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ \
     MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
     PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
     SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
     VN VU WF WS XK YE YT ZA ZM ZW";

/// Whether a mailbox can be at such an address: something before the one `@`, a host with a dot
/// behind it. Nobody is asked.
pub fn is_email(raw: &str) -> bool {
    let raw = raw.trim();
    let Some(mailbox) = Mailbox::read(raw).filter(|_| raw.matches('@').count() == 1) else {
        return false;
    };
    let label = |label: &str| {
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(inner)
    };
    let host = mailbox.domain();
    let spoiled = raw.contains(|c: char| c.is_whitespace() || ",;\"()".contains(c));
    !spoiled && !mailbox.local().is_empty() && host.contains('.') && host.split('.').all(label)
}

/// Whether it names a country: a code of ISO 3166-1 alpha-2, or a name of one that is known.
pub fn is_country(raw: &str) -> bool {
    let code = place::country(raw).to_ascii_uppercase();
    COUNTRIES.split(' ').any(|known| known == code)
}

/// Whether a VAT number agrees with its check digit; `None` where no rule is known for it.
pub fn is_vat(raw: &str, country: &str) -> Option<bool> {
    match check_vat(raw, country) {
        Check::Right => Some(true),
        Check::Wrong => Some(false),
        Check::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_that_cannot_be_right() {
        for right in ["j.doe@kestrel.de", " Jane+news@mail.kestrel.co.uk ", "a@bücher.de"] {
            assert!(is_email(right), "{right}");
        }
        for wrong in
            ["n/a", "jane@", "@kestrel.de", "j doe@kestrel.de", "a@b@c.de", "a@localhost"]
        {
            assert!(!is_email(wrong), "{wrong}");
        }
        for right in ["DE", "cz", " gb ", "Germany", "Deutschland", "XK"] {
            assert!(is_country(right), "{right}");
        }
        for wrong in ["ZZ", "", "Atlantis", "D", "n/a"] {
            assert!(!is_country(wrong), "{wrong}");
        }
        let vat = [("DE136695976", Some(true)), ("DE136695977", Some(false)), ("LU1", None)];
        for (number, right) in vat {
            assert_eq!(is_vat(number, ""), right, "{number}");
        }
        assert_eq!(COUNTRIES.split(' ').count(), 250);
    }
}
