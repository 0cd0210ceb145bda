//! A schema as one subgraph of many: what a gateway composes a graph from, and the trace that it asks for
//! beside the data.

use std::sync::{Arc, LazyLock};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextRequest,
    NextResolve, ResolveInfo,
};
use async_graphql::{Request, Response, ServerResult, Value};

use super::trace::Tracer;
use super::{builder, export_options};

/// What is asked of anything that has an id of its own.
const KEY: &str = r#"@key(fields: "id")"#;

/// What is said instead of the schema where introspection is off.
pub(super) const CLOSED: &str =
    "introspection is off; ask the operator for what `accord schema --federation` prints";

static SDL: LazyLock<String> = LazyLock::new(|| {
    let options = export_options().federation().compose_directive();
    let sdl = builder().finish().sdl_with_options(options);
    // By hand: the library writes keys before interfaces, where no parser takes them.
    let keyed = sdl.replace(" implements Node {", &format!(" implements Node {KEY} {{"));
    format!("{}\n", linked(&keyed).trim_end())
});

/// The contract as a graph is composed from it: with keys, and without what only a gateway asks.
pub fn subgraph_sdl() -> &'static str {
    &SDL
}

/// The library names version 2.5 of the specification whatever is used of it; what needs no more than 2.3
/// composes with older gateways too.
fn linked(sdl: &str) -> String {
    if sdl.contains("@requiresScopes(") {
        return sdl.to_owned();
    }
    sdl.replace("dev/federation/v2.5", "dev/federation/v2.3")
        .replace(r#", "@requiresScopes""#, "")
}

/// Makes a schema that is not the hub's a subgraph as the hub is one; the library resolves its entities.
pub struct Subgraph;

impl ExtensionFactory for Subgraph {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Member(Tracer::default()))
    }
}

/// That of one request.
struct Member(Tracer);

#[async_graphql::async_trait::async_trait]
impl Extension for Member {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        self.0.begin(&request);
        next.run(ctx, request).await
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let tells = info.parent_type == "_Service" && info.name == "sdl";
        let value = self.0.resolve(ctx, info, next).await?;
        Ok(match value {
            Some(Value::String(sdl)) if tells => Some(Value::String(linked(&sdl))),
            value => value,
        })
    }

    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        self.0.told(next.run(ctx).await)
    }
}
