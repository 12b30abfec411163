import Base
import Modeling
import Pipeline
import Settings
import Snapshots
import Sources
import Spark
import Testing

/// The sections about the engine, and what must not stand in a configuration.
@Suite struct EngineSettingsTests {
    @Test func whatSparkIsGiven() throws {
        let folder = try TemporaryFolder(
            """
            engine: spark
            spark:
              master: yarn
              staging: s3a://bucket/staging
              home: spark
              partitions: 400
              settings:
                spark.executor.memory: 8g
                spark.executor.instances: 20
                spark.dynamicAllocation.enabled: true
            """)
        let loaded = try folder.load(["spark.settings.spark.executor.memory=4g", "spark.settings.spark.x=1"])
        let spark = loaded.configuration.spark
        #expect(loaded.configuration.engine == .spark)
        #expect(spark.master == "yarn" && spark.staging == "s3a://bucket/staging" && spark.partitions == 400)
        #expect(spark.home == folder.path + "/spark")
        #expect(
            spark.settings == [
                .init("spark.executor.memory", "4g"), .init("spark.executor.instances", "20"),
                .init("spark.dynamicAllocation.enabled", "true"), .init("spark.x", "1"),
            ])
        let again = try TemporaryFolder(loaded.yaml).load()
        #expect(again.configuration == loaded.configuration)
    }

    @Test(arguments: [
        (
            "spark: {settings: {spark.hadoop.fs.s3a.secret.key: abc}}",
            "1:20: spark.settings.spark.hadoop.fs.s3a.secret.key must be left out, since its value is a secret. "
                + "Put it into the environment or the cluster's spark-defaults.conf."
        ),
        (
            "spark: {settings: {executor.memory: 8g}}",
            "1:20: spark.settings.executor.memory must be left out, since it is no key of Spark. "
                + "Spark's keys begin with 'spark.'; those of Hadoop with 'spark.hadoop.'."
        ),
        (
            "sources: {usage: {database: 'postgresql://ann:abc@host/db', query: SELECT 1}}",
            "1:29: sources.usage.database must be an address without a password, but has one. "
                + "Set PGPASSWORD in the environment."
        ),
        ("engine: hadoop", "1:9: engine must be duckdb or spark, not 'hadoop'."),
        ("spark: {mster: yarn}", "1:9: spark.mster is not a known key. The nearest known key is 'spark.master'."),
    ])
    func whatIsRefused(yaml: String, message: String) throws {
        let problems = try TemporaryFolder(yaml).problems()
        #expect(problems == ["prospect.yaml:" + message])
        #expect(!problems.joined().contains("abc"))
    }

    @Test func passwordsInAddresses() {
        for address in [
            "postgresql://a:b@h/d", "postgres://:b@h", "postgresql://h/d?password=b", "postgresql://h?PASSWORD=b",
        ] {
            #expect(DatabaseAddress.hasPassword(address))
        }
        for address in ["postgresql://h/d", "postgres://a@h:5432/d?sslmode=require", "company.duckdb", "/a:b@c/d"] {
            #expect(!DatabaseAddress.hasPassword(address))
        }
    }
}
