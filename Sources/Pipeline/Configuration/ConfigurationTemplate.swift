internal import Modeling
internal import Settings
internal import Snapshots
internal import Sources

/// The commented file that `prospect init` writes.
package enum ConfigurationTemplate {
    /// Returns a configuration file with every key at its default, explained.
    ///
    /// - Parameters:
    ///   - customers: The place of the customers, relative to the file's folder.
    ///   - noncustomers: The place of the free portals.
    ///   - usage: The place of the usage.
    ///   - change: Sets values other than the defaults. The days of a sample are fixed, for example, and never fresh.
    /// - Returns: The text, which loads to the defaults.
    package static func text(
        customers: String = "data/customers.csv", noncustomers: String = "data/noncustomers.csv",
        usage: String = "data/usage.csv", change: (inout Configuration) -> Void = { _ in }
    ) -> String {
        var configuration = Configuration()
        configuration.sources.customers = .files(customers)
        configuration.sources.noncustomers = .files(noncustomers)
        configuration.sources.usage = .files(usage)
        change(&configuration)
        let document = ConfigurationDocument(configuration, schema: Configuration.schema, hasComments: true)
        return document.comment(
            """
            The configuration of prospect. Only the three sources have to be given: every other key stands here with \
            its default and may be left out. Any of them can be set for one command with --set snapshots.horizon=14 \
            or by a variable such as PROSPECT_SNAPSHOTS_HORIZON.
            """, indentation: "") + "\n" + document.text
    }
}
