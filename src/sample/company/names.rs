//! Words to make companies and people of, and the ways to misspell them.

use super::chance::Dice;

/// Where a company can live.
#[derive(Debug)]
pub(super) struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// The ways a salesperson writes it.
    pub names: &'static [&'static str],
    pub dial: &'static str,
    pub zone: &'static str,
    /// What we bill in there.
    pub currency: &'static str,
    /// City, postal code, state.
    pub cities: &'static [(&'static str, &'static str, &'static str)],
    /// Legal forms; each with its other spellings.
    pub forms: &'static [&'static [&'static str]],
    pub streets: &'static [&'static str],
}

pub(super) const COUNTRIES: &[Country] = &[
    Country {
        code: "DE",
        names: &["Germany", "DE", "Deutschland", "germany"],
        dial: "+49",
        zone: "Europe/Berlin",
        currency: "EUR",
        cities: &[
            ("Stuttgart", "70173", "Baden-Württemberg"),
            ("Bremen", "28195", "Bremen"),
            ("Leipzig", "04109", "Sachsen"),
            ("Duisburg", "47051", "Nordrhein-Westfalen"),
            ("Nürnberg", "90402", "Bayern"),
        ],
        forms: &[
            &["GmbH", "Gesellschaft mbH", "G.m.b.H.", "Gmbh"],
            &["AG", "Aktiengesellschaft"],
            &["GmbH & Co. KG", "GmbH & Co KG"],
        ],
        streets: &["Industriestraße", "Hafenweg", "Am Werk", "Gewerbepark"],
    },
    Country {
        code: "FR",
        names: &["France", "FR", "france"],
        dial: "+33",
        zone: "Europe/Paris",
        currency: "EUR",
        cities: &[
            ("Lyon", "69002", "Auvergne-Rhône-Alpes"),
            ("Lille", "59000", "Hauts-de-France"),
            ("Nantes", "44000", "Pays de la Loire"),
        ],
        forms: &[&["SAS", "S.A.S."], &["SARL", "S.A.R.L.", "Sarl"], &["SA", "S.A."]],
        streets: &["rue de l'Usine", "avenue du Port", "quai des Forges"],
    },
    Country {
        code: "GB",
        names: &["United Kingdom", "GB", "UK", "Great Britain"],
        dial: "+44",
        zone: "Europe/London",
        currency: "GBP",
        cities: &[
            ("Sheffield", "S1 2HH", "South Yorkshire"),
            ("Leeds", "LS1 4DY", "West Yorkshire"),
            ("Bristol", "BS1 5TR", "Bristol"),
        ],
        forms: &[&["Ltd", "Limited", "Ltd.", "LTD"], &["PLC", "plc", "Public Limited Company"]],
        streets: &["Foundry Lane", "Canal Road", "Mill Street"],
    },
    Country {
        code: "US",
        names: &["United States", "US", "USA", "United States of America"],
        dial: "+1",
        zone: "America/Chicago",
        currency: "USD",
        cities: &[
            ("Milwaukee", "53202", "WI"),
            ("Cleveland", "44114", "OH"),
            ("Tulsa", "74103", "OK"),
            ("Houston", "77002", "TX"),
        ],
        forms: &[
            &["Inc.", "Inc", "Incorporated"],
            &["LLC", "L.L.C."],
            &["Corp.", "Corporation", "Corp"],
        ],
        streets: &["Commerce Drive", "Plant Road", "Mill Avenue"],
    },
    Country {
        code: "NL",
        names: &["Netherlands", "NL", "The Netherlands", "Nederland"],
        dial: "+31",
        zone: "Europe/Amsterdam",
        currency: "EUR",
        cities: &[
            ("Eindhoven", "5611 AZ", "Noord-Brabant"),
            ("Rotterdam", "3011 AA", "Zuid-Holland"),
        ],
        forms: &[&["B.V.", "BV"], &["N.V.", "NV"]],
        streets: &["Havenstraat", "Fabrieksweg"],
    },
    Country {
        code: "IT",
        names: &["Italy", "IT", "Italia"],
        dial: "+39",
        zone: "Europe/Rome",
        currency: "EUR",
        cities: &[("Bologna", "40121", "BO"), ("Torino", "10121", "TO")],
        forms: &[&["S.p.A.", "SpA", "Spa"], &["S.r.l.", "Srl", "SRL"]],
        streets: &["via dell'Industria", "via Officine"],
    },
    Country {
        code: "ES",
        names: &["Spain", "ES", "España"],
        dial: "+34",
        zone: "Europe/Madrid",
        currency: "EUR",
        cities: &[("Bilbao", "48001", "Bizkaia"), ("Zaragoza", "50001", "Zaragoza")],
        forms: &[&["S.L.", "SL"], &["S.A.", "SA"]],
        streets: &["calle Industria", "avenida del Puerto"],
    },
    Country {
        code: "SE",
        names: &["Sweden", "SE", "Sverige"],
        dial: "+46",
        zone: "Europe/Stockholm",
        currency: "EUR",
        cities: &[
            ("Göteborg", "411 04", "Västra Götaland"),
            ("Västerås", "722 11", "Västmanland"),
        ],
        forms: &[&["AB", "Aktiebolag"]],
        streets: &["Verkstadsgatan", "Hamngatan"],
    },
    Country {
        code: "AT",
        names: &["Austria", "AT", "Österreich"],
        dial: "+43",
        zone: "Europe/Vienna",
        currency: "EUR",
        cities: &[("Linz", "4020", "Oberösterreich"), ("Graz", "8010", "Steiermark")],
        forms: &[&["GmbH", "Ges.m.b.H.", "GesmbH"]],
        streets: &["Werkstraße", "Donaulände"],
    },
    Country {
        code: "PL",
        names: &["Poland", "PL", "Polska"],
        dial: "+48",
        zone: "Europe/Warsaw",
        currency: "EUR",
        cities: &[("Katowice", "40-001", "śląskie"), ("Poznań", "61-001", "wielkopolskie")],
        forms: &[&["Sp. z o.o.", "sp. z o. o.", "Sp.z o.o."], &["S.A.", "SA"]],
        streets: &["ul. Przemysłowa", "ul. Fabryczna"],
    },
    Country {
        code: "AU",
        names: &["Australia", "AU"],
        dial: "+61",
        zone: "Australia/Melbourne",
        currency: "USD",
        cities: &[("Geelong", "3220", "VIC")],
        forms: &[&["Pty Ltd", "Pty. Ltd.", "Pty Limited"]],
        streets: &["Dock Street"],
    },
];

