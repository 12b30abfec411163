internal import Settings
internal import Spark
internal import Yams

/// The sections on the engine that reduces raw usage.
extension SourceKeys {
    static let engine = SettingSection<SourceSettings>(
        name: nil, title: "Engine", comment: "",
        keys: [
            SettingKey(
                "engine", \.engine, .oneOf,
                "What reduces raw usage to the days of each portal: DuckDB in this process, or a Spark cluster.")
        ])

    static let spark = SettingSection<SourceSettings>(
        name: "spark", title: "Spark",
        comment: """
            Where Spark runs when engine is spark. What is secret is no setting: it is in the environment or in the cluster's \
            own configuration.
            """,
        keys: [
            SettingKey(
                "spark.master", \.spark.master, .line("the address of a Spark master"),
                "The cluster, such as yarn or spark://host:7077, or local[4] for four threads of this machine."),
            SettingKey(
                "spark.staging", \.spark.staging, .word("auto", or: .folder),
                """
                The folder or bucket that takes the portal-days; the cluster and this machine must see it under the same \
                name. auto is the folder staging in the output folder.
                """),
            SettingKey(
                "spark.home", \.spark.home, .word("auto", or: .folder),
                "The folder of the Spark installation; auto takes SPARK_HOME, or the spark-sql of the PATH."),
            SettingKey(
                "spark.partitions", \.spark.partitions, .word("auto", or: .wholeNumber(1...100_000)),
                """
                Partitions of the portal-days, which are read one after another; auto makes one for every 128 MB of text, or \
                32 MB of Parquet.
                """),
            settings,
        ])

    private static let settings: SettingKey<SourceSettings> = {
        var key = SettingKey<SourceSettings>(
            "spark.settings", \.spark.settings, .sparkSettings,
            "Keys of Spark's own configuration, such as {spark.executor.memory: 8g}.")
        key.readEntry = { name, node, settings, reading in
            guard let setting = SparkSetting.read(node, of: name, named: node, &reading) else { return }
            if let index = settings.spark.settings.firstIndex(where: { $0.key == name }) {
                settings.spark.settings[index] = setting
            } else {
                settings.spark.settings.append(setting)
            }
        }
        return key
    }()
}
