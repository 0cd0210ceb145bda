//! The authenticator that a configuration selects.

use std::sync::Arc;

use minijinja::Value;

use crate::connector::manifest::{Auth, Selective};
use crate::connector::pull::Context;
use crate::connector::template::RenderError;

/// The authenticator that is meant: itself, or the one that the configuration selects.
///
/// # Errors
/// When the configuration selects none, or one that this build cannot run.
pub(super) fn chosen(context: &Context, auth: &Arc<Auth>) -> Result<Arc<Auth>, RenderError> {
    let mut auth = Arc::clone(auth);
    while let Auth::Selective(selective) = &*auth {
        auth = select(context, selective)?;
    }
    Ok(auth)
}

fn select(context: &Context, selective: &Selective) -> Result<Arc<Auth>, RenderError> {
    let path = selective.path.join(".");
    let names: Vec<&str> = selective.choices.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(", ");
    let failed = |line: usize, message: String| RenderError { line, undefined: false, message };
    let Some(wanted) = setting(context, &selective.path) else {
        return Err(failed(
            selective.line,
            format!(
                "the configuration has no `{path}`, which selects how to sign in; set it to one of {names}"
            ),
        ));
    };
    match selective.choices.iter().find(|(name, _)| *name == wanted) {
        Some((_, Ok(auth))) => Ok(Arc::clone(auth)),
        Some((_, Err((line, message)))) => Err(failed(*line, message.clone())),
        None => Err(failed(
            selective.line,
            format!(
                "`{path}` of the configuration selects none of the ways to sign in; set it to one of {names}"
            ),
        )),
    }
}

/// A setting as text; `None` when there is none or it is null.
pub(super) fn setting(context: &Context, path: &[String]) -> Option<String> {
    let mut value = context.config.clone();
    for step in path {
        value = value.get_item(&Value::from(step.as_str())).ok()?;
    }
    match value.kind() {
        minijinja::value::ValueKind::Undefined | minijinja::value::ValueKind::None => None,
        minijinja::value::ValueKind::Bool => {
            Some(if value.is_true() { "True" } else { "False" }.to_owned())
        }
        _ => Some(value.to_string()),
    }
}
