//! Checks rules as they are written and makes the rules that `merge` plays.

use std::collections::BTreeSet;

use super::file::{FieldFile, GroupFile, KindFile, RulesFile, Words};
use super::{Choice, Criterion, Survivorship, Trust};
use crate::model::settings::{Checked, Said, each_once};
use crate::model::{Category, EntityKind, SourceId};
use crate::reconcile::Sources;

/// Said of the record, not of the customer: no rule chooses it.
const CHANGED_AT: &str = "changed_at";

pub(super) fn rules(file: &RulesFile, sources: &Sources) -> Checked<Survivorship> {
    Ok(Survivorship {
        account: Rules { whom: EntityKind::Account, sources, file: &file.account }.choices()?,
        contact: Rules { whom: EntityKind::Contact, sources, file: &file.contact }.choices()?,
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
    })
}

/// The rules of one kind of golden record.
struct Rules<'a> {
    whom: EntityKind,
    sources: &'a Sources,
    file: &'a KindFile,
}

impl Rules<'_> {
    fn choices(&self) -> Checked<Vec<Choice>> {
        let mut taken = BTreeSet::new();
        let mut choices = Vec::new();
        for (name, group) in &self.file.groups {
            let choice = self.group(name, group)?;
            self.take(&mut taken, &group.fields.value, &choice.columns)?;
            choices.push(choice);
        }
        for (name, field) in &self.file.fields {
            let column = self.column(name)?;
            self.take(&mut taken, std::slice::from_ref(name), &[column])?;
            let FieldFile { order, trust } = field;
            let (order, trust) = self.by(order.as_ref(), trust.as_ref())?;
            choices.push(Choice { columns: vec![column], counted: Vec::new(), order, trust });
        }
        let (order, trust) = self.by(None, None)?;
        for (column, field) in self.whom.fields().iter().enumerate() {
            if field.name != CHANGED_AT && !taken.contains(&column) {
                let (order, trust) = (order.clone(), trust.clone());
                let columns = vec![column];
                choices.push(Choice { columns, counted: Vec::new(), order, trust });
            }
        }
        choices.sort_by(|a, b| a.columns.cmp(&b.columns));
        Ok(choices)
    }

    fn group(&self, name: &Said<String>, file: &GroupFile) -> Checked<Choice> {
        if file.fields.value.len() < 2 {
            let message = format!(
                "the group `{}` needs two fields or more; a single one stands under `fields`",
                name.value
            );
            return file.fields.wrong(message);
        }
        let columns = self.columns(&file.fields)?;
        let counted = match &file.complete {
            None => columns.clone(),
            Some(complete) => {
                for field in &complete.value {
                    let members = file.fields.value.iter().map(|member| member.value.as_str());
                    field.known("field of the group", members)?;
                }
                self.columns(complete)?
            }
        };
        let (order, trust) = self.by(file.order.as_ref(), file.trust.as_ref())?;
        Ok(Choice { columns, counted, order, trust })
    }

    /// The places of several fields, rising.
    fn columns(&self, names: &Words) -> Checked<Vec<usize>> {
        let said = names.some("the list is empty; name a field or leave it out")?;
        let columns: Checked<Vec<usize>> = said.iter().map(|name| self.column(name)).collect();
        let mut columns = columns?;
        each_once(said)?;
        columns.sort_unstable();
        Ok(columns)
    }

    fn column(&self, name: &Said<String>) -> Checked<usize> {
        let fields = self.whom.fields().iter().enumerate();
        let names = fields.map(|(column, field)| (field.name, column));
        let names = names.filter(|(name, _)| *name != CHANGED_AT);
        name.one_of(&format!("field of {}", self.whom.word()), names)
    }

    /// Notes that these fields have their rules; each may have them once.
    fn take(
        &self,
        taken: &mut BTreeSet<usize>,
        names: &[Said<String>],
        columns: &[usize],
    ) -> Checked<()> {
        for column in columns {
            if taken.insert(*column) {
                continue;
            }
            let field = self.whom.fields()[*column].name;
            let message =
                format!("the field `{field}` has its rules already; one place decides it");
            let mut said = names.iter().filter(|name| name.value == field);
            let last = said.next_back().expect("the place is that of a name");
            return last.wrong(message);
        }
        Ok(())
    }

    /// The criteria and the trusted sources, those of the kind unless they are given.
    fn by(
        &self,
        order: Option<&Words>,
        trust: Option<&Words>,
    ) -> Checked<(Vec<Criterion>, Trust)> {
        let said = order.unwrap_or(&self.file.order);
        let order = criteria(said)?;
        let trusted = trust.or(self.file.trust.as_ref());
        let wanted = order.contains(&Criterion::Trust);
        match trusted {
            Some(trusted) => Ok((order, self.trust(trusted)?)),
            None if wanted => {
                said.wrong("the order asks for trust, but no list `trust` says whom")
            }
            None => Ok((order, Trust::default())),
        }
    }

    fn trust(&self, said: &Words) -> Checked<Trust> {
        let mut trust = Trust::default();
        for (place, name) in said.value.iter().enumerate() {
            let category = Category::ALL.iter().find(|c| c.word() == name.value);
            if let Some(category) = category {
                trust.categories.insert(*category, place);
                continue;
            }
            let words = Category::ALL.iter().map(|category| category.word());
            let words = words.chain(self.sources.keys().map(SourceId::as_str));
            name.known("source or kind of system", words)?;
            trust.sources.insert(SourceId(name.value.clone()), place);
        }
        each_once(&said.value)?;
        Ok(trust)
    }
}

fn criteria(said: &Words) -> Checked<Vec<Criterion>> {
    let words = said.some("the order is empty; name a criterion, such as recency")?;
    let mut order = Vec::new();
    for word in words {
        if word.value == "pin" {
            return word.wrong("`pin` is not written: a steward's pin always wins");
        }
        order.push(word.one_of("criterion", Criterion::ALL.map(|c| (c.word(), c)))?);
    }
    each_once(words)?;
    Ok(order)
}
