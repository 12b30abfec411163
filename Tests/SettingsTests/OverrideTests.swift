import Base
import Modeling
import Pipeline
import Settings
import Snapshots
import Sources
import Testing

@Suite struct OverrideTests {
    @Test func theLaterPlaceWins() throws {
        let folder = try TemporaryFolder("seed: 1\nsplit: {test: 4}\nlightgbm: {n_estimators: 9}\n")
        let environment = ["PROSPECT_SEED": "2", "PROSPECT_SPLIT_TEST": "5", "HOME": "/home/ada", "OTHER": "x"]
        let loaded = try folder.load(["seed=3", "seed=4"], environment: environment)
        #expect(loaded.configuration.seed == 4)
        #expect(loaded.configuration.split.test == 5)
        #expect(loaded.configuration.lightgbm.numIterations == 9)
        #expect(loaded.configuration.split.validation == 12)
        let origins = Dictionary(uniqueKeysWithValues: loaded.values.map { ($0.path, $0.origin) })
        #expect(origins["seed"] == "--set seed")
        #expect(origins["split.test"] == "PROSPECT_SPLIT_TEST")
        #expect(origins["lightgbm.num_iterations"] == "prospect.yaml:3:26")
        #expect(origins["split.validation"] == "default")
    }

    @Test func valuesAreYAML() throws {
        let folder = try TemporaryFolder("")
        let configuration = try folder.load([
            "snapshots.windows=[7, 28]", "snapshots.usage_through=2020-04-26", "snapshots.weekday=Monday",
            "snapshots.population=observed-span", "split={test: 3, refit: no}", "columns.created=CREATED AT",
            "columns.users=[]", "checks.tolerance=5e-2", "resources.threads=2", "resources.memory_limit=1.5 GB",
            "sources.usage={database: a.duckdb, query: \"SELECT 1 AS x, 2\"}", "lightgbm.lambda_l2 = 1",
        ]).configuration
        #expect(configuration.snapshots.windows == [7, 28])
        #expect(configuration.clocks.usageThrough == Day("2020-04-26"))
        #expect(configuration.clocks.weekday == .monday)
        #expect(configuration.snapshots.population == .observedSpan)
        #expect(configuration.split.test == 3)
        #expect(!configuration.split.refit)
        #expect(configuration.columns.created == "CREATED AT")
        #expect(configuration.columns.users == [])
        #expect(configuration.checks.tolerance == 0.05)
        #expect(configuration.resources.threads == 2)
        #expect(configuration.resources.memoryLimit == "1.5 GB")
        #expect(configuration.lightgbm.lambdaL2 == 1)
        #expect(
            configuration.sources.usage
                == .query(database: "\(folder.path)/a.duckdb", sql: "SELECT 1 AS x, 2"))
    }

    @Test func aWordTakesAValueBack() throws {
        let folder = try TemporaryFolder("columns: {created: C}\nresources: {threads: 3}\n")
        let configuration = try folder.load(["columns.created=null", "resources.threads=auto"]).configuration
        #expect(configuration.columns.created == nil)
        #expect(configuration.resources.threads == nil)
    }

    @Test func firmographicsAreReplacedOrAdded() throws {
        let folder = try TemporaryFolder("firmographics:\n  B: range\n  A: {kind: rank, unranked: 9}\n  C: rank\n")
        let fromFile = try folder.load().configuration.firmographics
        #expect(
            fromFile == [
                Firmographic(column: "B", kind: .range), Firmographic(column: "A", kind: .rank(unranked: 9)),
                Firmographic(column: "C", kind: .rank(unranked: nil)),
            ])
        let added = try folder.load(["firmographics.REGION=category", "firmographics.B=number"])
        #expect(
            added.configuration.firmographics == [Firmographic(column: "B", kind: .number)] + fromFile.dropFirst()
                + [Firmographic(column: "REGION", kind: .category)])
        let replaced = try folder.load(environment: ["PROSPECT_FIRMOGRAPHICS": "{X: {kind: category}}"])
        #expect(replaced.configuration.firmographics == [Firmographic(column: "X", kind: .category)])
        #expect(try folder.load(["firmographics={}"]).configuration.firmographics == [])
    }

    @Test(arguments: [
        ("seed", "--set seed: there is no value. Write --set seed=VALUE."),
        ("=5", "--set =5: there is no key. Write --set KEY=VALUE."),
        ("seed=", "--set seed: seed must be a whole number from 0 to 2147483647, but is empty."),
        (
            "snapshots.horizon=x",
            "--set snapshots.horizon: snapshots.horizon must be a whole number from 1 to 366, not 'x'."
        ),
        (
            "snapshots.horzon=5",
            "--set snapshots.horzon: snapshots.horzon is not a known key. The nearest known key is 'snapshots.horizon'."
        ),
        (
            "snapshots.windows=[7",
            "--set snapshots.windows: this is not valid YAML: did not find expected ',' or ']' "
                + "(while parsing a flow sequence)."
        ),
        ("snapshots=5", "--set snapshots: snapshots must be a mapping of keys to values, not '5'."),
        ("seed.x=5", "--set seed.x: seed.x is not a known key. The nearest known key is 'seed'."),
        (
            "firmographics.REGION=5",
            "--set firmographics.REGION: firmographics.REGION must be \(MalformedFileTests.kinds), not '5'."
        ),
        (
            "output.folder=", "--set output.folder: output.folder must be the path of a folder, but is empty."
        ),
    ])
    func malformedOverrides(override: String, message: String) throws {
        #expect(try TemporaryFolder("").problems([override]) == [message])
    }

    @Test(arguments: [
        (
            "PROSPECT_SNAPSHOTS_HORIZON", "x",
            "PROSPECT_SNAPSHOTS_HORIZON: snapshots.horizon must be a whole number from 1 to 366, not 'x'."
        ),
        (
            "PROSPECT_SNAPSHOT_HORIZON", "5",
            "PROSPECT_SNAPSHOT_HORIZON: there is no such setting. "
                + "The nearest known variable is PROSPECT_SNAPSHOTS_HORIZON."
        ),
        ("PROSPECT_SEED", "", "PROSPECT_SEED: seed must be a whole number from 0 to 2147483647, but is empty."),
    ])
    func malformedVariables(name: String, value: String, message: String) throws {
        #expect(try TemporaryFolder("").problems(environment: [name: value]) == [message])
    }

    @Test func reservedVariablesAreNoSettings() throws {
        let environment = ["PROSPECT_TOKEN": "t", "PROSPECT_LOG": "debug", "PROSPECTOR": "x"]
        #expect(try TemporaryFolder("").problems(environment: environment) == [])
    }
}
