//! Everything that is known of one account, in the unified model's types.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::JobChange;
use crate::model::{
    Account, AccountContext, Assignment, CampaignTouch, Category, Contact, Contract, Credit,
    Deal, Delivery, Dispute, Interaction, Invoice, InvoiceLine, Milestone, Order, Payment,
    Product, Quote, Return, SlaTarget, SourceId, Statement, SurveyInvitation, SurveyResponse,
    Ticket, UsageMeasure, WebVisit,
};

/// The facts of one account. A list that is empty says nothing about why it is empty; `sources` does.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each list is named after the entity it holds")]
pub struct Facts {
    /// The golden account; `origin.account` is its id.
    pub account: Account,
    /// Golden contacts that work or worked there; `origin.contact` is the golden id.
    /// A person who left has `left_on` or champion `LEFT`.
    pub contacts: Vec<Contact>,
    pub contracts: Vec<Contract>,
    pub deals: Vec<Deal>,
    pub quotes: Vec<Quote>,
    pub orders: Vec<Order>,
    pub deliveries: Vec<Delivery>,
    pub returns: Vec<Return>,
    pub invoices: Vec<Invoice>,
    pub invoice_lines: Vec<InvoiceLine>,
    pub credits: Vec<Credit>,
    pub payments: Vec<Payment>,
    pub disputes: Vec<Dispute>,
    pub tickets: Vec<Ticket>,
    pub sla_targets: Vec<SlaTarget>,
    pub interactions: Vec<Interaction>,
    pub campaign_touches: Vec<CampaignTouch>,
    pub web_visits: Vec<WebVisit>,
    pub usage: Vec<UsageMeasure>,
    pub surveys: Vec<SurveyResponse>,
    pub survey_invitations: Vec<SurveyInvitation>,
    pub milestones: Vec<Milestone>,
    pub assignments: Vec<Assignment>,
    pub contexts: Vec<AccountContext>,
    /// What our people said of the account and its contacts, oldest first, withdrawn words too.
    pub statements: Vec<Statement>,
    /// New titles and employers of its people, oldest first.
    pub job_changes: Vec<JobChange>,
    /// Our products by origin id, shared by all accounts.
    pub products: Arc<BTreeMap<String, Product>>,
    /// The sources that speak of this account (have a record in its cluster or of its facts),
    /// with their category.
    pub sources: BTreeMap<SourceId, Category>,
}
