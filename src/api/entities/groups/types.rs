//! The types of groups, put into the schema's registry.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field as AskedField, VariableDefinition};
use async_graphql::registry::{MetaField, MetaInputValue, Registry};
use async_graphql::{InputType, OutputType, Positioned, ServerResult, VisitorContext};

use super::asked::{MONEY, SUMMARY, USUAL};
use super::frame::{By, Frame, Measured, Of, frame, frames};
use super::measure::Stat;
use crate::api::account_filter::AccountFilter;
use crate::api::accounts::PageInfo;
use crate::api::entities::meta::{enumeration, field, input, input_object, object, value};
use crate::api::entities::shape::capitals;
use crate::api::entities::types::{documented, put};
use crate::api::limits;
use crate::api::personal::Personal;
use crate::api::scalars::{Day, Decimal};
use crate::api::words::Interval;
use crate::model::Kind;
use crate::portfolio::{Dimension, Number};

/// Registers the groups of every list, as fields of the root.
pub(in crate::api::entities) fn register(
    registry: &mut Registry,
    fields: &mut IndexMap<String, MetaField>,
) {
    common(registry);
    for frame in frames() {
        row(registry, frame);
        connection(registry, frame);
        words(registry, frame);
        inputs(registry, frame);
        fields.insert(frame.root.clone(), root(registry, frame));
    }
}

/// What all of them have.
fn common(registry: &mut Registry) {
    <Option<Day> as OutputType>::create_type_info(registry);
    <Option<Decimal> as OutputType>::create_type_info(registry);
    let stat =
        |(_, name, doc): (Stat, &str, &str)| (capitals(name), value(&capitals(name), doc));
    let doc = "What is told of a number over the members of a group that have it.";
    let stats = Stat::ALL.map(stat).into();
    registry.types.insert("Stat".to_owned(), enumeration("Stat", doc, stats));
    <Interval as InputType>::create_type_info(registry);
    let told = |ty: &str| {
        Stat::ALL.map(|(stat, name, doc)| {
            let ty = if stat == Stat::Known { "Int!" } else { ty };
            field(name, doc, ty.to_owned())
        })
    };
    let doc =
        "A number over the members of a group that have it; to four decimals, null of none.";
    put(registry, SUMMARY, doc, told("Float"));
    let doc = "An amount over the members of a group that have it, to the currency's minor unit; null of none.";
    let currency = "ISO 4217 code; `null` when none is known or they are of several: then nothing is summed.";
    let rate = "The day since when the oldest rate of exchange in it is valid; `null` when nothing was converted.";
    let more = [
        field("currency", currency, "String".to_owned()),
        field("rateDate", rate, "Date".to_owned()),
    ];
    let fields = told("Decimal").into_iter().chain(more);
    let fields = fields.map(|field| (field.name.clone(), field)).collect();
    registry.types.insert(MONEY.to_owned(), object(MONEY, doc, fields));
}

fn row(registry: &mut Registry, frame: &Frame) {
    let mut fields = IndexMap::new();
    let mut add = |one: MetaField| fields.insert(one.name.clone(), one);
    add(field(
        "key",
        "What its members have in each of `groupBy`, in their order; `null` where it is not known.",
        "[String]".to_owned(),
    ));
    for (name, by) in &frame.fields {
        let ty = match *by {
            by if by.is_day() => "Date",
            by if by.is_flag() => "Boolean",
            by if by.refers().is_some() => "ID",
            _ => "String",
        };
        let doc = format!("{} `null` as well when nothing is grouped by it.", told(*by));
        let directives = frame.pii(*by).map(Personal::apply).into_iter().collect();
        let ty = ty.to_owned();
        add(MetaField { directive_invocations: directives, ..field(name, &doc, ty) });
    }
    for (name, doc) in &frame.tallies {
        add(field(name, doc, "Int!".to_owned()));
    }
    for (name, number) in &frame.numbers {
        let ty = if number.is_money() { MONEY } else { SUMMARY };
        add(field(name, &measured(*number), format!("{ty}!")));
    }
    let arguments = [
        input(
            "of",
            "Of what; without it the figure is `null`.",
            &format!("{}Measure", frame.name),
        ),
        input("stat", "What of it; nothing of a count.", "Stat"),
    ];
    let doc = "Any number of the group alone, to four decimals: a column for charts under an alias. Amounts \
               are exact in the field of their name.";
    add(MetaField {
        args: arguments.into_iter().map(|one| (one.name.clone(), one)).collect(),
        ..field("figure", doc, "Float".to_owned())
    });
    let doc = match frame.of {
        Of::Accounts => "Accounts that have the same in everything that they are grouped by.",
        Of::Rows(_) => "Rows that have the same in everything that they are grouped by.",
    };
    let name = frame.row();
    registry.types.insert(name.clone(), object(&name, doc, fields));
}

