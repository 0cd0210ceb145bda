// Starts the editor. Scripts stand in files of their own: the page's policy allows none inline.
const firstQuestion = `# Which accounts should be looked at first, and why?
{
  accounts(orderBy: {field: "health"}, first: 5) {
    totalCount
    nodes {
      id
      name
      health {
        value
        band
        coverage
        drivers(first: 3) { code name normalised pointsLost }
      }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: firstQuestion,
    shouldPersistHeaders: false,
  }),
);
