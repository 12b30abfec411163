/// The cluster that runs Spark, and the folder for its results.
package struct SparkSettings: Equatable, Sendable {
    /// The address of the cluster in Spark's notation.
    package var master = "local[*]"
    /// The folder or bucket for portal-days, under the same name for the cluster and this machine. nil: `staging` in
    /// the output folder.
    package var staging: String?
    /// The folder of the Spark installation. nil: SPARK_HOME, else the path.
    package var home: String?
    /// The number of partitions of the portal-days. nil: it depends on the size of the source.
    package var partitions: Int?
    /// The `spark.*` keys.
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

    /// Whether a value of this key would be a secret, by the rule that Spark itself uses to hide values.
    package static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["secret", "password", "token", "access.key", "accesskey"].contains { key.contains($0) }
    }
}