/// What a group is told by.
fn told(by: By) -> String {
    match by {
        By::Account(of) => of_account(of).to_owned(),
        By::Column(crate::store::Column::Field(field)) => documented(field),
        By::Column(crate::store::Column::Account) => "The id of the account.".to_owned(),
        By::Column(_) => "The id of the contact.".to_owned(),
        By::Currency(_) => "The currency of the amount, ISO 4217.".to_owned(),
        By::Time(field) => {
            format!("First day of the interval, in UTC, of: {}", documented(field))
        }
    }
}

fn of_account(of: Dimension) -> &'static str {
    match of {
        Dimension::Country => "Country of the account, ISO 3166-1 alpha-2.",
        Dimension::Region => "State, province or sales region of the account.",
        Dimension::LineOfBusiness => {
            "What the account buys. It is in each of its lines: there it counts whole, and its money is shared \
             out by what each billed."
        }
        Dimension::Segment => {
            "Code of the first segment that the account is in, so that none counts twice."
        }
        Dimension::Owner => "Our person in charge of the account.",
        Dimension::Partner => "The partner account that serves the account.",
        Dimension::Band => "Band of the account's health.",
        Dimension::Position => "Where the account's business stands.",
        Dimension::Industry => "Industry of the account in the source's own word.",
        Dimension::Confidence => "How sure the account's health is.",
        Dimension::ContractEnd => {
            "First day of the month in which the next of the account's contracts ends, of those not over."
        }
    }
}

fn measured(number: Measured) -> String {
    let Measured::Account(number) = number else {
        let Measured::Field(field) = number else { return String::new() };
        let doc = documented(field);
        return match field.kind {
            Kind::Flag => {
                format!("1 of yes and 0 of no, so that `mean` is the share of yes: {doc}")
            }
            _ => doc,
        };
    };
    let of = match number {
        Number::Health => "Effective health, 0 to 100.",
        Number::Coverage => "Share of the evidence behind health that was seen, 0 to 1.",
        Number::Low => "Lowest health that the missing could make of it.",
        Number::High => "Highest health that the missing could make of it.",
        Number::Trust => "Trust, 0 to 100.",
        Number::Nps => "Net promoters, -100 to 100; each account's own, not pooled.",
        Number::Arr => "Recurring revenue of a year.",
        Number::RenewalExpected => "Renewals due, times their probability.",
        Number::AtRisk => "Renewals due, times the probability of losing them.",
        Number::UnknownAtRisk => "Renewals due of which nothing is known.",
        Number::GrowthExpected => "Expected of open deals and of what peers buy.",
        Number::Net => "Growth less what is at risk.",
        Number::RiskShare => "Revenue at risk as a share of that of a year.",
        Number::GrowthShare => "Revenue in growth as a share of it.",
        Number::Billed => "Billed in 365 days.",
        Number::CostToServe => "What serving it cost in 365 days.",
        Number::LifetimeValue => "Lifetime value.",
        Number::Nrr => {
            "Net revenue retention of 365 days in percent; each account's own, not pooled."
        }
        Number::Grr => "Gross revenue retention in percent; each account's own, not pooled.",
        Number::Employees => "Number of employees.",
    };
    of.to_owned()
}

fn connection(registry: &mut Registry, frame: &Frame) {
    let (row, edge, page) = (frame.row(), frame.edge(), frame.connection());
    let cursor = "Pass it as `after` or `before` to go on from this group.";
    put(
        registry,
        &edge,
        "A group in a page.",
        [
            field("cursor", cursor, "String!".to_owned()),
            field("node", "The group.", row.clone()),
        ],
    );
    let info = PageInfo::create_type_info(registry);
    let total = "All groups that `having` lets through.";
    put(
        registry,
        &page,
        "A page of groups.",
        [
            field("edges", "The groups with their cursors.", format!("[{edge}]")),
            field("nodes", "The groups alone.", format!("[{row}!]!")),
            field("pageInfo", "Where the page stands in the list.", info),
            field("totalCount", total, "Int!".to_owned()),
        ],
    );
}

/// The words that name what is grouped by, and what is measured.
fn words(registry: &mut Registry, frame: &Frame) {
    let name = format!("{}Dimension", frame.name);
    let word = |(of, by): (&String, &By)| {
        let word = capitals(of);
        (word.clone(), value(&word, &told(*by)))
    };
    let words = frame.fields.iter().map(word).collect();
    registry.types.insert(name.clone(), enumeration(&name, "What groups are made by.", words));
    let name = format!("{}Measure", frame.name);
    let tallies = frame.tallies.iter().map(|(of, doc)| (capitals(of), (*doc).to_owned()));
    let numbers = frame.numbers.iter().map(|(of, number)| (capitals(of), measured(*number)));
    let words = tallies.chain(numbers).map(|(word, doc)| (word.clone(), value(&word, &doc)));
    let words = words.collect();
    registry.types.insert(name.clone(), enumeration(&name, "A number of a group.", words));
}

