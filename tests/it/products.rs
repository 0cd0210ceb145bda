//! A schema that is not the hub's, served as the hub is: the `products` subgraph of Apollo's federation
//! compatibility suite. With `ACCORD_TEST_PRODUCTS=127.0.0.1:4001` it is served there for the suite, until
//! it is interrupted; see `docs/api.md`.

use std::net::SocketAddr;

use accord::api::{Profile, Service, Subgraph};
use accord::web;
use async_graphql::{
    ComplexObject, EmptyMutation, EmptySubscription, ID, InputObject, Object, Schema,
    SimpleObject, TypeDirective,
};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[TypeDirective(location = "Object", composable = "https://myspecs.dev/myCustomDirective/v1.0")]
fn custom() {}

#[derive(SimpleObject)]
#[graphql(directive = custom::apply())]
struct Product {
    id: ID,
    sku: Option<String>,
    package: Option<String>,
    variation: Option<ProductVariation>,
    dimensions: Option<ProductDimension>,
    #[graphql(provides = "totalProductsCreated")]
    created_by: Option<User>,
    #[graphql(tag = "internal")]
    notes: Option<String>,
    research: Vec<ProductResearch>,
}

#[derive(SimpleObject)]
struct DeprecatedProduct {
    sku: String,
    package: String,
    reason: Option<String>,
    created_by: Option<User>,
}

#[derive(SimpleObject)]
struct ProductVariation {
    id: ID,
}

#[derive(SimpleObject)]
struct ProductResearch {
    study: CaseStudy,
    outcome: Option<String>,
}

#[derive(SimpleObject)]
struct CaseStudy {
    case_number: ID,
    description: Option<String>,
}

#[derive(SimpleObject)]
#[graphql(shareable)]
struct ProductDimension {
    size: Option<String>,
    weight: Option<f64>,
    #[graphql(inaccessible)]
    unit: Option<String>,
}

#[derive(SimpleObject)]
#[graphql(complex)]
struct User {
    email: ID,
    #[graphql(override_from = "users")]
    name: Option<String>,
    #[graphql(external)]
    total_products_created: Option<i32>,
    #[graphql(external)]
    years_of_employment: i32,
}

#[ComplexObject]
impl User {
    #[graphql(requires = "totalProductsCreated yearsOfEmployment")]
    async fn average_products_created_per_year(&self) -> Option<i32> {
        self.total_products_created?.checked_div(self.years_of_employment)
    }
}

#[derive(SimpleObject)]
#[graphql(interface_object)]
struct Inventory {
    id: ID,
    deprecated_products: Vec<DeprecatedProduct>,
}

#[derive(InputObject)]
struct VariationKey {
    id: ID,
}

#[derive(InputObject)]
struct StudyKey {
    case_number: ID,
}

fn products() -> [Product; 2] {
    [
        ("apollo-federation", "federation", "@apollo/federation", "OSS"),
        ("apollo-studio", "studio", "", "platform"),
    ]
    .map(|(id, sku, package, variation)| Product {
        id: id.into(),
        sku: Some(sku.to_owned()),
        package: Some(package.to_owned()),
        variation: Some(ProductVariation { id: variation.into() }),
        dimensions: Some(ProductDimension {
            size: Some("small".to_owned()),
            weight: Some(1.0),
            unit: Some("kg".to_owned()),
        }),
        created_by: Some(author()),
        notes: None,
        research: studies().into_iter().take(1).collect(),
    })
}

fn studies() -> [ProductResearch; 2] {
    [("1234", "Federation Study"), ("1235", "Studio Study")].map(|(number, description)| {
        let description = Some(description.to_owned());
        let study = CaseStudy { case_number: number.into(), description };
        ProductResearch { study, outcome: None }
    })
}

fn deprecated() -> DeprecatedProduct {
    DeprecatedProduct {
        sku: "apollo-federation-v1".to_owned(),
        package: "@apollo/federation-v1".to_owned(),
        reason: Some("Migrate to Federation V2".to_owned()),
        created_by: Some(author()),
    }
}

fn author() -> User {
    User {
        email: "support@apollographql.com".into(),
        name: Some("Jane Smith".to_owned()),
        total_products_created: Some(1337),
        years_of_employment: 10,
    }
}

fn found(is: impl Fn(&Product) -> bool) -> Option<Product> {
    products().into_iter().find(is)
}

struct Query;

#[Object]
impl Query {
    async fn product(&self, id: ID) -> Option<Product> {
        found(|product| product.id == id)
    }

    #[graphql(deprecation = "Use product query instead")]
    async fn deprecated_product(
        &self,
        sku: String,
        package: String,
    ) -> Option<DeprecatedProduct> {
        Some(deprecated()).filter(|known| known.sku == sku && known.package == package)
    }

