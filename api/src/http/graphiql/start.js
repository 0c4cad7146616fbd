"use strict";

const firstQuery = `# What have others learned about it before you?
#
# Ctrl+Enter runs the query, Ctrl+Space completes it. A token, if you have one,
# goes into the headers below: { "Authorization": "Bearer lg_…" }

query FindLessons($words: String!) {
  searchLessons(query: $words, first: 5) {
    totalCount
    didYouMean
    edges {
      node {
        title
        insight
        outcome
        city {
          name
        }
      }
      highlights {
        field
        html
      }
    }
  }
}
`;

const root = ReactDOM.createRoot(document.getElementById("graphiql"));
root.render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({
      url: "/graphql",
      // The headers are sent as the payload of connection_init.
      subscriptionUrl: location.origin.replace(/^http/, "ws") + "/graphql",
    }),
    defaultQuery: firstQuery,
    variables: JSON.stringify({ words: "frühe Beteiligung" }, null, 2),
    defaultEditorToolsVisibility: "variables",
    isHeadersEditorEnabled: true,
    // A token must not stay behind in the browser.
    shouldPersistHeaders: false,
  }),
);
