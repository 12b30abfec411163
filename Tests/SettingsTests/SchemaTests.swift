import Base
import Foundation
import Modeling
import Pipeline
import Playbooks
import Settings
import Snapshots
import Sources
import Testing

@Suite struct SchemaTests {
    @Test func everyFieldHasAKey() {
        // Parameters that are passed on to a library are entries beside the keys.
        let fields = Set(Self.fields(of: Configuration(), at: "").map(Self.key(ofField:)))
        #expect(Set(ConfigurationReference.paths) == fields.subtracting(["lightgbm.others", "xgboost.others"]))
    }

    /// The settings of a stage hold those of earlier ones, which has no part in the keys; the clocks' are among those of
    /// the snapshots.
    private static func key(ofField path: String) -> String {
        var path = path[...]
        for holder in ["modeling.", "walk.", "source."] where path.hasPrefix(holder) {
            path = path.dropFirst(holder.count)
        }
        return path.hasPrefix("clocks.") ? "snapshots." + path.dropFirst("clocks.".count) : String(path)
    }

    @Test func variablesFollowTheKeys() {
        let variables = ConfigurationReference.variables
        #expect(variables.contains("PROSPECT_SNAPSHOTS_USAGE_THROUGH"))
        #expect(variables.contains("PROSPECT_SEED"))
        #expect(Set(variables).count == ConfigurationReference.paths.count)
        #expect(ConfigurationLoader.reservedVariables.isDisjoint(with: variables))
    }

    @Test func theTemplateHoldsTheDefaults() throws {
        let text = ConfigurationTemplate.text(customers: "c.csv", noncustomers: "no", usage: "usage files/*.csv")
        let folder = try TemporaryFolder(text)
        let loaded = try folder.load(requiringSources: true)
        var expected = Configuration()
        expected.sources.customers = .files("\(folder.path)/c.csv")
        expected.sources.noncustomers = .files("\(folder.path)/no")
        expected.sources.usage = .files("\(folder.path)/usage files/*.csv")
        expected.output.folder = "\(folder.path)/prospect-output"
        expected.playbooks.prompts = "\(folder.path)/prompts"
        #expect(loaded.configuration == expected)
        #expect(loaded.values.count == ConfigurationReference.paths.count)
        // Every key stands in the file, none is left to its default.
        #expect(loaded.values.allSatisfy { $0.origin.hasPrefix("prospect.yaml:") })
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test func theEffectiveConfigurationLoadsToItself() throws {
        let folder = try TemporaryFolder(
            """
            sources:
              customers: {database: c.duckdb, query: 'SELECT "a: b", ''c'' -- {x}'}
              noncustomers: "#1, [a].csv"
            columns: {id: "5", created: "yes", users: [], actions: ["a, b", "2020-01-01", "null ", "tab\\t\\u00e9"]}
            firmographics: {"a: b": range, "no": {kind: rank, unranked: 0.5}}
            resources: {threads: 4, memory_limit: 500 MiB}
            snapshots: {usage_through: 2020-04-26}
            lightgbm: {path_smooth: 2.5, linear_tree: false}
            """)
        let loaded = try folder.load()
        #expect(loaded.values.contains { $0.path == "lightgbm.path_smooth" && $0.value == "2.5" })
        let again = try TemporaryFolder(loaded.yaml).load()
        #expect(again.configuration == loaded.configuration)
        #expect(again.yaml == loaded.yaml)
        #expect(again.values.map(\.value) == loaded.values.map(\.value))
    }

    @Test func effectiveValuesAreOneLineEach() throws {
        let values = try TemporaryFolder("").load().values
        let texts = Dictionary(uniqueKeysWithValues: values.map { ($0.path, $0.value) })
        #expect(texts["snapshots.windows"] == "[7, 14, 30]")
        #expect(texts["lightgbm.learning_rate"] == "0.05")
        #expect(texts["lightgbm.lambda_l2"] == "10")
        #expect(texts["columns.created"] == "null")
        #expect(
            texts["firmographics"]
                == "{ALEXA_RANK: {kind: rank, unranked: 16000001}, EMPLOYEE_RANGE: range, INDUSTRY: category}")
        #expect(
            values.map(\.path)
                == ConfigurationReference.paths.filter { !$0.hasPrefix("sources.") || $0 == "sources.usage_history" })
    }

    /// Set `RECORD_GOLDEN_FILES` to write the reference into the page.
    @Test func theDocumentationHoldsTheReference() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let page = root.appending(path: "Documentation/Configuration.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let updated = try #require(ConfigurationReference.updated(page: text))
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN_FILES"] != nil {
            try updated.write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(text == updated, "Run `RECORD_GOLDEN_FILES=1 swift test --filter SchemaTests` to update the page.")
        }
        for path in ConfigurationReference.paths { #expect(updated.contains("| `\(path)` |")) }
    }

    /// The dotted paths of a value's fields in snake case.
    private static func fields(of value: Any, at path: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .struct, !(value is Day) else { return [path] }
        return mirror.children.flatMap { child in
            let name = (child.label ?? "").map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
            return fields(of: child.value, at: path.isEmpty ? name : "\(path).\(name)")
        }
    }
}