    #[graphql(entity)]
    async fn product_by_id(&self, id: ID) -> Option<Product> {
        found(|product| product.id == id)
    }

    #[graphql(entity)]
    async fn product_by_package(&self, sku: String, package: String) -> Option<Product> {
        let (sku, package) = (Some(sku), Some(package));
        found(|product| product.sku == sku && product.package == package)
    }

    #[graphql(entity)]
    async fn product_by_variation(
        &self,
        sku: String,
        variation: VariationKey,
    ) -> Option<Product> {
        let id = Some(&variation.id);
        let sku = Some(sku);
        found(|product| product.sku == sku && product.variation.as_ref().map(|v| &v.id) == id)
    }

    #[graphql(entity)]
    async fn deprecated_by_package(
        &self,
        sku: String,
        package: String,
    ) -> Option<DeprecatedProduct> {
        Some(deprecated()).filter(|known| known.sku == sku && known.package == package)
    }

    #[graphql(entity)]
    async fn research_by_study(&self, study: StudyKey) -> Option<ProductResearch> {
        studies().into_iter().find(|known| known.study.case_number == study.case_number)
    }

    #[graphql(entity)]
    async fn user_by_email(
        &self,
        #[graphql(key)] email: ID,
        total_products_created: Option<i32>,
        years_of_employment: Option<i32>,
    ) -> User {
        let known = author();
        User {
            email,
            total_products_created: total_products_created.or(known.total_products_created),
            years_of_employment: years_of_employment.unwrap_or(known.years_of_employment),
            ..known
        }
    }

    #[graphql(entity)]
    async fn inventory_by_id(&self, id: ID) -> Inventory {
        Inventory { id, deprecated_products: vec![deprecated()] }
    }
}

async fn served(address: SocketAddr) -> TcpListener {
    web::listen(address).await.expect("a free port")
}

async fn serve(listener: TcpListener) {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription)
        .extension(Subgraph)
        .enable_federation()
        .finish();
    let router = web::answering(Service::over(schema, Profile::default()));
    let interrupted = async { tokio::signal::ctrl_c().await.expect("signals are heard") };
    web::serve(router, listener, interrupted).await.expect("it serves");
}

#[expect(clippy::disallowed_methods, reason = "no configuration names a test's address")]
#[tokio::test(flavor = "multi_thread")]
async fn the_suite_is_served_where_it_asks_for() {
    let Ok(address) = std::env::var("ACCORD_TEST_PRODUCTS") else { return };
    serve(served(address.parse().expect("an address and a port")).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_schema_is_a_subgraph_in_the_hubs_hands() {
    let listener = served(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let url = format!("http://{}/graphql", listener.local_addr().expect("it listens"));
    let server = tokio::spawn(serve(listener));
    // Another test may have done it already.
    let _first = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().build().expect("a client");
    let ask = async |question: &Value, trace: &str| -> Value {
        let request = client.post(&url).header("content-type", "application/json");
        let request = request.header("apollo-federation-include-trace", trace);
        let reply = request.body(question.to_string()).send().await.expect("a reply");
        serde_json::from_str(&reply.text().await.expect("a body")).expect("JSON")
    };

    let answer = ask(&json!({"query": "{ _service { sdl } }"}), "").await;
    let sdl = answer["data"]["_service"]["sdl"].as_str().expect("a text");
    for part in [
        "https://specs.apollo.dev/federation/v2.3",
        "@composeDirective(name: \"@custom\")",
        "type DeprecatedProduct @key(fields: \"sku package\")",
        "@key(fields: \"sku variation { id }\")",
        "@key(fields: \"study { caseNumber }\")",
    ] {
        assert!(sdl.contains(part), "{part} is not in {sdl}");
    }
    assert!(!sdl.contains("@requiresScopes"), "{sdl}");

    let user = json!({"__typename": "User", "email": "a@b.example", "totalProductsCreated": 7,
        "yearsOfEmployment": 2});
    let product =
        json!({"__typename": "Product", "sku": "studio", "variation": {"id": "platform"}});
    let question = json!({
        "query": "query($all: [_Any!]!) { _entities(representations: $all) {
            ... on User { averageProductsCreatedPerYear } ... on Product { id } } }",
        "variables": {"all": [user, product]},
    });
    let answer = ask(&question, "").await;
    let all = json!([{"averageProductsCreatedPerYear": 3}, {"id": "apollo-studio"}]);
    assert_eq!(answer, json!({"data": {"_entities": all}}));

    let traced = ask(&json!({"query": "{ __typename }"}), "ftv1").await;
    assert_eq!(traced["data"], json!({"__typename": "Query"}));
    assert!(traced["extensions"]["ftv1"].is_string(), "{traced}");
    server.abort();
}