/// The country of a code in [`COUNTRIES`].
pub(super) fn country(code: &str) -> &'static Country {
    COUNTRIES.iter().find(|c| c.code == code).expect("the code is one of our own")
}

pub(super) const FIRST: &[&str] = &[
    "Alder", "Amber", "Anvil", "Argon", "Aster", "Basalt", "Beacon", "Birch", "Boreal",
    "Brook", "Cedar", "Cobalt", "Copper", "Delta", "Ember", "Falcon", "Fjord", "Flint",
    "Garnet", "Glacier", "Granite", "Harbour", "Heron", "Indigo", "Iron", "Juniper", "Krypton",
    "Larch", "Linden", "Lumen", "Marlin", "Meridian", "Nimbus", "Nordic", "Obsidian", "Onyx",
    "Osprey", "Pallas", "Quartz", "Raven", "Rowan", "Saffron", "Sable", "Sterling", "Tern",
    "Titan", "Umber", "Vesper", "Wolfram", "Zephyr",
];
pub(super) const SECOND: &[&str] = &[
    "Chemicals",
    "Foods",
    "Papers",
    "Steelworks",
    "Plastics",
    "Hydraulics",
    "Breweries",
    "Shipyards",
    "Refining",
    "Water",
    "Castings",
    "Textiles",
    "Cement",
    "Turbines",
    "Dairies",
    "Machinery",
    "Coatings",
    "Glassworks",
    "Sugar",
    "Mining",
    "Pharma",
    "Packaging",
    "Bearings",
    "Energy",
];
/// What each second word's companies do.
pub(super) const INDUSTRIES: &[&str] = &[
    "Chemicals",
    "Food & Beverage",
    "Pulp & Paper",
    "Metals",
    "Plastics",
    "Machinery",
    "Food & Beverage",
    "Marine",
    "Oil & Gas",
    "Water & Wastewater",
    "Metals",
    "Textiles",
    "Building Materials",
    "Energy",
    "Food & Beverage",
    "Machinery",
    "Chemicals",
    "Building Materials",
    "Food & Beverage",
    "Mining",
    "Pharmaceuticals",
    "Packaging",
    "Machinery",
    "Energy",
];
/// First words of the just-in-time suppliers, whose second word is `Automotive` or the like.
pub(super) const JIT: &[&str] = &[
    "Axlehaus",
    "Brakemark",
    "Camshaft",
    "Drivex",
    "Enginia",
    "Flexaro",
    "Gearwald",
    "Hubline",
    "Injecta",
    "Jointec",
    "Karosa",
    "Lenktech",
    "Motorion",
    "Nockenwerk",
    "Oilring",
    "Pistona",
    "Querlenk",
    "Rotorix",
    "Spindelta",
    "Torqura",
];

