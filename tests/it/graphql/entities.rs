//! Every kind of the unified model as a list over GraphQL.
