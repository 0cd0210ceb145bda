//! The unified model: what every source system's records become.
//!
//! One declaration per entity; see `entity.rs` for what it generates. Field names are the
//! field's standard ones. `account` and `contact` references are common to all entities that
//! say so in brackets and are not listed again.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::entity::{Belongs, Entity, Field, Origin, entities};
use super::{Kind, Money, Value};

type Day = NaiveDate;
type Time = DateTime<Utc>;

/// Roles a person can have in a purchase, the strongest first.
pub const BUYING_ROLES: &[&str] =
    &["ECONOMIC_BUYER", "DECISION_MAKER", "TECHNICAL", "INFLUENCER", "PROCUREMENT", "USER"];
/// How a person stands by us.
pub const CHAMPION: &[&str] =
    &["CHAMPION", "SUPPORTER", "NEUTRAL", "NONE", "DETRACTOR", "LEFT"];
/// Survey instruments; each has one scale and one polarity by its nature, which the mapping still states.
pub const INSTRUMENTS: &[&str] =
    &["NPS", "CSAT", "CES5", "CES7", "NETEASY", "TRUST", "VALUE_TIER", "EMPLOYEE_NPS"];
/// The words for what a survey asks about.
pub const PRONGS: &[&str] = &["TRANSACTIONAL", "RELATIONAL", "EMPLOYEE"];

