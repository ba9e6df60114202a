/**
 * An extension that runs our tests in a window in Restricted Mode. VS Code trusts every folder in which
 * it runs extension tests the usual way, so that nothing could be seen there.
 */
exports.activate = () => {
  // Its failures are in the file of results.
  void require(process.env.KEEPALIVE_RESTRICTED_TESTS)
    .run()
    .catch(() => undefined);
};
