internal import Base
internal import Snapshots
internal import Sources

/// The names that `audit.accepted` may contain: the names that the audit prints.
package enum AcceptedFindings {
    /// Checks that the audit of this configuration can print every accepted name.
    ///
    /// - Throws: `ModelingError` that names the nearest known name and all known names.
    package static func requireKnown(_ configuration: ModelingSettings) throws {
        guard !configuration.audit.accepted.isEmpty else { return }
        let features = usageFeatures(configuration)
        let columns =
            [AuditCheck.Name.testResult.rawValue] + configuration.firmographics.map(\.column) + PortalColumns.unseen
        let known = columns + features
        for name in configuration.audit.accepted where !known.contains(name) {
            throw ModelingError.unknownAccepted(
                name, nearest: known.nearest(to: name) ?? columns[0], columns: columns, features: features.count)
        }
    }

    /// Returns the usage features. Their names follow from the configuration.
    private static func usageFeatures(_ configuration: ModelingSettings) -> [String] {
        let settings = configuration.snapshots
        let day = Day(daysSinceEpoch: 0)
        let snapshots = SnapshotSet(
            asOf: day, firstSunday: day, population: settings.population, horizon: settings.horizon,
            windows: settings.windows, featureSet: configuration.features.set, cadence: .daily,
            actions: configuration.columns.actions, users: configuration.columns.users,
            idColumn: configuration.columns.id, firmographics: [], snapshotsFolder: "", coldFolder: "", portalsFile: "",
            counts: .init(snapshots: 0, portals: 0),
            company: CompanyOnSunday(known: 0, customers: 0, free: 0, excluded: []))
        return FeatureSet(snapshots, firmographics: false).features.map(\.name)
    }
}

extension ModelingError {
    static func unknownAccepted(_ name: String, nearest: String, columns: [String], features: Int) -> Self {
        Self(
            problem: "audit.accepted names '\(name)', which is not a name that the audit prints.",
            remedy: "The nearest is '\(nearest)'. It prints \(columns.map { "'\($0)'" }.joined(separator: ", ")) and "
                + "the \(features) features of usage that model-card.md lists.")
    }
}
