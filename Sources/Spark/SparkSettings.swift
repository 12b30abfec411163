/// The cluster that runs Spark, and the folder that takes its results.
package struct SparkSettings: Equatable, Sendable {
    /// The address of the cluster, as Spark takes it.
    package var master = "local[*]"
    /// The folder or bucket that takes portal-days, seen by the cluster and by this machine under the same name; nil:
    /// `staging` in the output folder.
    package var staging: String?
    /// The folder of the Spark installation; nil: SPARK_HOME, else the path.
    package var home: String?
    /// Partitions of the portal-days; nil: by the size of the source.
    package var partitions: Int?
    /// `spark.*` keys.
    package var settings: [SparkSetting] = []

    package init() {}
}

/// A key of Spark's own configuration.
package struct SparkSetting: Equatable, Sendable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    /// Whether a value of this key would be a secret, by the rule with which Spark itself hides values.
    package static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["secret", "password", "token", "access.key", "accesskey"].contains { key.contains($0) }
    }
}