entities! {
    /// A company as one source system knows it; several of them make one golden account.
    Account = "account" () {
        /// The name in daily use.
        name: String = Kind::Text,
        /// The registered name.
        legal_name: String = Kind::Text,
        /// The main internet domain, without `www.`.
        domain: String = Kind::Text,
        /// The main telephone number as written.
        phone: String = Kind::Text,
        /// Street and number.
        street: String = Kind::Text,
        /// City.
        city: String = Kind::Text,
        /// Postal code.
        postal_code: String = Kind::Text,
        /// State, province or sales region.
        region: String = Kind::Text,
        /// ISO 3166-1 alpha-2 code.
        country: String = Kind::Text,
        /// Industry in the source's own word.
        industry: String = Kind::Text,
        /// Lines of business they buy from.
        lines_of_business: Vec<String> = Kind::List,
        /// Number of employees.
        employees: i64 = Kind::Int,
        /// The company's own revenue in a year.
        annual_revenue: Money = Kind::Amount,
        /// VAT number with its country prefix.
        vat: String = Kind::Text,
        /// D-U-N-S number, nine digits.
        duns: String = Kind::Text,
        /// IANA time zone of the account's people.
        time_zone: String = Kind::Text,
        /// The company that owns this one.
        parent: String = Kind::Ref("account"),
        /// The partner that serves this one.
        partner: String = Kind::Ref("account"),
        /// The team member in charge.
        owner: String = Kind::Ref("team_member"),
        /// When the relation began.
        customer_since: Day = Kind::Day,
        /// Goods are shipped to this account; `false` is a declaration that DELIVERY does not apply.
        receives_goods: bool = Kind::Flag,
        /// The day on which they gave notice of termination.
        termination_notice_on: Day = Kind::Day,
        /// When the source says that the record last changed; of two values the newer may win.
        changed_at: Time = Kind::Time,
    }

    /// A person as one source system knows them; several of them make one golden contact.
    Contact = "contact" (account) {
        /// The full name.
        name: String = Kind::Text,
        /// Given name.
        given_name: String = Kind::Text,
        /// Family name.
        family_name: String = Kind::Text,
        /// E-mail address.
        email: String = Kind::Text,
        /// Telephone number as written.
        phone: String = Kind::Text,
        /// Job title.
        title: String = Kind::Text,
        /// Role in a purchase.
        buying_role: String = Kind::Choice(BUYING_ROLES),
        /// Influence, 1 (little) to 5 (decisive).
        influence: i64 = Kind::Int,
        /// How the person stands by us, as a team member confirmed it.
        champion: String = Kind::Choice(CHAMPION),
        /// When the champion status was confirmed.
        champion_confirmed_on: Day = Kind::Day,
        /// Whom the person reports to.
        reports_to: String = Kind::Ref("contact"),
        /// The day on which the person left the company.
        left_on: Day = Kind::Day,
        /// The company's name as the source wrote it beside the person.
        company_name: String = Kind::Text,
        /// When the source says that the record last changed; of two values the newer may win.
        changed_at: Time = Kind::Time,
    }

    /// One of our own people.
    TeamMember = "team_member" () {
        /// The full name.
        name: String = Kind::Text,
        /// E-mail address.
        email: String = Kind::Text,
        /// Team.
        team: String = Kind::Text,
    }

    /// One of our own people in charge of an account for a time, in some role.
    Assignment = "assignment" (account) {
        /// Our person.
        team_member: String = Kind::Ref("team_member"),
        /// Owner, service, engineer … in the source's own word; nothing is the owner.
        role: String = Kind::Text,
        /// First day.
        since: Day = Kind::Day,
        /// Last day; nothing while it lasts.
        until: Day = Kind::Day,
    }

    /// What is known of a customer's own business and market, as of a day.
    AccountContext = "account_context" (account) {
        /// Of which day.
        as_of: Day = Kind::Day,
        /// Our share of what they buy of our kind, or theirs of their market, in percent.
        market_share: f64 = Kind::Number,
        /// Growth of their revenue against the year before, in percent.
        revenue_growth: f64 = Kind::Number,
        /// Our competitors there.
        competitors: Vec<String> = Kind::List,
        /// A risk in the news, in words.
        news_risk: String = Kind::Text,
    }

    /// Something we sell.
    Product = "product" () {
        /// Name.
        name: String = Kind::Text,
        /// Article number.
        sku: String = Kind::Text,
        /// Product group or line of business.
        family: String = Kind::Text,
        /// Goods or subscription.
        form: String = Kind::Choice(&["GOODS", "SUBSCRIPTION", "SERVICE"]),
        /// List price.
        unit_price: Money = Kind::Amount,
    }

    /// An agreement over a time: a subscription or a frame contract. A renewal is a contract of its own.
    Contract = "contract" (account) {
        /// Name.
        name: String = Kind::Text,
        /// Subscription or frame contract.
        form: String = Kind::Choice(&["SUBSCRIPTION", "FRAME"]),
        /// First day.
        starts_on: Day = Kind::Day,
        /// Last day of the term.
        ends_on: Day = Kind::Day,
        /// Recurring value of one year.
        annual_value: Money = Kind::Amount,
        /// Licensed seats.
        seats: i64 = Kind::Int,
        /// Entitled modules or contracted product groups.
        modules: Vec<String> = Kind::List,
        /// Active, renewed, ended or cancelled.
        status: String = Kind::Choice(&["ACTIVE", "RENEWED", "ENDED", "CANCELLED"]),
        /// The day on which it was renewed.
        renewed_on: Day = Kind::Day,
        /// Recurring value of one year after the renewal; absent while undecided, zero when lost.
        renewed_value: Money = Kind::Amount,
        /// The contract that this one renews.
        renews: String = Kind::Ref("contract"),
        /// When the account gave notice.
        notice_on: Day = Kind::Day,
        /// When they signed that they mean to renew.
        intent_signed_on: Day = Kind::Day,
        /// Planned day of first value.
        go_live_planned: Day = Kind::Day,
        /// Actual day of first value.
        go_live_actual: Day = Kind::Day,
    }

    /// An opportunity to sell.
    Deal = "deal" (account) {
        /// Name.
        name: String = Kind::Text,
        /// New business, expansion or renewal.
        form: String = Kind::Choice(&["NEW", "EXPANSION", "RENEWAL"]),
        /// Stage in the source's own word.
        stage: String = Kind::Text,
        /// The stages it has been in, in the source's own words; the stage it is in counts as well.
        stages_reached: Vec<String> = Kind::List,
        /// Amount.
        amount: Money = Kind::Amount,
        /// Probability of winning as the source says, 0 to 1.
        probability: f64 = Kind::Number,
        /// When it was opened.
        opened_at: Time = Kind::Time,
        /// When it was closed, won or lost.
        closed_at: Time = Kind::Time,
        /// Whether it was won; absent while open.
        won: bool = Kind::Flag,
        /// The day on which it is expected to close.
        expected_close_on: Day = Kind::Day,
        /// The day on which it was first expected to close.
        first_expected_close_on: Day = Kind::Day,
        /// The product at stake.
        product: String = Kind::Ref("product"),
        /// The contract that it would renew.
        contract: String = Kind::Ref("contract"),
        /// The team member in charge.
        owner: String = Kind::Ref("team_member"),
    }

    /// An offer with a price.
    Quote = "quote" (account) {
        /// The opportunity.
        deal: String = Kind::Ref("deal"),
        /// When it was asked for.
        requested_at: Time = Kind::Time,
        /// When it was sent.
        sent_at: Time = Kind::Time,
        /// Amount.
        amount: Money = Kind::Amount,
        /// Status in the source's own word.
        status: String = Kind::Text,
    }

    /// A customer's order.
    Order = "order" (account) {
        /// Number.
        number: String = Kind::Text,
        /// Day of the order.
        ordered_on: Day = Kind::Day,
        /// The day promised now.
        promised_on: Day = Kind::Day,
        /// How often the promised day was moved.
        promise_changes: i64 = Kind::Int,
        /// Of a late order: the customer was told before they asked.
        delay_announced: bool = Kind::Flag,
        /// Amount.
        amount: Money = Kind::Amount,
        /// Status in the source's own word.
        status: String = Kind::Text,
        /// Product groups on it.
        families: Vec<String> = Kind::List,
    }

    /// A line of goods that left for the customer.
    Delivery = "delivery" (account) {
        /// The order that it fulfils.
        order: String = Kind::Ref("order"),
        /// The product.
        product: String = Kind::Ref("product"),
        /// Quantity.
        quantity: f64 = Kind::Number,
        /// Day of the order, when the shipment repeats it.
        ordered_on: Day = Kind::Day,
        /// Day promised, when the shipment repeats it; else the order's counts.
        promised_on: Day = Kind::Day,
        /// Day of delivery.
        delivered_on: Day = Kind::Day,
    }

    /// A line of goods that came back or was credited.
    Return = "return" (account) {
        /// The invoice it was credited against.
        invoice: String = Kind::Ref("invoice"),
        /// The product.
        product: String = Kind::Ref("product"),
        /// Quantity.
        quantity: f64 = Kind::Number,
        /// Day.
        returned_on: Day = Kind::Day,
        /// Amount credited.
        amount: Money = Kind::Amount,
        /// Reason in the source's own word.
        reason: String = Kind::Text,
    }

    /// A bill.
    Invoice = "invoice" (account) {
        /// Number.
        number: String = Kind::Text,
        /// Day of issue.
        issued_on: Day = Kind::Day,
        /// Due day.
        due_on: Day = Kind::Day,
        /// Amount with tax.
        amount: Money = Kind::Amount,
        /// Amount without tax.
        net_amount: Money = Kind::Amount,
        /// What is still to be paid.
        open_amount: Money = Kind::Amount,
        /// Recurring (subscription, frame) or one-off.
        recurring: bool = Kind::Flag,
        /// Status in the source's own word.
        status: String = Kind::Text,
        /// The order billed.
        order: String = Kind::Ref("order"),
    }

    /// A line of a bill: what of the amount is for which product.
    InvoiceLine = "invoice_line" (account) {
        /// The bill.
        invoice: String = Kind::Ref("invoice"),
        /// The product.
        product: String = Kind::Ref("product"),
        /// Quantity.
        quantity: f64 = Kind::Number,
        /// Amount without tax.
        amount: Money = Kind::Amount,
        /// Day of issue.
        issued_on: Day = Kind::Day,
    }

    /// A credit or correction of an invoice.
    Credit = "credit" (account) {
        /// The invoice corrected.
        invoice: String = Kind::Ref("invoice"),
        /// Day of issue.
        issued_on: Day = Kind::Day,
        /// Amount credited.
        amount: Money = Kind::Amount,
        /// Reason in the source's own word.
        reason: String = Kind::Text,
    }

    /// Money received.
    Payment = "payment" (account) {
        /// The invoice paid.
        invoice: String = Kind::Ref("invoice"),
        /// Day of receipt.
        paid_on: Day = Kind::Day,
        /// Amount.
        amount: Money = Kind::Amount,
    }

    /// A disagreement about a bill.
    Dispute = "dispute" (account, contact) {
        /// The invoice's number as written by the customer or the desk.
        invoice_number: String = Kind::Text,
        /// When it was raised.
        opened_at: Time = Kind::Time,
        /// When it was settled.
        solved_at: Time = Kind::Time,
        /// Reason.
        reason: String = Kind::Text,
    }

    /// A request for support.
    Ticket = "ticket" (account, contact) {
        /// Subject line.
        subject: String = Kind::Text,
        /// P1 is the most urgent.
        priority: String = Kind::Choice(&["P1", "P2", "P3", "P4"]),
        /// Status.
        status: String = Kind::Choice(&["NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED"]),
        /// What it is about: delivery, billing, onboarding, product …
        topic: String = Kind::Text,
        /// Channel it came by.
        channel: String = Kind::Text,
        /// When it was opened.
        opened_at: Time = Kind::Time,
        /// When it was first answered.
        first_reply_at: Time = Kind::Time,
        /// When it was solved.
        solved_at: Time = Kind::Time,
        /// Public replies by our people.
        replies: i64 = Kind::Int,
        /// How often it was opened again.
        reopens: i64 = Kind::Int,
        /// It was handed up to our management.
        escalated: bool = Kind::Flag,
        /// The team member in charge.
        assignee: String = Kind::Ref("team_member"),
    }

    /// A promise of the service agreement that was kept or broken on a ticket.
    SlaTarget = "sla_target" (account) {
        /// The ticket.
        ticket: String = Kind::Ref("ticket"),
        /// What was promised: first reply, resolution …
        metric: String = Kind::Text,
        /// When it was kept or broken.
        at: Time = Kind::Time,
        /// Whether it was kept.
        met: bool = Kind::Flag,
    }

    /// A touch between a person of theirs and one of ours, or a machine of ours.
    Interaction = "interaction" (account, contact) {
        /// What happened.
        form: String = Kind::Choice(&[
            "CALL", "MEETING", "EMAIL", "NOTE", "CHAT", "ENQUIRY",
            "REFERENCE", "REVIEW", "REFERRAL", "CASE_STUDY",
        ]),
        /// When.
        at: Time = Kind::Time,
        /// Who began it.
        direction: String = Kind::Choice(&["INBOUND", "OUTBOUND"]),
        /// One of our people took part.
        human: bool = Kind::Flag,
        /// Both sides spoke.
        two_way: bool = Kind::Flag,
        /// Subject.
        subject: String = Kind::Text,
        /// Our person.
        team_member: String = Kind::Ref("team_member"),
    }

    /// What marketing sent or held, and what a person did with it.
    CampaignTouch = "campaign_touch" (account, contact) {
        /// Campaign.
        campaign: String = Kind::Text,
        /// What happened.
        form: String = Kind::Choice(&[
            "DELIVERED", "OPENED", "CLICKED", "BOUNCED", "UNSUBSCRIBED", "INVITED", "ATTENDED",
        ]),
        /// When.
        at: Time = Kind::Time,
        /// The one mailing or event it belongs to, to count a person once.
        message: String = Kind::Text,
    }

    /// A visit of a site or portal.
    WebVisit = "web_visit" (account, contact) {
        /// When.
        at: Time = Kind::Time,
        /// Page.
        page: String = Kind::Text,
        /// Pricing, demo, product document: a step towards buying.
        high_intent: bool = Kind::Flag,
    }

    /// Use of the product by a person or a device on a day.
    UsageMeasure = "usage_measure" (account, contact) {
        /// Day of use.
        day: Day = Kind::Day,
        /// Module used.
        module: String = Kind::Text,
        /// The user as the product knows them.
        user: String = Kind::Text,
        /// How much, in the product's unit (actions, minutes).
        quantity: f64 = Kind::Number,
    }

    /// One answer to one survey question.
    SurveyResponse = "survey_response" (account, contact) {
        /// Instrument.
        instrument: String = Kind::Choice(INSTRUMENTS),
        /// For TRUST the factor, for VALUE_TIER the tier.
        item: String = Kind::Text,
        /// The answer on its own scale.
        score: f64 = Kind::Number,
        /// The lowest answer possible.
        scale_low: f64 = Kind::Number,
        /// The highest answer possible.
        scale_high: f64 = Kind::Number,
        /// Whether a high answer is good; stated by the mapping, never guessed.
        polarity: String = Kind::Choice(&["HIGH_IS_GOOD", "LOW_IS_GOOD"]),
        /// What was rated: purchase, onboarding, support, delivery, relationship …
        touchpoint: String = Kind::Text,
        /// After an event, about the relation, or of our own people.
        prong: String = Kind::Choice(PRONGS),
        /// When it was answered.
        at: Time = Kind::Time,
        /// What was written, word for word.
        verbatim: String = Kind::Text,
        /// What it is about, in the source's own words.
        themes: Vec<String> = Kind::List,
        /// The mood of what was written as the source judged it, -1 (bad) to 1 (good).
        sentiment: f64 = Kind::Number,
        /// Of our own people's answers: their team.
        team: String = Kind::Text,
    }

    /// A survey that was sent to a person, answered or not.
    SurveyInvitation = "survey_invitation" (account, contact) {
        /// Instrument.
        instrument: String = Kind::Choice(INSTRUMENTS),
        /// What was to be rated.
        touchpoint: String = Kind::Text,
        /// After an event, about the relation, or of our own people.
        prong: String = Kind::Choice(PRONGS),
        /// When it was sent.
        at: Time = Kind::Time,
    }

    /// A step of a project that was planned for a day.
    Milestone = "milestone" (account) {
        /// Name.
        name: String = Kind::Text,
        /// Due day.
        due_on: Day = Kind::Day,
        /// Day done.
        done_on: Day = Kind::Day,
        /// The team member in charge.
        owner: String = Kind::Ref("team_member"),
    }

    /// One currency in another, on a day.
    ExchangeRate = "exchange_rate" () {
        /// Currency.
        currency: String = Kind::Text,
        /// What one unit of it is worth, in the unit of `base`.
        rate: f64 = Kind::Number,
        /// The currency it is stated in.
        base: String = Kind::Text,
        /// Valid from.
        valid_on: Day = Kind::Day,
    }
}
