import Foundation
import Modeling
import Pipeline
import Settings
import Snapshots
import Sources
import Testing

@Suite struct PathTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let text = """
            sources:
              customers: ./data/c.csv
              noncustomers: {database: ../n.duckdb, query: FROM n}
              usage: "*.csv"
            """
        try folder.write(Data(text.utf8), to: "conf/prospect.yaml")
    }

    @Test func aFilesPathsStartAtItsFolder() throws {
        let loaded = try ConfigurationLoader.load(file: "conf/prospect.yaml", workingFolder: folder.path)
        let base = "\(folder.path)/conf"
        #expect(loaded.file == "conf/prospect.yaml")
        #expect(loaded.configuration.sources.customers == .files("\(base)/data/c.csv"))
        #expect(loaded.configuration.sources.noncustomers == .query(database: "\(base)/../n.duckdb", sql: "FROM n"))
        #expect(loaded.configuration.sources.usage == .files("\(base)/*.csv"))
        #expect(loaded.configuration.output.folder == "\(base)/prospect-output")
    }

    @Test func otherPathsStartAtTheWorkingFolder() throws {
        let loaded = try ConfigurationLoader.load(
            file: "\(folder.path)/conf/prospect.yaml", overrides: ["sources.usage=*.csv", "output.folder=out"],
            environment: ["PROSPECT_SOURCES_CUSTOMERS": "c #1: all.csv"], workingFolder: "/work")
        #expect(loaded.configuration.sources.usage == .files("/work/*.csv"))
        #expect(loaded.configuration.sources.customers == .files("/work/c #1: all.csv"))
        #expect(loaded.configuration.output.folder == "/work/out")
    }

    @Test(arguments: [
        ("/data/u.csv", "/data/u.csv"), ("s3://bucket/*.parquet", "s3://bucket/*.parquet"), (".", "/work"),
        ("./", "/work"), ("../u", "/work/../u"), ("~/u.csv", "/home/ada/u.csv"), ("'~'", "/home/ada"),
        ("~u", "/work/~u"), ("data/**/*.csv", "/work/data/**/*.csv"),
    ])
    func resolves(path: String, resolved: String) throws {
        let loaded = try ConfigurationLoader.load(
            file: "\(folder.path)/conf/prospect.yaml", overrides: ["sources.usage=\(path)"],
            environment: ["HOME": "/home/ada"], workingFolder: "/work")
        #expect(loaded.configuration.sources.usage == .files(resolved))
    }
}
