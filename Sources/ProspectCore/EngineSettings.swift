/// What reduces raw usage to the days of each portal.
public enum Engine: String, CaseIterable, Codable, Sendable {
    /// Embedded in this process.
    case duckdb
    /// The user's cluster, or a Spark on this machine.
    case spark
}

/// Where Spark runs, and where it leaves what it made.
public struct SparkSettings: Equatable, Sendable {
    /// The address of the cluster, as Spark takes it.
    public var master = "local[*]"
    /// The folder or bucket that takes portal-days, seen by the cluster and by this machine under the same name; nil:
    /// `staging` in the output folder.
    public var staging: String?
    /// The folder of the Spark installation; nil: SPARK_HOME, else the path.
    public var home: String?
    /// Partitions of the portal-days; nil: by the size of the source.
    public var partitions: Int?
    /// `spark.*` keys.
    public var settings: [SparkSetting] = []

    public init() {}
}

/// A key of Spark's own configuration.
public struct SparkSetting: Equatable, Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    /// Whether a value of this key would be a secret, by the rule with which Spark itself hides values.
    public static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["secret", "password", "token", "access.key", "accesskey"].contains { key.contains($0) }
    }
}
