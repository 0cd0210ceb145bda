//! Business Central: what we shipped, billed and were paid, as its API v2.0 lists it.
//!
//! Property names follow the resource pages under
//! <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/>.

use super::Rows;
use super::chance::Dice;
use super::text::{Object, guid, list};
use super::when::{self, DAY, Day, HOUR, Sec};
use super::world::{Account, Good, Term, Twist, World};

/// Kinds of GUID.
const CUSTOMER: u64 = 1;
const ITEM: u64 = 2;
const ORDER: u64 = 3;
const SHIPMENT: u64 = 4;
const INVOICE: u64 = 5;
const MEMO: u64 = 6;
const PAYMENT: u64 = 7;
const LINE: u64 = 8;

/// An order with its lines: item, quantity, unit price in hundredths, day it left.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub account: usize,
    pub number: u64,
    pub ordered: Day,
    pub promised: Day,
    pub lines: Vec<Line>,
}

/// A line of an order.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub item: usize,
    pub quantity: i64,
    pub price: i64,
    /// `None` while it has not left.
    pub shipped: Option<Day>,
}

impl Order {
    fn net(&self) -> i64 {
        self.lines.iter().map(|l| l.quantity * l.price).sum()
    }

    /// The day the last line left.
    fn complete(&self) -> Option<Day> {
        self.lines.iter().map(|l| l.shipped).collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

/// What an invoice is for.
#[derive(Debug, Clone)]
pub(super) enum Cause {
    /// A goods order still in the archive.
    Order(Order),
    /// A goods order older than the archive.
    Old,
    /// A quarter of a subscription.
    Term(u64),
}

/// An invoice and what became of it.
#[derive(Debug, Clone)]
pub(super) struct Invoice {
    pub account: usize,
    pub number: u64,
    pub issued: Day,
    pub due: Day,
    pub net: i64,
    pub tax: i64,
    pub paid: Option<Day>,
    pub cause: Cause,
}

impl Invoice {
    pub(super) fn gross(&self) -> i64 {
        self.net + self.tax
    }

    /// As printed on paper.
    pub(super) fn label(&self) -> String {
        format!("PSI-{:06}", self.number)
    }
}

/// What later files and ticks need to know of the ledger.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// All invoices in the order of their numbers.
    pub invoices: Vec<Invoice>,
    /// Orders that have not left in full.
    pub open_orders: Vec<Order>,
    /// The last number given to an order.
    pub last_order: u64,
}

pub(super) fn customer_id(account: usize) -> String {
    guid(CUSTOMER, account as u64)
}

pub(super) fn customer_number(account: usize) -> String {
    format!("C{:05}", 10_000 + account * 10)
}

/// Writes the whole ledger up to the start.
pub(super) fn write(world: &World, rows: &mut Rows) -> Books {
    let mut books = Books::default();
    static_records(world, rows);
    for account in world.accounts.iter().filter(|a| a.in_erp) {
        rows.put("customers", customer_id(account.index), changed(world, account), |at| {
            customer(world, account, at)
        });
    }
    let orders = orders(world);
    books.last_order = orders.len() as u64;
    for order in &orders {
        write_order(world, order, rows);
        if order.complete().is_none_or(|day| day > world.today) {
            books.open_orders.push(order.clone());
        }
    }
    books.invoices = invoices(world, orders);
    for invoice in &books.invoices {
        write_invoice(world, invoice, rows);
        write_memos(world, invoice, rows);
    }
    books
}

fn changed(world: &World, account: &Account) -> Sec {
    let mut dice = world.dice("bc-customer-at", account.index as u64);
    world.start - dice.between(2, 500) * DAY + dice.between(0, 8 * HOUR)
}

fn static_records(world: &World, rows: &mut Rows) {
    let old = world.start - 700 * DAY;
    rows.put("companies", guid(20, 1), old, |at| {
        Object::new()
            .word("id", guid(20, 1))
            .word("systemVersion", "25.0.23364.0")
            .int("timestamp", 20_112)
            .text("name", COMPANY)
            .text("displayName", COMPANY)
            .word("businessProfileId", "")
            .word("systemCreatedAt", when::iso_ms(at))
            .word("systemModifiedAt", when::iso_ms(at))
            .finish()
    });
    rows.put("customerPaymentJournals", guid(21, 1), old, |at| {
        Object::new()
            .word("id", guid(21, 1))
            .word("code", "CASHRCPT")
            .text("displayName", "Cash receipts")
            .word("balancingAccountNumber", "2920")
            .word("lastModifiedDateTime", when::iso_ms(at))
            .finish()
    });
    for (place, good) in world.goods.iter().enumerate() {
        rows.put("items", guid(ITEM, place as u64), old + place as i64 * HOUR, |at| {
            item(place, good, at)
        });
    }
    rates(world, rows);
}

/// Our own company's name in the ERP.
pub(super) const COMPANY: &str = "Pumpwerk Nord GmbH";

fn item(place: usize, good: &Good, at: Sec) -> String {
    Object::new()
        .word("id", guid(ITEM, place as u64))
        .word("number", &good.sku)
        .text("displayName", &good.name)
        .word("type", if good.goods { "Inventory" } else { "Service" })
        .text("itemCategoryCode", &good.family.to_uppercase())
        .flag("blocked", false)
        .word("gtin", "")
        .int("inventory", if good.goods { 40 + place as i64 * 3 } else { 0 })
        .money("unitPrice", good.cents)
        .flag("priceIncludesTax", false)
        .money("unitCost", good.cents * 6 / 10)
        .word("taxGroupCode", "STANDARD")
        .word("baseUnitOfMeasureCode", if good.goods { "PCS" } else { "YEAR" })
        .word("lastModifiedDateTime", when::iso_ms(at))
        .finish()
}

/// Rates of exchange at the first of each month for five years, in the local currency (EUR).
fn rates(world: &World, rows: &mut Rows) {
    let (year, month, _) = when::civil(world.today);
    let this = when::from_civil(year, month, 1);
    for (place, (currency, base)) in
        [("USD", 9_150_i64), ("GBP", 11_680)].into_iter().enumerate()
    {
        let mut dice = world.dice("rates", place as u64);
        for months in (0..61).rev() {
            let day = when::add_months(this, -months);
            let rate = base + dice.between(-350, 350);
            let id = guid(22 + place as u64, months as u64);
            rows.put("currencyExchangeRates", id.clone(), day * DAY + 6 * HOUR, |at| {
                Object::new()
                    .word("id", &id)
                    .word("currencyCode", currency)
                    .word("startingDate", when::date(day))
                    .raw("exchangeRateAmount", "1.0")
                    .raw(
                        "relationalExchangeRateAmount",
                        format!("{}.{:04}", rate / 10_000, rate % 10_000),
                    )
                    .word("relationalCurrencyCode", "")
                    .word("lastModifiedDateTime", when::iso_ms(at))
                    .finish()
            });
        }
    }
}

fn customer(world: &World, account: &Account, at: Sec) -> String {
    let mut dice = world.dice("bc-customer", account.index as u64);
    let name = account.spelled(&mut dice);
    let site = account.old_domain.as_ref().unwrap_or(&account.domain);
    let website =
        if dice.chance(0.6) { format!("https://www.{site}/") } else { format!("www.{site}") };
    let known = dice.chance(0.97) || account.twist != Twist::Plain;
    let vat = if dice.chance(0.3) { spaced(&account.vat) } else { account.vat.clone() };
    // A quarter is written as one dials it from home.
    let home = account.phone.replacen(&format!("{} ", account.country.dial), "0", 1);
    let phone = if dice.chance(0.25) { home } else { account.phone.clone() };
    let (city, zip, state) = account.city;
    Object::new()
        .word("id", customer_id(account.index))
        .word("number", customer_number(account.index))
        .text("displayName", &name)
        .word("type", "Company")
        .text("addressLine1", &account.street)
        .word("addressLine2", "")
        .text("city", city)
        .text("state", state)
        .word("country", account.country.code)
        .text("postalCode", zip)
        .word("phoneNumber", phone)
        .text("email", &format!("invoices@{site}"))
        .text("website", if known { &website } else { "" })
        .flag("taxLiable", true)
        .text("taxRegistrationNumber", &vat)
        .word("currencyCode", currency_code(account))
        .word("paymentTermsCode", format!("{}D", account.terms_days))
        .word("blocked", if account.twist == Twist::Overdue { "Ship" } else { "_x0020_" })
        .word("lastModifiedDateTime", when::iso_ms(at))
        .finish()
}

/// The same number as somebody typed it: `DE 123 456 789`.
fn spaced(vat: &str) -> String {
    let mut text = String::new();
    for (place, c) in vat.chars().enumerate() {
        if place >= 2 && (place - 2) % 3 == 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// Empty for the company's own currency, as Business Central has it.
fn currency_code(account: &Account) -> &'static str {
    match account.country.currency {
        "EUR" => "",
        other => other,
    }
}

/// The share of lines on time behind a driver: the published knots 70, 90, 98 % read backwards.
fn on_time(driver: f64) -> f64 {
    if driver < 0.5 { 0.70 + driver * 0.4 } else { 0.90 + (driver - 0.5) * 0.16 }
}

/// Orders of all accounts in the order of their days, numbered.
fn orders(world: &World) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for account in world.accounts.iter().filter(|a| a.goods) {
        let mut dice = world.dice("orders", account.index as u64);
        for ordered in order_days(world, account, &mut dice) {
            orders.push(order(world, account, ordered, &mut dice));
        }
    }
    orders.sort_by_key(|o| (o.ordered, o.account));
    for (place, order) in orders.iter_mut().enumerate() {
        order.number = place as u64 + 1;
    }
    orders
}

/// Days of order: every two weeks in the last four months, every six weeks before that.
fn order_days(world: &World, account: &Account, dice: &mut Dice) -> Vec<Day> {
    let step = match account.twist {
        Twist::Canary => 6,
        Twist::Plain => dice.between(13, 22),
        _ => 8,
    };
    let mut days = Vec::new();
    let mut back = dice.between(0, step);
    let oldest = (world.today - account.since).min(728);
    while back < oldest {
        days.push(when::working(world.today - back - 2));
        back += if back < 140 { step } else { dice.between(32, 60) } + dice.between(-2, 2);
    }
    days
}

fn order(world: &World, account: &Account, ordered: Day, dice: &mut Dice) -> Order {
    let age = world.today - ordered;
    let lead = dice.between(6, 16);
    let promised = when::working(ordered + lead);
    // Dense months carry smaller orders, so that the year's revenue tells growth and not our density.
    let scale = if age < 140 { 4 } else { 11 };
    let growth = match account.twist {
        // They order half of what they did.
        Twist::RenewalAtRisk if age < 140 => 0.5,
        _ if age < 365 => 0.82 + 0.33 * account.drivers.growth,
        _ => 1.0,
    };
    let canary = account.twist == Twist::Canary;
    let kept = match account.twist {
        Twist::Canary if promised > world.today - 29 => 0.0,
        Twist::Canary | Twist::Segment => 0.97,
        _ => on_time(account.drivers.delivery),
    };
    let late = !dice.chance(kept);
    let early = dice.between(0, 2).min(lead - 2);
    let delay = dice.between(2, if canary { 5 } else { 11 });
    let mut lines = Vec::new();
    for _ in 0..dice.between(2, 4) {
        let family = *dice.pick(&account.families);
        let item = family * 8 + dice.index(8);
        let price = world.goods[item].cents;
        let worth = [1, 2, 6, 18][family] * scale * dice.between(6, 14);
        let quantity = ((worth as f64 * growth / 60.0) as i64).max(1);
        // Lateness mostly takes the whole order, sometimes a line of it.
        let moved = match () {
            () if late && dice.chance(0.85) => delay,
            () if dice.chance(0.015) => dice.between(1, 5),
            () => -early,
        };
        let shipped = when::working(promised + moved);
        lines.push(Line {
            item,
            quantity,
            price,
            shipped: (shipped < world.today).then_some(shipped),
        });
    }
    Order { account: account.index, number: 0, ordered, promised, lines }
}

fn write_order(world: &World, order: &Order, rows: &mut Rows) {
    let touched = order.lines.iter().filter_map(|l| l.shipped).max().unwrap_or(order.ordered);
    let at = (touched * DAY + 14 * HOUR + (order.number as i64 % 3_000)).min(world.start);
    rows.put("salesOrders", guid(ORDER, order.number), at, |at| order_body(world, order, at));
    let mut days: Vec<Day> = order.lines.iter().filter_map(|l| l.shipped).collect();
    days.sort_unstable();
    days.dedup();
    for (place, day) in days.into_iter().enumerate() {
        write_shipment(world, order, (place as u64, day), rows);
    }
}

/// Writes what left on one day; every fiftieth shipment is keyed in some days late.
fn write_shipment(world: &World, order: &Order, (place, day): (u64, Day), rows: &mut Rows) {
    let number = order.number * 8 + place;
    let delay = if number % 50 == 7 { 4 } else { 0 };
    let at = (day + delay) * DAY + 15 * HOUR + (number as i64 % 3_000);
    rows.put("salesShipments", guid(SHIPMENT, number), at.min(world.start), |at| {
        shipment_body(world, order, (number, day), at)
    });
}

/// The order as it stands at a moment.
pub(super) fn order_body(world: &World, order: &Order, at: Sec) -> String {
    let account = &world.accounts[order.account];
    let shipped = order.complete().is_some_and(|day| day <= when::day_of(at));
    let net = order.net();
    let tax = tax(account, net);
    let items = order.lines.iter().enumerate();
    let items = items.map(|(place, line)| order_line(world, order, (place, line)));
    let remarks = remarks(world, order, when::day_of(at));
    let remarks = remarks.iter().enumerate();
    let remarks =
        remarks.map(|(place, text)| comment_line(order, order.lines.len() + place, text));
    document(account, guid(ORDER, order.number), &order_label(order.number))
        .word("orderDate", when::date(order.ordered))
        .word("postingDate", when::date(order.ordered))
        .word("requestedDeliveryDate", when::date(order.promised))
        .word("currencyCode", currency_code(account))
        .flag("pricesIncludeTax", false)
        .flag("partialShipping", true)
        .money("totalAmountExcludingTax", net)
        .money("totalTaxAmount", tax)
        .money("totalAmountIncludingTax", net + tax)
        .flag("fullyShipped", shipped)
        .word("status", if shipped { "Released" } else { "Open" })
        .word("lastModifiedDateTime", when::iso_ms(at))
        .raw("salesOrderLines", list(items.chain(remarks)))
        .finish()
}

fn order_label(number: u64) -> String {
    format!("SO-{number:06}")
}

/// What every sales document begins with.
fn document(account: &Account, id: String, number: &str) -> Object {
    Object::new()
        .word("id", id)
        .word("number", number)
        .word("customerId", customer_id(account.index))
        .word("customerNumber", customer_number(account.index))
        .text("customerName", &account.legal_name())
}

/// What our clerks noted on an order by a day: each date that they promised, which does not change the
/// one that was asked for, and that they told the customer of a delay before they were asked.
fn remarks(world: &World, order: &Order, today: Day) -> Vec<String> {
    let drivers = world.accounts[order.account].drivers;
    let mut dice = world.dice("order-remarks", order.number);
    let kept = |line: &Line| line.shipped.unwrap_or(today) <= order.promised;
    let late = !order.lines.iter().all(kept);
    let moves = if late {
        i64::from(dice.chance(0.7)) + i64::from(dice.chance(0.5 - 0.4 * drivers.delivery))
    } else {
        i64::from(dice.chance(0.09 * (1.0 - drivers.delivery)))
    };
    // A promise is moved on the day before it would be broken.
    let noticed = order.promised - 1;
    let moves = if noticed < today { moves } else { 0 };
    let mut remarks: Vec<String> = (0..=moves)
        .map(|step| format!("Promised {}", when::date(order.promised + 4 * step)))
        .collect();
    let told = dice.chance(0.1 + 0.5 * drivers.support + 0.3 * drivers.delivery);
    if told && noticed < today && (late || moves > 0) {
        remarks.push(format!("Customer told of delay {}", when::date(noticed)));
    }
    remarks
}

/// A line of text on an order.
fn comment_line(order: &Order, place: usize, text: &str) -> String {
    Object::new()
        .word("id", guid(LINE, order.number * 8 + place as u64))
        .word("documentId", guid(ORDER, order.number))
        .int("sequence", (place as i64 + 1) * 10_000)
        .word("itemId", NO_GUID)
        .word("lineType", "Comment")
        .word("lineObjectNumber", "")
        .text("description", text)
        .int("quantity", 0)
        .money("unitPrice", 0)
        .money("netAmount", 0)
        .word("shipmentDate", "0001-01-01")
        .int("shippedQuantity", 0)
        .finish()
}

fn order_line(world: &World, order: &Order, (place, line): (usize, &Line)) -> String {
    let good = &world.goods[line.item];
    let net = line.quantity * line.price;
    Object::new()
        .word("id", guid(LINE, order.number * 8 + place as u64))
        .word("documentId", guid(ORDER, order.number))
        .int("sequence", (place as i64 + 1) * 10_000)
        .word("itemId", guid(ITEM, line.item as u64))
        .word("lineType", "Item")
        .word("lineObjectNumber", &good.sku)
        .text("description", &good.name)
        .int("quantity", line.quantity)
        .money("unitPrice", line.price)
        .money("netAmount", net)
        .word("shipmentDate", when::date(line.shipped.unwrap_or(order.promised)))
        .int("shippedQuantity", if line.shipped.is_some() { line.quantity } else { 0 })
        .finish()
}

/// What left on one day.
pub(super) fn shipment_body(
    world: &World,
    order: &Order,
    (number, day): (u64, Day),
    at: Sec,
) -> String {
    let account = &world.accounts[order.account];
    let left = order.lines.iter().enumerate().filter(|(_, l)| l.shipped == Some(day));
    let lines = left.map(|(place, line)| {
        let good = &world.goods[line.item];
        Object::new()
            .word("id", guid(LINE + 1, number * 8 + place as u64))
            .word("documentId", guid(SHIPMENT, number))
            .word("documentNo", shipment_label(number))
            .int("sequence", (place as i64 + 1) * 10_000)
            .word("lineType", "Item")
            .word("lineObjectNumber", &good.sku)
            .text("description", &good.name)
            .word("unitOfMeasureCode", "PCS")
            .money("unitPrice", line.price)
            .int("quantity", line.quantity)
            .word("shipmentDate", when::date(day))
            .finish()
    });
    document(account, guid(SHIPMENT, number), &shipment_label(number))
        .word("externalDocumentNumber", "")
        .word("orderNumber", order_label(order.number))
        .word("invoiceDate", when::date(day))
        .word("postingDate", when::date(day))
        .word("dueDate", when::date(day + account.terms_days))
        .word("currencyCode", currency_code(account))
        .word("lastModifiedDateTime", when::iso_ms(at))
        .raw("salesShipmentLines", list(lines))
        .finish()
}

fn shipment_label(number: u64) -> String {
    format!("PSS-{number:06}")
}

/// We tax at home only; a customer abroad reverse-charges.
fn tax(account: &Account, net: i64) -> i64 {
    if account.country.code == "DE" { (net * 19 + 50) / 100 } else { 0 }
}

/// Invoices of five years in the order of their days, numbered.
fn invoices(world: &World, orders: Vec<Order>) -> Vec<Invoice> {
    let mut invoices: Vec<Invoice> = Vec::new();
    for order in orders {
        let Some(day) = order.complete() else { continue };
        let account = &world.accounts[order.account];
        let issued = day + 1;
        if issued > world.today - 1 {
            continue;
        }
        let net = order.net();
        invoices.push(bill(account, issued, net, Cause::Order(order)));
    }
    for account in world.accounts.iter().filter(|a| a.in_erp) {
        let mut dice = world.dice("old-invoices", account.index as u64);
        if account.goods {
            old_invoices(world, account, &mut dice, &mut invoices);
        }
        for term in account.terms.iter().filter(|t| !t.frame) {
            quarters(world, account, term, &mut invoices);
        }
    }
    invoices.sort_by_key(|i| (i.issued, i.account));
    for (place, invoice) in invoices.iter_mut().enumerate() {
        invoice.number = place as u64 + 1;
        let mut dice = world.dice("payment", invoice.number);
        invoice.paid = paid(world, invoice, &mut dice);
    }
    invoices
}

fn bill(account: &Account, issued: Day, net: i64, cause: Cause) -> Invoice {
    let tax = tax(account, net);
    let due = issued + account.terms_days;
    Invoice { account: account.index, number: 0, issued, due, net, tax, paid: None, cause }
}

/// Goods billed before the archive of orders begins.
fn old_invoices(
    world: &World,
    account: &Account,
    dice: &mut Dice,
    invoices: &mut Vec<Invoice>,
) {
    let first = account.since.max(world.today - 1_820);
    let mut day = world.today - 740;
    while day > first {
        let issued = when::working(day);
        invoices.push(bill(account, issued, dice.between(90_000, 1_900_000), Cause::Old));
        day -= dice.between(70, 140);
    }
}

/// A quarter of the annual value at the begin of each quarter of the term.
fn quarters(world: &World, account: &Account, term: &Term, invoices: &mut Vec<Invoice>) {
    for quarter in 0.. {
        let issued = when::add_months(term.starts, quarter * 3);
        if issued > term.ends || issued >= world.today {
            return;
        }
        // Seats come and go between renewals.
        let yearly = 0.33 * account.drivers.growth - 0.18;
        let quarterly = term.annual as f64 / 4.0 * (1.0 + yearly * (quarter / 4) as f64);
        invoices.push(bill(account, issued, quarterly as i64, Cause::Term(term.number)));
    }
}

/// The day of payment, when it has come: 45 days late when billing goes badly, at once when well.
fn paid(world: &World, invoice: &Invoice, dice: &mut Dice) -> Option<Day> {
    let account = &world.accounts[invoice.account];
    if account.twist == Twist::Overdue && invoice.due > world.today - 330 {
        return None;
    }
    let late = 45.0 * (0.95 - account.drivers.billing) + dice.bell() * 5.0;
    let day = when::working((invoice.due + late as i64).max(invoice.issued + 2));
    (day < world.today).then_some(day)
}

fn write_invoice(world: &World, invoice: &Invoice, rows: &mut Rows) {
    let touched = invoice.paid.unwrap_or(invoice.issued);
    let at = touched * DAY + 10 * HOUR + (invoice.number as i64 % 3_000);
    rows.put("salesInvoices", guid(INVOICE, invoice.number), at, |at| {
        invoice_body(world, invoice, at)
    });
    if let Some(paid) = invoice.paid {
        // Some money is booked days after the bank took it in.
        let delay = if is_booked_late(invoice) { 5 } else { 0 };
        let at = ((paid + delay) * DAY + 11 * HOUR + (invoice.number as i64 % 3_000))
            .min(world.start);
        rows.put("customerPayments", guid(PAYMENT, invoice.number), at, |at| {
            payment_body(world, invoice, paid, at)
        });
    }
}

/// Whether the payment became known five days after the bank had it.
pub(super) fn is_booked_late(invoice: &Invoice) -> bool {
    invoice.paid.is_some() && invoice.number % 60 == 11
}

/// The invoice as it stands at a moment.
pub(super) fn invoice_body(world: &World, invoice: &Invoice, at: Sec) -> String {
    let account = &world.accounts[invoice.account];
    let paid = invoice.paid.is_some();
    let (reference, order) = match &invoice.cause {
        Cause::Order(order) => (String::new(), Some(order)),
        Cause::Old => (String::new(), None),
        Cause::Term(number) => (format!("SUB-{number:05}"), None),
    };
    document(account, guid(INVOICE, invoice.number), &invoice.label())
        .word("externalDocumentNumber", reference)
        .word("invoiceDate", when::date(invoice.issued))
        .word("postingDate", when::date(invoice.issued))
        .word("dueDate", when::date(invoice.due))
        .word("currencyCode", currency_code(account))
        .word("orderId", order.map_or_else(|| NO_GUID.to_owned(), |o| guid(ORDER, o.number)))
        .word("orderNumber", order.map_or_else(String::new, |o| order_label(o.number)))
        .flag("pricesIncludeTax", false)
        .money("remainingAmount", if paid { 0 } else { invoice.gross() })
        .money("totalAmountExcludingTax", invoice.net)
        .money("totalTaxAmount", invoice.tax)
        .money("totalAmountIncludingTax", invoice.gross())
        .word("status", if paid { "Paid" } else { "Open" })
        .word("lastModifiedDateTime", when::iso_ms(at))
        .raw("salesInvoiceLines", list(invoice_lines(world, invoice)))
        .finish()
}

const NO_GUID: &str = "00000000-0000-0000-0000-000000000000";

fn invoice_lines(world: &World, invoice: &Invoice) -> Vec<String> {
    let line = |place: usize| {
        Object::new()
            .word("id", guid(LINE + 2, invoice.number * 8 + place as u64))
            .word("documentId", guid(INVOICE, invoice.number))
            .int("sequence", (place as i64 + 1) * 10_000)
    };
    let Cause::Order(order) = &invoice.cause else {
        let subscribed = matches!(invoice.cause, Cause::Term(_));
        let what =
            if subscribed { "Monitoring subscription, quarter" } else { "Goods as delivered" };
        let one = line(0)
            .word("lineType", "Account")
            .word("lineObjectNumber", if subscribed { "4410" } else { "4400" })
            .text("description", what)
            .int("quantity", 1)
            .money("unitPrice", invoice.net)
            .money("netAmount", invoice.net);
        return vec![one.finish()];
    };
    let lines = order.lines.iter().enumerate();
    lines
        .map(|(place, l)| {
            line(place)
                .word("itemId", guid(ITEM, l.item as u64))
                .word("lineType", "Item")
                .word("lineObjectNumber", &world.goods[l.item].sku)
                .text("description", &world.goods[l.item].name)
                .int("quantity", l.quantity)
                .money("unitPrice", l.price)
                .money("netAmount", l.quantity * l.price)
                .finish()
        })
        .collect()
}

/// The money that settled an invoice.
pub(super) fn payment_body(world: &World, invoice: &Invoice, paid: Day, at: Sec) -> String {
    let account = &world.accounts[invoice.account];
    Object::new()
        .word("id", guid(PAYMENT, invoice.number))
        .word("journalDisplayName", "CASHRCPT")
        .int("lineNumber", invoice.number as i64 * 10_000)
        .word("customerId", customer_id(account.index))
        .word("customerNumber", customer_number(account.index))
        .word("postingDate", when::date(paid))
        .word("documentNumber", format!("PAY-{:06}", invoice.number))
        .word("externalDocumentNumber", "")
        .money("amount", invoice.gross())
        .word("appliesToInvoiceId", guid(INVOICE, invoice.number))
        .word("appliesToInvoiceNumber", invoice.label())
        .word("description", "")
        .word("comment", "")
        .word("lastModifiedDateTime", when::iso_ms(at))
        .finish()
}

/// Goods that came back, and prices put right, in the last twelve months.
fn write_memos(world: &World, invoice: &Invoice, rows: &mut Rows) {
    if invoice.issued < world.today - 365 || invoice.issued > world.today - 12 {
        return;
    }
    let account = &world.accounts[invoice.account];
    let mut dice = world.dice("memo", invoice.number);
    let day = (invoice.issued + dice.between(3, 11)).min(world.today - 1);
    if let Cause::Order(order) = &invoice.cause
        && dice.chance((1.0 - account.drivers.delivery) * 0.12)
    {
        let place = dice.index(order.lines.len());
        let line = &order.lines[place];
        let quantity = dice.between(1, line.quantity.min(4));
        let good = &world.goods[line.item];
        let body = Object::new()
            .word("itemId", guid(ITEM, line.item as u64))
            .word("lineType", "Item")
            .word("lineObjectNumber", &good.sku)
            .text("description", &good.name);
        write_memo(world, invoice, (day, quantity, line.price), (body, rows));
    } else if dice.chance((1.0 - account.drivers.billing) * 0.07) {
        let price = (invoice.net / dice.between(8, 30)).max(100);
        let body = Object::new()
            .word("lineType", "Account")
            .word("lineObjectNumber", "4405")
            .text("description", "Price correction");
        write_memo(world, invoice, (day, 1, price), (body, rows));
    }
}

fn write_memo(
    world: &World,
    invoice: &Invoice,
    (day, quantity, price): (Day, i64, i64),
    (line, rows): (Object, &mut Rows),
) {
    let account = &world.accounts[invoice.account];
    let net = quantity * price;
    let line = line
        .word("id", guid(LINE + 3, invoice.number))
        .int("sequence", 10_000)
        .int("quantity", quantity)
        .money("unitPrice", price)
        .money("netAmount", net)
        .finish();
    let id = guid(MEMO, invoice.number);
    rows.put(
        "salesCreditMemos",
        id.clone(),
        day * DAY + 12 * HOUR + invoice.number as i64 % 3_000,
        |at| {
            document(account, id, &format!("PSC-{:06}", invoice.number))
                .word("externalDocumentNumber", "")
                .word("creditMemoDate", when::date(day))
                .word("postingDate", when::date(day))
                .word("dueDate", when::date(day))
                .word("currencyCode", currency_code(account))
                .word("invoiceId", guid(INVOICE, invoice.number))
                .word("invoiceNumber", invoice.label())
                .money("totalAmountExcludingTax", net)
                .money("totalTaxAmount", tax(account, net))
                .money("totalAmountIncludingTax", net + tax(account, net))
                .word("status", "Paid")
                .word("lastModifiedDateTime", when::iso_ms(at))
                .raw("salesCreditMemoLines", list([line]))
                .finish()
        },
    );
}

/// A new order of a customer, all of it still to leave.
pub(super) fn new_order(world: &World, account: &Account, number: u64, day: Day) -> Order {
    let mut dice = world.dice("new-order", number);
    let mut order = order(world, account, day, &mut dice);
    order.number = number;
    for line in &mut order.lines {
        line.shipped = None;
    }
    order
}

/// Ships all that is left of an order: the order's new version and a shipment.
pub(super) fn ship(world: &World, order: &mut Order, at: Sec, rows: &mut Rows) {
    let day = when::day_of(at);
    for line in &mut order.lines {
        line.shipped = line.shipped.or(Some(day));
    }
    let number = order.number * 8 + 7;
    rows.put("salesOrders", guid(ORDER, order.number), at, |at| order_body(world, order, at));
    rows.put("salesShipments", guid(SHIPMENT, number), at, |at| {
        shipment_body(world, order, (number, day), at)
    });
}

/// Bills an order that has left.
pub(super) fn bill_order(world: &World, order: Order, number: u64, at: Sec) -> Invoice {
    let account = &world.accounts[order.account];
    let net = order.net();
    let mut invoice = bill(account, when::day_of(at), net, Cause::Order(order));
    invoice.number = number;
    invoice
}

/// Puts an invoice and, once paid, its payment; `taken` is the day the bank has for it.
pub(super) fn put_invoice(world: &World, invoice: &Invoice, at: Sec, rows: &mut Rows) {
    rows.put("salesInvoices", guid(INVOICE, invoice.number), at, |at| {
        invoice_body(world, invoice, at)
    });
    if let Some(paid) = invoice.paid {
        rows.put("customerPayments", guid(PAYMENT, invoice.number), at, |at| {
            payment_body(world, invoice, paid, at)
        });
    }
}

/// Puts an order as it stands.
pub(super) fn put_order(world: &World, order: &Order, at: Sec, rows: &mut Rows) {
    rows.put("salesOrders", guid(ORDER, order.number), at, |at| order_body(world, order, at));
}