fn inputs(registry: &mut Registry, frame: &Frame) {
    let name = &frame.name;
    let of = || input("of", "Of what.", &format!("{name}Measure!"));
    let stat = || input("stat", "What of it; nothing of a count.", "Stat");
    let mut add = |ty: String, doc: &str, fields: Vec<MetaInputValue>| {
        registry.types.insert(ty.clone(), input_object(&ty, doc, fields));
    };
    let signs = [
        ("eq", "Exactly this."),
        ("lt", "Less than this."),
        ("lte", "This at most."),
        ("gt", "Greater than this."),
        ("gte", "This at least."),
    ];
    let signs = signs.map(|(sign, doc)| input(sign, doc, "Float"));
    let unknown = input("isNull", "Whether it is not known.", "Boolean");
    let fields = [of(), stat()].into_iter().chain(signs).chain([unknown]).collect();
    let doc = "A condition on groups. Everything that is given must hold; what is not known meets none but \
               `isNull`.";
    add(format!("{name}Having"), doc, fields);
    let desc = MetaInputValue {
        default_value: Some("false".to_owned()),
        ..input("desc", "From the last or highest.", "Boolean!")
    };
    let by = "By what they are grouped by; or else `of`.";
    let fields = vec![
        input("field", by, &format!("{name}Dimension")),
        input("of", "By a number.", &format!("{name}Measure")),
        stat(),
        desc,
    ];
    let doc = "An order of groups. What is not known comes last.";
    add(format!("{name}AggregateOrder"), doc, fields);
    if let Of::Rows(_) = frame.of {
        let interval = "Of a day or moment: which interval; MONTH when absent.";
        let fields = vec![
            input("field", "By what.", &format!("{name}Dimension!")),
            input("interval", interval, "Interval"),
        ];
        add(format!("{name}GroupBy"), "What rows are grouped by.", fields);
    }
}

fn root(registry: &mut Registry, frame: &Frame) -> MetaField {
    let name = &frame.name;
    let most = limits::GROUPS;
    let (by, filter, what) = match frame.of {
        Of::Accounts => {
            <Option<AccountFilter> as InputType>::create_type_info(registry);
            (format!("[{name}Dimension!]"), "AccountFilter".to_owned(), "accounts")
        }
        Of::Rows(_) => (format!("[{name}GroupBy!]"), format!("{name}Filter"), "rows"),
    };
    let first =
        format!("How many, 1 to {most}; {USUAL} when neither this nor `last` is given.");
    let last = format!("How many from the end, 1 to {most}.");
    let mut arguments = vec![
        input("groupBy", "By what, at most three; one group of all when absent.", &by),
        input("where", &format!("Which {what}; all when absent."), &filter),
        input("having", "Which groups; all of these hold.", &format!("[{name}Having!]")),
        input(
            "orderBy",
            "In which order; by their words when absent, and where these leave ties.",
            &format!("[{name}AggregateOrder!]"),
        ),
        input("first", &first, "Int"),
        input("after", "Behind this cursor.", "String"),
        input("last", &last, "Int"),
        input("before", "Before this cursor.", "String"),
    ];
    if let Of::Accounts = frame.of {
        let doc = "ISO 4217 code of all amounts; the reporting currency when absent.";
        arguments.push(input("currency", doc, "String"));
    }
    let doc = match frame.of {
        Of::Accounts => {
            "Accounts in groups, as of their latest scores, with what their numbers are. More than 10,000 \
             groups are refused."
        }
        Of::Rows(_) => {
            "The same rows as the list's, in groups, with what their numbers are. Amounts of several currencies \
             do not add up: they are `null`, with the reason. More than 10,000 groups are refused."
        }
    };
    MetaField {
        args: arguments.into_iter().map(|one| (one.name.clone(), one)).collect(),
        compute_complexity: Some(complexity),
        ..field(&frame.root, doc, frame.connection())
    }
}

/// A page costs its length times what is asked of each, and grouping itself something more.
#[expect(clippy::unnecessary_wraps, reason = "the registry keeps it as it is")]
fn complexity(
    ctx: &VisitorContext<'_>,
    variables: &[Positioned<VariableDefinition>],
    asked: &AskedField,
    child: usize,
) -> ServerResult<usize> {
    let given = |name: &str| {
        ctx.param_value::<Option<i32>>(variables, asked, name, None).ok().flatten()
    };
    let length = given("first").or_else(|| given("last")).unwrap_or(USUAL);
    let length = length.clamp(1, limits::GROUPS).unsigned_abs() as usize;
    let base = match frame(asked.name.node.as_str()).map(|frame| frame.of) {
        Some(Of::Rows(_)) => limits::GROUPING_ROWS_COST,
        _ => limits::GROUPING_COST,
    };
    Ok(length * child + base)
}
