import Foundation
import Testing

/// Data flows one way: a target imports only what stands before it.
@Suite struct ImportGraphTests {
    /// All targets, each after those that it may import.
    private static let order = [
        "CArrow", "CDuckDB", "CLightGBM", "CXGBoost", "Base", "Arrow", "DuckDB", "Boosting", "Tuning", "UsageStore",
        "Spark", "Charts", "ChatCompletion", "Settings", "Sources", "SampleCompany", "Snapshots", "Modeling", "Ranking",
        "Playbooks", "Reporting", "Pipeline", "Prospect", "Dashboard", "ProspectCLI", "ProspectMain",
    ]
    /// The one target that may import a C library.
    private static let wrappers = [
        "CDuckDB": ["DuckDB"], "CLightGBM": ["Boosting"], "CXGBoost": ["Boosting"], "CArrow": ["Arrow", "DuckDB"],
    ]

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    /// What each target imports of the project's own.
    private static func graph() throws -> [String: Set<String>] {
        var graph: [String: Set<String>] = [:]
        for target in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            let folder = sources.appending(path: target).path
            var imported: Set<String> = []
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
                for line in try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(separator: "\n") {
                    let words = line.split(separator: " ")
                    guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count else {
                        continue
                    }
                    imported.insert(String(words[place + 1]))
                }
            }
            graph[target] = imported.intersection(order)
        }
        return graph
    }

    @Test func everyTargetHasItsPlace() throws {
        #expect(try Set(Self.graph().keys) == Set(Self.order))
        #expect(Set(Self.order).count == Self.order.count)
    }

    @Test func noArrowRunsBack() throws {
        for (target, imported) in try Self.graph() {
            let place = try #require(Self.order.firstIndex(of: target))
            for other in imported.sorted() {
                #expect(Self.order.firstIndex(of: other)! < place, "\(target) imports \(other), which comes after it.")
            }
        }
    }

    @Test func onlyWrappersImportLibraries() throws {
        for (target, imported) in try Self.graph() {
            for (library, wrappers) in Self.wrappers where imported.contains(library) {
                #expect(wrappers.contains(target), "\(target) imports \(library).")
            }
        }
    }
}