/// A given name as written and as it stands in an e-mail address.
pub(super) const GIVEN: &[&str] = &[
    "Anna", "Bernd", "Carla", "David", "Elena", "Frank", "Greta", "Hugo", "Ines", "Jonas",
    "Karin", "Luca", "Marta", "Nils", "Olga", "Peter", "Ruth", "Stefan", "Tina", "Uwe", "Vera",
    "William", "Yvonne", "Zoe", "Alice", "Bruno", "Claire", "Daniel", "Emma", "Felix",
    "Giulia", "Henrik", "Irene", "Jack", "Katja", "Lars", "Maria", "Noah", "Oliver", "Paula",
    "Robert", "Sofia", "Thomas", "Ulrike", "Victor", "Wanda", "René", "Zoë",
];
pub(super) const FAMILY: &[&str] = &[
    "Schmidt",
    "Weber",
    "Müller",
    "Fischer",
    "Wagner",
    "Becker",
    "Hoffmann",
    "Koch",
    "Richter",
    "Wolf",
    "Martin",
    "Bernard",
    "Dubois",
    "Moreau",
    "Laurent",
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Wilson",
    "Evans",
    "Walker",
    "Johnson",
    "Miller",
    "Davis",
    "Garcia",
    "Anderson",
    "Jansen",
    "de Vries",
    "Bakker",
    "Rossi",
    "Russo",
    "Ferrari",
    "Lopez",
    "Sanchez",
    "Andersson",
    "Lindqvist",
    "Nowak",
    "Kowalski",
    "Gruber",
    "Huber",
    "O'Neill",
    "Björk",
    "Nguyen",
    "Patel",
    "Costa",
    "Petersen",
    "Larsen",
];
pub(super) const TITLES: &[(&str, &str)] = &[
    ("Managing Director", "DECISION_MAKER"),
    ("Head of Purchasing", "BUDGET_HOLDER"),
    ("Maintenance Manager", "INFLUENCER"),
    ("Plant Operator", "END_USER"),
    ("Shift Supervisor", "END_USER"),
    ("Process Engineer", "INFLUENCER"),
    ("Accounts Payable Clerk", "OTHER"),
    ("Reliability Engineer", "END_USER"),
];
pub(super) const FREE_MAIL: &[&str] =
    &["gmail.com", "gmx.de", "outlook.com", "web.de", "yahoo.com"];

/// Lower-case ASCII with only letters and digits, words joined by `-`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ä' | 'Ä' => slug.push_str("ae"),
            'ö' | 'Ö' => slug.push_str("oe"),
            'ü' | 'Ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'é' | 'ë' | 'è' => slug.push('e'),
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            ' ' | '-' if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug
}

/// Two letters swapped, one dropped or one doubled, never the first.
pub(super) fn typo(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 5 {
        return text.to_owned();
    }
    let place = 1 + dice.index(letters.len() - 3);
    match dice.index(3) {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        _ => letters.insert(place, letters[place]),
    }
    letters.into_iter().collect()
}
